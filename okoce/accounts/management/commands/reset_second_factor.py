from django.core.management.base import BaseCommand, CommandError

from okoce.accounts import second_factor
from okoce.accounts.models import User


class Command(BaseCommand):
    help = (
        "Take the second factors from an account whose holder lost them, and sign it out everywhere: for the "
        "administrator whom no other can help."
    )

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, *, username, **options):
        account = User.objects.filter(username=username).first()
        if account is None:
            raise CommandError(f"there is no account {username}")
        had_one = second_factor.take_away(account, by=None)
        self.stdout.write(f"{username}: {'signs in with the password alone now' if had_one else 'had none'}")
