"""What the portal takes for today and now (PRODUCT, "The programme's clock")."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from okoce import clock
from tests.travel import portal_at


@pytest.mark.parametrize(
    ("moment", "today"),
    [
        (datetime(2018, 9, 9, 16, 59, 59, tzinfo=UTC), date(2018, 9, 9)),
        (datetime(2018, 9, 9, 17, 0, tzinfo=UTC), date(2018, 9, 10)),
        (datetime(2018, 12, 31, 17, 0, tzinfo=UTC), date(2019, 1, 1)),
    ],
)
def test_a_day_begins_at_midnight_in_jakarta(moment, today):
    with portal_at(moment):
        assert clock.today() == today


def test_while_a_programme_date_is_set_now_bears_it_with_the_real_time_of_day(settings):
    settings.PROGRAMME_DATE = date(2018, 9, 9)

    with time_machine.travel(datetime(2026, 3, 4, 9, 5, 7, tzinfo=UTC), tick=False):
        assert clock.now().isoformat() == "2018-09-09T16:05:07+07:00"
        assert clock.today() == date(2018, 9, 9)


def test_a_day_ends_one_microsecond_before_the_next_begins():
    day = date(2018, 12, 31)

    assert clock.end_of(day) + timedelta(microseconds=1) == clock.start_of(date(2019, 1, 1))
    assert clock.start_of(day).isoformat() == "2018-12-31T00:00:00+07:00"
