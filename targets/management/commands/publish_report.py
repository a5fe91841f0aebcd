from datetime import date

from django.core.management.base import BaseCommand, CommandError

from okoce import clock
from okoce.accounts.models import Role, User
from targets import permissions, publishing


class Command(BaseCommand):
    help = "Publish a report: freezes the figures of every region as of a day, as known now."

    def add_arguments(self, parser):
        parser.add_argument("--as-of", type=date.fromisoformat, help="the day, 2018-09-09; today without it")
        parser.add_argument("--by", help="user name of the official who publishes: PGO of the province")
        parser.add_argument("--note", default="", help="a note for the readers")

    def handle(self, *, as_of, by, note, **options):
        try:
            report = publishing.publish(as_of=as_of or clock.today(), by=_official(by), note=note)
        except publishing.PublicationRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        result = report.figures["31"]["new_entrepreneurs"]
        self.stdout.write(f"report {report.number}: {result} new entrepreneurs as of {report.as_of}")
        if seal := publishing.seal_of(report):
            self.stdout.write(f"the record of deeds is sealed: {seal}")


def _official(username: str | None) -> User:
    """Whoever is named, or the only one there is."""
    active = User.objects.filter(role=Role.PGO, is_active=True).order_by("username")
    named = active if username is None else active.filter(username=username)
    able = [user for user in named if permissions.can_publish(user)]
    if username is not None and not able:
        raise CommandError(f"{username} is no active PGO official of the province")
    if len(able) != 1:
        names = ", ".join(user.username for user in able) or "there is none"
        raise CommandError(f"say with --by which PGO official of the province publishes: {names}")
    return able[0]
