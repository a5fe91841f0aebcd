"""Targets set in tests, by an official of the province unless said otherwise."""

from targets import goals, setting
from targets.goals import Period
from targets.models import Target
from tests.okoce.accounts.factories import an_official
from tests.okoce.regions.codes import CENGKARENG_TIMUR

Y2018 = goals.year_of(2018)
Y2019 = goals.year_of(2019)


def a_target(number: int, region: str = CENGKARENG_TIMUR, period: Period = Y2018, **words) -> Target:
    """A target set now, for a reason."""
    words = {"by": None, "reason": "Rapat PGO."} | words
    words["by"] = words["by"] or an_official()
    return setting.assign(region=region, period=period, number=number, **words)
