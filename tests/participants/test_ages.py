"""How old somebody is on a day."""

from datetime import date

import pytest

from participants.ages import age_on


@pytest.mark.parametrize(
    ("day", "age"), [(date(2018, 8, 16), 32), (date(2018, 8, 17), 33), (date(2019, 8, 16), 33), (date(1985, 8, 17), 0)]
)
def test_age_is_counted_in_full_years(day, age):
    assert age_on(date(1985, 8, 17), day) == age


def test_somebody_born_on_a_leap_day_grows_older_in_march_of_other_years():
    assert [age_on(date(2000, 2, 29), day) for day in (date(2018, 2, 28), date(2018, 3, 1))] == [17, 18]
