"""The training that the newspapers told of, in the demo; and that its deeds send no letters."""

import pytest

from participants.attending.models import TrainingSession
from participants.notices.models import Notice
from targets.demo import script

pytestmark = pytest.mark.django_db


def test_in_pasar_minggu_eight_hundred_were_invited_and_five_hundred_and_four_came(demo):
    session = TrainingSession.objects.with_listed().get()

    assert (session.step, session.region_title, session.invited, session.attended, session.share) == (
        "P2",
        "Kecamatan Pasar Minggu",
        800,
        504,
        0.63,
    )
    assert session.held_on < script.LAST_DAY
    assert session.planned_by.username == "pgo"


def test_seeding_writes_to_nobody(demo):
    assert Notice.objects.count() == 0
