"""The same seed tells the same story to the last letter; another seed tells another with the same figures."""

import pytest
from django.db import transaction

from okoce.accounts.models import ActiveDay, User
from okoce.audit.models import Event
from participants.models import Participant, StepCompletion
from permits.models import Permit
from targets.demo import seeding

pytestmark = pytest.mark.django_db

PEOPLE = 120


def told(seed: int) -> dict[str, list]:
    """Everything a seed writes but ids, encryption and password hashes; the database is left as it was."""
    with transaction.atomic():
        seeding.seed(PEOPLE, seed, lambda line: None)
        story = everything()
        transaction.set_rollback(True)
    return story


def everything() -> dict[str, list]:
    return {
        "people": rows(
            Participant,
            "number submission registered_at registered_by__username name birth_date sex phone kelurahan "
            "outside_place address business_name sector business_is_new consent_version nik_index user__username",
        ),
        "completions": rows(StepCompletion, "participant__number step completed_on completed_by__username recorded_at"),
        "permits": rows(
            Permit,
            "submission participant__number kind number kelurahan issued_on investment workers recorded_at "
            "recorded_by__username revoked_on revoked_reason voided_at voided_reason",
        ),
        "deeds": rows(Event, "at verb actor__username changes"),
        "accounts": rows(User, "username name role region created_at"),
        "active days": rows(ActiveDay, "kelurahan day"),
    }


def rows(model, fields: str) -> list[tuple]:
    return [
        tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)
        for row in model.objects.order_by("pk").values_list(*fields.split())
    ]


def test_the_same_seed_tells_the_same_story():
    assert told(2018) == told(2018)


def test_another_seed_tells_another_story():
    one, other = told(2018), told(7)

    assert {name for name in one if one[name] == other[name]} == set()
    assert len(one["people"]) == len(other["people"])
    assert len(one["permits"]) == len(other["permits"])
