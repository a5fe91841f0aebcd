from django.core.management.base import BaseCommand

from targets import goals


class Command(BaseCommand):
    help = "Set the targets the programme began with, where there are none; running it again changes nothing."

    def handle(self, **options):
        self.stdout.write(f"targets: {goals.load_defaults()} set")
