from django.core.management.base import BaseCommand, CommandError

from okoce.accounts import rights
from okoce.accounts.models import User
from okoce.accounts.rights import Deed
from participants.deeds import DeedRefused
from permits import retention


class Command(BaseCommand):
    help = (
        "End the keeping of data that nobody needs any longer: tell those whose time has come, and forget those who "
        "were told 90 days ago and did not show up. Prints the numbers of those whom no e-mail reached: they are "
        "forgotten only with --told-otherwise, once somebody has told them. For a timer, once a day."
    )

    def add_arguments(self, parser):
        parser.add_argument("--by", required=True, help="user name of the PGO official who answers for it")
        parser.add_argument("--told-otherwise", action="store_true", help="those without e-mail have been told, too")
        parser.add_argument("--dry-run", action="store_true", help="only count")

    def handle(self, *, by, told_otherwise, dry_run, **options):
        user = User.objects.filter(username=by).first()
        if user is None or not rights.may(user, Deed.DECIDE_ERASURE):
            raise CommandError(f"{by} may not decide about erasing people")
        told = ended = waiting = 0
        for found in retention.ending():
            reached = found.noticed is not None and (told_otherwise or found.letter_arrived)
            if found.noticed is None:
                told += _done(retention.give_notice, found.person, dry_run, by=user)
            elif found.is_over and reached:
                ended += _done(retention.end, found.person, dry_run, by=user, told_otherwise=told_otherwise)
            elif not reached:
                waiting += 1
                self.stdout.write(f"{found.person.displayed_number}: no e-mail reached them")
        self.stdout.write(f"{told} told, {ended} forgotten, {waiting} to be told otherwise{' (dry run)' * dry_run}")


def _done(deed, person, dry_run, **how) -> bool:
    """Whether it was done, or would be; somebody who showed up this very moment is left alone."""
    try:
        if not dry_run:
            deed(person, **how)
    except DeedRefused:
        return False
    return True
