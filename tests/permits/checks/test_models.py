"""What the database refuses of looks and samples, whoever asks."""

import pytest

from permits.checks.models import Look, Sample, SampledPermit
from tests.okoce.accounts.factories import an_official
from tests.okoce.regions.codes import PROVINCE
from tests.permits.factories import a_permit
from tests.refusals import refused_by, refused_change

pytestmark = pytest.mark.django_db


def a_sampled_permit() -> SampledPermit:
    permit = a_permit()
    sample = Sample.objects.create(
        region_id=PROVINCE, drawn_by=an_official(), issued_from=permit.issued_on, issued_to=permit.issued_on
    )
    return SampledPermit.objects.create(sample=sample, permit=permit)


def test_the_database_refuses_a_look_that_found_nothing_to_say():
    look = Look(alarm="day:31.73.01.1006:2018-09-08", looked_by=an_official(), finding="")

    assert refused_by(look.save) == "look_says_what_was_found"


def test_the_database_draws_a_permit_once_a_sample():
    drawn = a_sampled_permit()

    again = SampledPermit(sample=drawn.sample, permit=drawn.permit)

    assert refused_by(again.save) == "sampled_permit_is_drawn_once"


def test_the_database_wants_to_know_who_held_a_permit_against_its_paper():
    drawn = a_sampled_permit()

    assert refused_change(drawn, confirmed=True) == "sampled_permit_checked_says_by_whom"
    assert refused_change(drawn, checked_by=drawn.sample.drawn_by) == "sampled_permit_checked_says_by_whom"


def test_the_database_wants_to_know_what_did_not_agree_with_the_paper():
    drawn = a_sampled_permit()

    constraint = refused_change(drawn, confirmed=False, checked_by=drawn.sample.drawn_by)

    assert constraint == "sampled_permit_not_confirmed_says_why"
