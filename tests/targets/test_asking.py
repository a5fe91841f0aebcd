"""What somebody asks of the figures: a region and two dates, read from an address (rule 6; INTERFACE)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets import asking
from targets.asking import API_WORDS, PAGE_WORDS, QuestionRefused

pytestmark = pytest.mark.django_db

TODAY = date(2018, 9, 9)


def ask(words=API_WORDS, region: str = "31", **parameters: str) -> asking.Question:
    return asking.read(parameters, region=region, words=words)


def test_asked_nothing_it_is_today_this_year_and_now():
    question = ask()

    assert (question.year, question.as_of, question.known_at, question.query) == (2018, TODAY, None, "")


def test_the_year_is_that_of_the_day_unless_it_is_asked_for():
    assert (ask(as_of="2017-06-01").year, ask(as_of="2017-06-01", year="2018").year) == (2017, 2018)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2018-09-01", "2018-09-01T23:59:59.999999+07:00"),
        ("2018-09-01T16:05:00+07:00", "2018-09-01T16:05:00+07:00"),
        ("2018-09-01T16:05:00 07:00", "2018-09-01T16:05:00+07:00"),
        ("2018-09-01T09:05:00Z", "2018-09-01T09:05:00+00:00"),
        ("2018-09-01T16:05", "2018-09-01T16:05:00+07:00"),
        ("2018-09-01T16:05:00.123456", "2018-09-01T16:05:00.123456+07:00"),
    ],
)
def test_known_at_is_the_end_of_a_day_or_a_moment_of_jakarta(written, moment):
    known_at = ask(known_at=written).known_at

    assert known_at is not None
    assert known_at.isoformat() == moment


def test_what_was_asked_is_carried_along_as_it_was_asked():
    question = asking.read({"per": "2018-07-16", "tahun": " ", "lain": "x"}, region="31", words=PAGE_WORDS)

    assert question.query == "?per=2018-07-16"


@pytest.mark.parametrize("region", ["31.99", "32", "", "31.73.01.1099", "../etc", "31\x00"])
def test_an_unknown_region_is_refused(region):
    with pytest.raises(QuestionRefused):
        ask(region=region)


@pytest.mark.parametrize(
    "parameters",
    [
        {"as_of": "2018-09-10"},
        {"as_of": "9 September 2018"},
        {"as_of": "2018-02-30"},
        {"as_of": "20180909"},
        {"as_of": "2018-W36-7"},
        {"as_of": "0001-01-01"},
        {"as_of": "٢٠١٨-٠٩-٠٩"},
        {"year": "18"},
        {"year": "20180"},
        {"year": "1000"},
        {"year": "9999"},
        {"year": "-018"},
        {"year": "٢٠١٨"},
        {"known_at": "yesterday"},
        {"known_at": "2018-13-01"},
        {"known_at": "2018-09-09T25:00"},
        {"known_at": "0001-01-01T00:00:00+07:00"},
        {"known_at": "9999-12-31T23:59:59-12:00"},
        {"known_at": "2018-09-09T16:05:00+99:99"},
    ],
)
def test_what_cannot_be_read_is_refused_with_words(parameters):
    with pytest.raises(QuestionRefused) as refusal:
        ask(**parameters)

    [word] = parameters
    assert f" pada “{word}” " in str(refusal.value)


@given(st.dictionaries(st.sampled_from(list(API_WORDS.values())), st.text(max_size=30)))
def test_no_address_is_too_strange_to_be_answered_or_refused(parameters):
    try:
        question = asking.read(parameters, region="31", words=API_WORDS)
    except QuestionRefused:
        return
    assert question.as_of <= TODAY
