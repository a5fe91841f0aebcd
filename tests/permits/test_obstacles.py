"""Obstacles: noted and resolved by hand within one's scope, ended by a permit, opened again when it never was."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from okoce.audit.models import Event, Verb
from okoce.audit.recording import history
from participants.deeds import CHANGED_MEANWHILE, DeedRefused
from participants.models import Participant
from permits import deeds, merging, obstacles
from permits.erasing import erase
from permits.models import Obstacle, ObstacleKind, Outcome
from tests.okoce.accounts.factories import a_participants_account, an_administrator, an_officer, an_official
from tests.okoce.regions.codes import GAMBIR, KAPUK
from tests.participants.factories import a_participant
from tests.permits.factories import a_permit

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Participant:
    return a_participant(date(2018, 7, 1))


def note(person: Participant, kind: ObstacleKind = ObstacleKind.NO_NPWP, **fields) -> Obstacle:
    return obstacles.set_obstacle(person, kind=kind, by=fields.pop("by", None) or an_officer(), **fields)


def states(person: Participant) -> list[tuple[str, str]]:
    return list(person.obstacles.order_by("id").values_list("kind", "outcome"))


# The deeds ---------------------------------------------------------------------------------------


def test_every_kind_says_what_to_do_next():
    assert list(obstacles.NEXT) == ObstacleKind.values


@pytest.mark.parametrize("kind", [ObstacleKind.GREEN_ZONE, ObstacleKind.RUSUN])
def test_where_the_zoning_bars_an_iumk_an_sku_is_offered(kind):
    assert obstacles.NEXT[kind].startswith("Tawarkan SKU")


def test_an_obstacle_is_noted_once_and_logged(person):
    officer = an_officer()

    first, again = note(person, by=officer), note(person, by=officer)

    assert (first, states(person)) == (again, [("no_npwp", "")])
    assert [(deed.verb, deed.actor, deed.changes) for deed in history(person).filter(verb=Verb.OBSTACLE_SET)] == [
        ("obstacle_set", officer, {"kind": [None, "no_npwp"]})
    ]


def test_another_kind_needs_a_note(person):
    with pytest.raises(DeedRefused) as refusal:
        note(person, ObstacleKind.OTHER, note="  ")

    assert (refusal.value.field, states(person)) == ("note", [])


def test_whoever_holds_a_permit_has_no_obstacle(person):
    a_permit(person)

    with pytest.raises(DeedRefused):
        note(person)


def test_a_merged_record_takes_no_obstacle(person):
    merging.merge(a_participant(), person, by=an_official(), reason="Orang yang sama.")

    with pytest.raises(DeedRefused):
        note(person)


def test_a_resolved_obstacle_can_be_noted_anew(person):
    officer = an_officer()
    obstacles.resolve(note(person), by=officer, outcome=Outcome.MISTAKEN)
    note(person)

    assert states(person) == [("no_npwp", "mistaken"), ("no_npwp", "")]


def test_an_obstacle_is_resolved_once(person):
    obstacle = note(person)
    obstacles.resolve(obstacle, by=an_officer())

    with pytest.raises(DeedRefused):
        obstacles.resolve(obstacle, by=an_officer())


def test_an_obstacle_that_a_merge_has_handed_over_is_not_resolved_unseen(person):
    twin, official = a_participant(date(2018, 7, 1)), an_official()
    obstacle = note(twin)
    merging.merge(person, twin, by=official, reason="orang yang sama")

    with pytest.raises(DeedRefused) as refusal:
        obstacles.resolve(obstacle, by=official)

    person.refresh_from_db()
    assert (refusal.value.message, states(person), person.is_held_up) == (CHANGED_MEANWHILE, [("no_npwp", "")], True)


def test_what_is_open_of_somebody_ends_when_they_are_erased(person):
    officer = an_officer()
    note(person)

    erase(person, by=officer)

    person.refresh_from_db()
    [deed] = history(person).filter(verb=Verb.ERASED)
    [ended] = person.obstacles.all()
    assert (ended.outcome, ended.resolved_by, ended.resolved_at) == ("resolved", officer, deed.at)
    assert (person.is_held_up, Obstacle.objects.open().count()) == (False, 0)


def test_nothing_opens_again_of_an_erased_person(person):
    note(person)
    permit = a_permit(person)
    erase(person, by=an_officer())

    deeds.void(permit, by=permit.recorded_by, reason="Salah catat.")

    person.refresh_from_db()
    assert (states(person), person.is_held_up) == ([("no_npwp", "permit")], False)


def test_a_recorded_permit_ends_all_obstacles(person):
    note(person)
    note(person, ObstacleKind.OTHER, note="Sedang sakit.")

    permit = a_permit(person)

    assert states(person) == [("no_npwp", "permit"), ("other", "permit")]
    assert set(person.obstacles.values_list("permit", "resolved_by", "resolved_at")) == {
        (permit.pk, permit.recorded_by_id, permit.recorded_at)
    }


def test_a_voided_permit_opens_again_what_it_had_ended(person):
    obstacles.resolve(note(person, ObstacleKind.PAPERS), by=an_officer())
    note(person)
    permit = a_permit(person)
    deeds.void(permit, by=permit.recorded_by, reason="Salah catat.")

    assert states(person) == [("papers", "resolved"), ("no_npwp", "")]


def test_a_revoked_permit_did_end_what_it_ended(person):
    note(person)
    permit = a_permit(person)
    deeds.revoke(permit, on=date(2018, 9, 5), by=permit.recorded_by, reason="Usaha tutup.")

    assert states(person) == [("no_npwp", "permit")]


def test_a_permit_that_was_somebody_elses_ended_nothing(person):
    note(person)
    permit = a_permit(person)
    paper = deeds.Paper(permit.kind, permit.number, permit.issued_on, permit.kelurahan_id, 1, 1)
    deeds.correct(permit, paper, by=permit.recorded_by, person=a_participant(), reason="Salah orang.")

    assert states(person) == [("no_npwp", "")]


def test_an_obstacle_noted_meanwhile_stays_the_only_one_open(person):
    note(person)
    permit = a_permit(person)
    deeds.revoke(permit, on=date(2018, 9, 5), by=permit.recorded_by, reason="Usaha tutup.")
    note(person)
    deeds.void(permit, by=permit.recorded_by, reason="Salah catat.")

    assert states(person) == [("no_npwp", "permit"), ("no_npwp", "")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "unknown"},
        {"kind": "other", "note": ""},
        {"outcome": "resolved"},
        {"outcome": "permit", "resolved_at": "2018-09-09 10:00Z"},
        {"resolved_at": "2018-09-09 10:00Z"},
    ],
)
def test_the_database_refuses_what_no_obstacle_can_be(person, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Obstacle.objects.create(**{"participant": person, "kind": "papers", "set_by": an_officer()} | wrong)


def test_the_database_refuses_a_second_open_one_of_a_kind(person):
    note(person)

    with pytest.raises(IntegrityError), transaction.atomic():
        Obstacle.objects.create(participant=person, kind=ObstacleKind.NO_NPWP, set_by=an_officer())


# The pages ---------------------------------------------------------------------------------------


def press(client: Client, person: Participant, kind: str = "no_npwp", note: str = ""):
    return client.post(f"/peserta/{person.displayed_number}/kendala/", {"kind": kind, "note": note})


def test_one_button_notes_an_obstacle_and_says_what_to_do_next(client: Client, person):
    client.force_login(an_officer())

    page = client.get(press(client, person).url)

    assert states(person) == [("no_npwp", "")]
    assert page.content.decode().count(obstacles.NEXT["no_npwp"]) == 2  # said once, and beside the obstacle


@pytest.mark.parametrize(
    ("kind", "note", "field"),
    [("other", "", "note"), ("", "Sakit.", "kind"), ("unknown", "", "kind"), ("other", "a\0b", "note")],
)
def test_what_cannot_be_noted_is_said_and_kept(client: Client, person, kind, note, field):
    client.force_login(an_officer())

    page = press(client, person, kind, note)

    assert (page.status_code, list(page.context["obstacle_form"].errors), states(person)) == (200, [field], [])
    assert page.context["obstacle_form"]["note"].value() == note


def test_whoever_got_a_permit_meanwhile_is_left_as_they_are(client: Client, person):
    a_permit(person)
    client.force_login(an_officer())

    page = client.get(press(client, person).url)

    assert ([str(message) for message in page.context["messages"]], states(person)) == (
        ["Peserta ini sudah memegang izin yang berlaku: tidak ada kendala yang perlu dicatat."],
        [],
    )


def test_a_button_resolves_it_and_leads_back(client: Client, person):
    obstacle = note(person)
    client.force_login(an_official())

    answer = client.post(
        f"/kendala/{obstacle.pk}/selesai/", {"outcome": "resolved", "next": "/peserta/?kendala=papers"}
    )

    assert (answer.url, states(person)) == ("/peserta/?kendala=papers", [("no_npwp", "resolved")])


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "home", "a\x00b", ""]
)
def test_it_never_leads_to_another_site(client: Client, person, elsewhere):
    obstacle = note(person)
    client.force_login(an_officer())

    answer = client.post(f"/kendala/{obstacle.pk}/selesai/", {"outcome": "resolved", "next": elsewhere})

    assert answer.url == f"/peserta/{person.displayed_number}/"


def test_a_permit_is_no_outcome_that_somebody_can_press(client: Client, person):
    obstacle = note(person)
    client.force_login(an_officer())
    client.post(f"/kendala/{obstacle.pk}/selesai/", {"outcome": "permit"})

    assert states(person) == [("no_npwp", "")]


@pytest.mark.parametrize(
    ("user", "status"),
    [
        (lambda: an_officer(KAPUK), 404),
        (lambda: an_officer(GAMBIR), 404),
        (lambda: an_official("31.71"), 404),
        (an_administrator, 403),
        (a_participants_account, 403),
    ],
)
def test_nobody_notes_or_resolves_outside_their_scope(client: Client, person, user, status):
    obstacle = note(person)
    client.force_login(user())

    answers = [
        press(client, person, "papers"),
        client.post(f"/kendala/{obstacle.pk}/selesai/", {"outcome": "resolved"}),
    ]

    assert ([answer.status_code for answer in answers], states(person)) == ([status, status], [("no_npwp", "")])


def test_strangers_are_sent_to_sign_in(client: Client, person):
    obstacle = note(person)

    answers = [press(client, person), client.post(f"/kendala/{obstacle.pk}/selesai/")]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Event.objects.filter(verb=Verb.OBSTACLE_RESOLVED).count() == 0


def test_looking_changes_nothing(client: Client, person):
    obstacle = note(person)
    client.force_login(an_officer())

    answers = [client.get(f"/peserta/{person.number}/kendala/"), client.get(f"/kendala/{obstacle.pk}/selesai/")]

    assert [answer.url for answer in answers] == [f"/peserta/{person.number}/", "/kendala/"]
    assert states(person) == [("no_npwp", "")]
