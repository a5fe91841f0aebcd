"""What the database refuses of targets, whoever asks."""

from datetime import date

import pytest

from targets.models import Target
from tests.okoce.regions.codes import CENGKARENG, JAKARTA_BARAT, PROVINCE
from tests.refusals import refused_by

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"last_day": date(2017, 12, 31)}, "target_period_has_days"),
        ({"reason": ""}, "target_has_a_reason"),
        ({"region_id": CENGKARENG}, "target_is_the_provinces_or_a_kelurahans"),
        ({"region_id": JAKARTA_BARAT}, "target_is_the_provinces_or_a_kelurahans"),
    ],
)
def test_the_database_refuses_a_target_that_cannot_be(wrong, constraint):
    target = {
        "region_id": PROVINCE,
        "first_day": date(2018, 1, 1),
        "last_day": date(2018, 12, 31),
        "number": 40_000,
        "reason": "Target baru.",
    }

    assert refused_by(lambda: Target.objects.create(**(target | wrong))) == constraint
