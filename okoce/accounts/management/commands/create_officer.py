import secrets

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from okoce.accounts.models import Role, User
from okoce.regions import tree
from okoce.regions.models import Level


class Command(BaseCommand):
    help = "Make the account of a kelurahan officer and print its first password, once."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("--kelurahan", required=True, help="the code, 31.73.01.1006")
        parser.add_argument("--name", default="", help="the officer's name")

    def handle(self, *, username, kelurahan, name, **options):
        node = tree.get(kelurahan)
        if node is None or node.level != Level.KELURAHAN:
            raise CommandError(f"{kelurahan} is no kelurahan")
        password = secrets.token_urlsafe(12)
        officer = User(username=username, name=name, role=Role.OFFICER, region_id=kelurahan)
        officer.set_password(password)
        try:
            officer.full_clean()
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        officer.save()
        self.stdout.write(f"{username}, {tree.where(kelurahan)}; first password: {password}")
