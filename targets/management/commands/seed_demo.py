from django.core.management.base import BaseCommand, CommandError

from targets.demo import checking, script, seeding


class Command(BaseCommand):
    help = "Fill an empty database with the demo programme of 9 September 2018; running it again changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("--participants", type=int, default=script.FULL, help="how many people (default 51000)")
        parser.add_argument("--seed", type=int, default=2018, help="the same seed gives the same people and permits")

    def handle(self, *, participants, seed, **options):
        try:
            line = seeding.seed(participants, seed, self.stdout.write)
        except (seeding.SeedingRefused, checking.StoryDiffers) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"demo: {line}")
