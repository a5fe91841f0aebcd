"""People who do not exist: right in structure, and nobody's."""

from collections import Counter
from datetime import datetime

import pytest

from okoce import clock
from okoce.ui.reading import parse_phone
from participants import nik, numbers
from participants.models import Participant
from targets.demo import people, places, script

pytestmark = pytest.mark.django_db

MANY = 1_000


@pytest.fixture
def crowd() -> people.Crowd:
    return people.Crowd(MANY, places.lay_out(script.chance(2018, "places")), 2018)


@pytest.fixture
def registered(crowd) -> list[Participant]:
    moment = clock.start_of(script.FIRST_DAY)
    return [crowd.register(index, moment, None) for index in range(MANY)]


def digits(person: Participant) -> str:
    return nik.decrypt(person.nik_encrypted)


def test_a_nik_is_valid_and_of_a_kecamatan_that_no_city_has(registered):
    assert {digits(person)[4:6] for person in registered} == {"99"}
    assert all(nik.parse(digits(person)) == digits(person) for person in registered)


def test_niks_numbers_phones_and_submissions_are_never_shared(registered):
    for trait in (digits, lambda person: person.number, lambda person: person.phone, lambda person: person.submission):
        assert len({trait(person) for person in registered}) == MANY


def test_birth_dates_mostly_agree_with_the_nik_and_the_sex_always(registered):
    claims = [(person, nik.birth_claim(digits(person))) for person in registered]

    disagreeing = sum(not claim.agrees_with(person.birth_date) for person, claim in claims)
    assert 0 < disagreeing < MANY * 0.02
    assert all(claim.sex == person.sex for person, claim in claims)


def test_many_niks_come_from_elsewhere(registered):
    elsewhere = sum(not digits(person).startswith("31") for person in registered)

    assert MANY * 0.3 < elsewhere < MANY * 0.5


def test_a_participant_number_is_one_that_people_can_type(registered):
    assert all(numbers.parse(person.number) == person.number for person in registered)


def test_no_operator_has_the_phone_numbers(registered):
    phones = [parse_phone(person.phone) for person in registered]

    assert {phone.known for phone in phones} == {False}
    assert [phone.e164 for phone in phones] == [person.phone for person in registered]


def test_every_person_passes_the_models_own_checks(registered):
    for person in registered[:100]:
        person.clean_fields(exclude=["registered_by", "user", "merged_into", "kelurahan"])
        person.validate_constraints()


def test_women_and_outsiders_are_as_many_as_published(crowd, registered):
    assert Counter(person.sex for person in registered) == {"F": 585, "M": 415}
    assert (
        sum(person.kelurahan_id is None for person in registered)
        == script.apportion(MANY, (script.IN_JAKARTA, script.OUTSIDE_JAKARTA))[1]
    )


def test_names_have_one_word_or_many_and_apostrophes(registered):
    words = Counter(len(person.name.split()) for person in registered)

    assert words[1] > 20
    assert max(words) >= 5
    assert any("'" in person.name for person in registered)
    assert max(len(person.name) for person in registered) <= 120


def test_people_consent_to_the_notice_of_their_day(crowd):
    early = crowd.register(0, clock.start_of(script.FIRST_DAY), None)
    late = crowd.register(1, clock.start_of(script.LAST_DAY), None)

    assert (early.consent_version, late.consent_version) == ("2017-12-01", "2018-09-01")
    assert isinstance(early.consented_at, datetime)


def test_scattered_numbers_never_repeat():
    scatter = people.Scatter(script.chance(1, "test"), 1_000)

    assert len({scatter[index] for index in range(990)}) == 990


def test_many_of_one_kelurahan_share_an_address_each_spells_in_their_own_way():
    layout = places.lay_out(script.chance(2018, "places"))
    crowd = people.Crowd(script.FULL, layout, 2018)
    moment = clock.start_of(script.FIRST_DAY)

    there = [crowd.register(index, moment, None) for index in range(len(crowd)) if crowd.place[index] == layout.crowded]

    shared = [person.address for person in there if "rusun" in person.address.lower()]
    assert len(set(shared)) == 3
    assert len(there) / 4 < len(shared) < len(there) / 2
