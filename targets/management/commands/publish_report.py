from datetime import date

from django.core.management.base import BaseCommand, CommandError

from okoce import clock
from okoce.accounts.models import User
from targets import permissions, publishing


class Command(BaseCommand):
    help = "Publish a report: freezes the figures of every region as of a day, as known now."

    def add_arguments(self, parser):
        parser.add_argument("--as-of", type=date.fromisoformat, help="the day, 2018-09-09; today without it")
        parser.add_argument("--by", required=True, help="user name of the province's PGO official who publishes")
        parser.add_argument("--note", default="", help="a note for the readers")

    def handle(self, *, as_of, by, note, **options):
        user = User.objects.filter(username=by, is_active=True).first()
        if user is None or not permissions.can_publish(user):
            raise CommandError(f"{by} is no active PGO official of the province")
        try:
            report = publishing.publish(as_of=as_of or clock.today(), by=user, note=note)
        except publishing.PublicationRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        result = report.figures["31"]["new_entrepreneurs"]
        self.stdout.write(f"report {report.number}: {result} new entrepreneurs as of {report.as_of}")
        if seal := publishing.seal_of(report):
            self.stdout.write(f"the record of deeds is sealed: {seal}")
