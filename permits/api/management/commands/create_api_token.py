from django.core.management.base import BaseCommand, CommandError, CommandParser

from okoce.accounts.models import User
from okoce.regions import tree
from participants.deeds import DeedRefused
from permits.api import issuing
from permits.api.models import Agency, Scope


class Command(BaseCommand):
    help = "Grant an agency a token for the API, opening the agency if it is new. The token is shown once, here."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("agency", help="the agency's name")
        parser.add_argument("--scope", action="append", choices=Scope.values, required=True, help="may be repeated")
        parser.add_argument("--region", default=tree.PROVINCE, help="code of the region a new agency answers for")
        parser.add_argument("--label", default="", help="what the token is for")
        parser.add_argument("--by", metavar="USERNAME", help="the administrator who grants it")

    def handle(self, *, agency: str, scope: list[str], region: str, label: str, by: str | None, **options) -> None:
        administrator = self._administrator(by)
        try:
            found = self._agency(agency, region)
            token = issuing.grant(found, scopes=[Scope(value) for value in scope], label=label, by=administrator)
        except DeedRefused as refusal:
            raise CommandError(refusal.message) from None
        self.stderr.write(f"{token.agency} ({token.agency.region_title}): {' '.join(token.scopes)}. Shown only now:")
        self.stdout.write(token.secret)

    def _administrator(self, username: str | None) -> User | None:
        if username is None:
            return None
        found = User.objects.filter(username=username).first()
        if found is None or not found.is_staff:
            raise CommandError(f"{username} is no administrator's account.")
        return found

    def _agency(self, name: str, region: str) -> Agency:
        found = Agency.objects.select_related("account").filter(account__name=name.strip()).first()
        if found is None:
            return issuing.open_agency(name, region=region)
        if found.account.region_id != region:
            raise CommandError(f"{found} answers for {found.account.region_id}, not {region}.")
        return found
