"""The demo goes into an empty database of the demo's day, and nowhere else: all of it or nothing."""

import pytest
from django.core.management import CommandError, call_command

from okoce.accounts.models import User
from okoce.audit.models import Event
from participants.models import Participant
from targets.demo import seeding, staff
from tests.participants.factories import a_participant

pytestmark = pytest.mark.django_db

PEOPLE = 600


def test_it_refuses_a_database_that_holds_other_people(capsys):
    a_participant()

    with pytest.raises(
        CommandError, match=r"^This database holds people who are not the demo's: nothing was changed\.$"
    ):
        call_command("seed_demo", participants=PEOPLE)
    assert Participant.objects.count() == 1


def test_it_refuses_without_the_programmes_date(settings):
    settings.PROGRAMME_DATE = None

    with pytest.raises(CommandError, match=r"^PROGRAMME_DATE is not set"):
        call_command("seed_demo", participants=PEOPLE)
    assert not User.objects.exists()


def test_it_refuses_so_few_people_that_the_story_has_gaps():
    with pytest.raises(CommandError, match=r"^The demo needs at least 100 participants\.$"):
        call_command("seed_demo", participants=99)


class Interrupted(Exception):
    """Somebody pressed Ctrl-C."""


def test_an_interrupted_seed_leaves_nothing_and_the_next_begins_anew():
    def interrupt(line: str) -> None:
        raise Interrupted

    with pytest.raises(Interrupted):
        seeding.seed(100, 2018, interrupt)
    assert (staff.is_there(), Participant.objects.exists(), Event.objects.exists()) == (False, False, False)

    seeding.seed(100, 2018, lambda line: None)
    assert Participant.objects.count() == 100
