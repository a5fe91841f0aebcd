"""A deed sent again with its Idempotency-Key is done once and answered alike."""

from datetime import date, datetime

import pytest
from django.core.management import call_command

from participants.models import Participant
from permits import deeds
from permits.api import issuing
from permits.api.models import Answer, Scope
from permits.models import Permit
from tests.at_once import Deed, at_once
from tests.okoce.accounts.factories import an_official
from tests.participants.factories import a_nik, a_participant
from tests.permits.api.agencies import PERMITS, a_body, a_client, an_agency, mistakes, send, showing
from tests.permits.factories import a_permit
from tests.travel import portal_at

pytestmark = pytest.mark.django_db

ROUNDS = 20
KEY = "8e03978e-40d5-43dd-bc93-6894a57f9324"


def test_the_same_key_with_the_same_body_gives_the_same_answer_and_one_permit():
    client, body = a_client(), a_body(a_participant())
    first = send(client, PERMITS, body, KEY)

    again = send(client, PERMITS, body, KEY)

    assert (again.status_code, again.content, again.headers["Location"]) == (
        first.status_code,
        first.content,
        first.headers["Location"],
    )
    assert (first.headers.get("Idempotent-Replayed"), again.headers["Idempotent-Replayed"]) == (None, "true")
    assert Permit.objects.count() == 1


def test_the_answer_stays_the_same_when_the_permit_has_changed_meanwhile():
    client, body = a_client(), a_body(a_participant())
    first = send(client, PERMITS, body, KEY)
    deeds.revoke(Permit.objects.get(), on=date(2018, 9, 5), by=an_official(), reason="tutup")

    assert send(client, PERMITS, body, KEY).content == first.content


def test_the_same_key_with_another_body_is_refused():
    client, person = a_client(), a_participant()
    send(client, PERMITS, a_body(person), KEY)

    answer = send(client, PERMITS, a_body(person, number="78/e/2018"), KEY)

    assert (answer.status_code, answer.json()["type"]) == (422, "/api/v1/docs/#kunci-dipakai-lagi")
    assert Permit.objects.count() == 1


def test_the_same_key_for_another_deed_is_refused():
    client, permit = a_client(), a_permit(issued_on=date(2018, 9, 1))
    body = {"on": "2018-09-05", "reason": "tutup"}
    send(client, f"{PERMITS}{permit.pk}/revoke/", body, KEY)

    assert send(client, f"{PERMITS}{a_permit().pk}/revoke/", body, KEY).status_code == 422


def test_a_revocation_sent_again_is_answered_as_the_first_time_and_refused_without_a_key():
    client, permit = a_client(), a_permit(issued_on=date(2018, 9, 1))
    path, body = f"{PERMITS}{permit.pk}/revoke/", {"on": "2018-09-05", "reason": "tutup"}

    answers = [send(client, path, body, KEY), send(client, path, body, KEY), send(client, path, body)]

    assert [answer.status_code for answer in answers] == [200, 200, 409]
    assert answers[0].content == answers[1].content


def test_keys_of_two_tokens_are_two_keys():
    agency = an_agency()

    for number in ("1/e/2018", "2/e/2018"):
        answer = send(a_client(agency=agency), PERMITS, a_body(a_participant(), number=number), KEY)
        assert answer.status_code == 201


def test_a_refused_request_can_be_mended_and_sent_with_the_same_key():
    client, person = a_client(), a_participant()

    answers = [send(client, PERMITS, a_body(person, number=number), KEY).status_code for number in ("", "1/e/2018")]

    assert answers == [422, 201]


def test_quotation_marks_around_a_key_are_not_part_of_it():
    client, body = a_client(), a_body(a_participant())

    assert [send(client, PERMITS, body, key).status_code for key in (KEY, f'"{KEY}"')] == [201, 201]
    assert Permit.objects.count() == 1


@pytest.mark.parametrize("key", ["", '""', " ", "x" * 201, "a b", "é"])
def test_a_key_that_is_none_is_refused(key: str):
    answer = send(a_client(), PERMITS, a_body(a_participant()), key)

    assert (answer.status_code, list(mistakes(answer))) == (400, ["Idempotency-Key"])


def test_what_is_kept_holds_no_nik():
    nik = a_nik(serial=5)
    person = a_participant(nik=nik)
    send(a_client(), PERMITS, a_body(person, participant={"nik": nik}), KEY)

    kept = Answer.objects.values().get()

    assert nik not in str(kept)


def test_a_key_is_forgotten_after_thirty_days_but_its_permit_is_still_recorded_once():
    client, person = a_client(), a_participant()
    first = send(client, PERMITS, a_body(person), KEY)
    with portal_at(datetime(2018, 10, 10)):
        send(client, PERMITS, a_body(person, number="78/e/2018"), "another")
        kept = list(Answer.objects.values_list("key", flat=True))
        again = send(client, PERMITS, a_body(person), KEY)

    assert kept == ["another"]
    assert (again.status_code, again.json(), Permit.objects.count()) == (201, first.json(), 2)


def test_an_answer_is_not_given_again_after_thirty_days_though_nothing_else_was_sent():
    client, body = a_client(), a_body(a_participant())
    send(client, PERMITS, body, KEY)

    with portal_at(datetime(2018, 10, 8)):
        replayed = send(client, PERMITS, body, KEY).headers.get("Idempotent-Replayed")
    with portal_at(datetime(2018, 10, 10)):
        forgotten = send(client, PERMITS, body, KEY).headers.get("Idempotent-Replayed")

    assert (replayed, forgotten) == ("true", None)
    assert Permit.objects.count() == 1


def test_a_timer_forgets_old_answers_when_nothing_is_sent(capsys):
    old, young = a_client(), a_client()
    send(old, PERMITS, a_body(a_participant()), "old")
    with portal_at(datetime(2018, 10, 1)):
        send(young, PERMITS, a_body(a_participant(), number="78/e/2018"), "young")
    with portal_at(datetime(2018, 10, 10)):
        call_command("forget_old_rows")

    assert "1 answers of the API" in capsys.readouterr().out
    assert list(Answer.objects.values_list("key", flat=True)) == ["young"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twins_in_the_same_moment_leave_one_permit_and_get_one_answer():
    token = issuing.grant(an_agency(), scopes=tuple(Scope), by=None)
    bodies = [a_body(a_participant(), number=f"{number}/e/2018") for number in range(ROUNDS)]

    def press(number: int) -> tuple[int, bytes]:
        answer = send(showing(token.secret), PERMITS, bodies[number], f"key-{number}")
        return answer.status_code, answer.content

    rounds = at_once(ROUNDS, press, press, press)

    assert [first for first, *others in rounds if others != [first] * 2 or first[0] != 201] == []
    assert Permit.objects.count() == ROUNDS


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_bodies_with_one_key_in_the_same_moment_leave_one_permit_and_refuse_the_other():
    token = issuing.grant(an_agency(), scopes=tuple(Scope), by=None)
    people = [a_participant(), a_participant()]

    def pressed_for(person: Participant) -> Deed:
        def press(number: int) -> int:
            body = a_body(person, number=f"{number}/{person.pk}")
            return send(showing(token.secret), PERMITS, body, f"key-{number}").status_code

        return press

    rounds = at_once(ROUNDS, *[pressed_for(person) for person in people])

    assert [sorted(statuses) for statuses in rounds] == [[201, 422]] * ROUNDS
    assert Permit.objects.count() == ROUNDS
