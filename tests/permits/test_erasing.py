"""Somebody who asks to be forgotten leaves every figure as it was, and no trace of who they were."""

import json
from datetime import date
from uuid import UUID

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client

from okoce.accounts.models import User
from okoce.audit.models import Event, Verb
from okoce.ui.tables.rows import from_json
from participants import nik
from participants.deeds import DeedRefused, complete_step, move, open_outside_scope, undo_step
from participants.models import ERASED_NAME, Channel, Participant, Step, StepEntry
from participants.own import accounts, correcting, links, requests
from participants.own.models import DataRequest, PasswordLink, RequestedField, RequestKind, RequestOutcome
from participants.registering import register
from participants.revealing import reveal_nik
from permits import counting, deeds, merging, people
from permits.api.models import Agency, Answer, ApiToken
from permits.checks import alarms
from permits.checks.models import Look, Sample, SampledPermit
from permits.deciding import grant
from permits.erasing import GONE, erase
from permits.importing import staging
from permits.models import Kind, ObstacleKind, Permit, PermitEntry
from permits.obstacles import set_obstacle
from permits.reconciling.models import Outcome, RegisterRow
from tests.okoce.accounts.factories import an_administrator, an_officer, an_official
from tests.okoce.regions.codes import CENGKARENG_TIMUR, GAMBIR, KAPUK, PROVINCE
from tests.participants.factories import a_nik, a_participant, a_registration, an_outsider
from tests.participants.own.pages import PASSWORD, sign_in
from tests.permits.factories import a_paper, a_permit
from tests.permits.importing.files import a_row as an_import_row
from tests.permits.importing.files import xlsx
from tests.permits.leftovers import found
from tests.permits.reconciling.registers import a_row as a_register_row
from tests.permits.reconciling.registers import of, received
from tests.permits.recounting import assert_the_books_balance, watched_regions
from tests.travel import portal_at

NIK, OLD_NIK = a_nik(serial=7301), a_nik(serial=7302)
ABOUT = "Zulaikha Pradnyawati bilang begitu"
TRACES = (
    NIK,
    json.dumps(nik.masked(NIK))[1:-1],
    "Zulaikha",
    "Pradnyawati",
    "81277712345",
    "zulaikha.p@contoh.id",
    "Gang Melati Sembilan",
    "Keripik Pradnya",
)
EARLIER = (OLD_NIK, "Zulayka", "81277754321", "lama.sekali@contoh.id", "Kabupaten Lebak Bulus Jauh")
"""What was corrected since: no row holds it any more, but old versions of rows may."""

DAYS = [date(2018, 6, 30), date(2018, 7, 10), date(2018, 8, 15), date(2018, 9, 9), date(2019, 1, 1)]


def somebody_with_a_past() -> Participant:
    """A person about whom something stands everywhere that it may."""
    officer, official = an_officer(), an_official()
    with portal_at(date(2018, 7, 1)):
        person = register(
            a_registration(
                nik=OLD_NIK,
                name="Zulayka Pradnyawati",
                sex="F",
                phone="+6281277754321",
                email="lama.sekali@contoh.id",
                address="Gang Melati Sembilan 4",
                business_name="Keripik Pradnya",
                kelurahan=None,
                outside_place="Kabupaten Lebak Bulus Jauh",
            )
        )
        twin = register(a_registration(name="Zulaikha Pradnyawati", sex="F", phone="+6281277712345", nik=a_nik()))
    with portal_at(date(2018, 7, 20)):
        accounts.open_account(person, password=PASSWORD)
        browser = Client()
        browser.post("/sandi/lupa/", {"email": "lama.sekali@contoh.id"})
        sign_in(browser, "lama.sekali@contoh.id")
        correcting.correct_name(person, by=official, name="Zulaikha Pradnyawati")
        correcting.correct_nik(person, by=official, digits=NIK)
        correcting.correct_contact(person, by=official, phone="+6281277712345", email="Zulaikha.P@contoh.id")
        people.correct_registration(
            person, by=official, registered_on=date(2018, 7, 1), kelurahan=KAPUK, outside_place=""
        )
        person.refresh_from_db()
        move(person, to=CENGKARENG_TIMUR, on=date(2018, 7, 15), by=official)
        complete_step(person, step=Step.P2, on=date(2018, 7, 10), by=official)
        undo_step(complete_step(person, step=Step.P3, on=date(2018, 7, 11), by=official), by=official, reason=ABOUT)
        reveal_nik(person, by=officer, reason=ABOUT)
        open_outside_scope(person, by=an_officer(GAMBIR), reason=ABOUT)
        set_obstacle(person, kind=ObstacleKind.OTHER, by=officer, note=ABOUT)
        links.hand_out(person, by=officer)
    with portal_at(date(2018, 8, 10)):
        permit = a_permit(person, officer, issued_on=date(2018, 8, 1))
        deeds.correct(permit, a_paper(issued_on=date(2018, 8, 2)), by=officer, reason=ABOUT)
        second = a_permit(twin, officer, kind=Kind.SKU, issued_on=date(2018, 8, 3))
        merging.merge(person, twin, by=official, reason=ABOUT)
        deeds.void(a_permit(person, officer, issued_on=date(2018, 8, 4)), by=officer, reason=ABOUT)
        deeds.revoke(second, on=date(2018, 8, 9), by=officer, reason=ABOUT)
        sample = Sample.objects.create(
            region_id=KAPUK, drawn_by=official, issued_from=date(2018, 8, 1), issued_to=date(2018, 8, 9)
        )
        SampledPermit.objects.create(sample=sample, permit=permit, confirmed=False, note=ABOUT, checked_by=official)
        file = xlsx([an_import_row(person, "77/e/2018")])
        source = staging.receive(file, "izin.xlsx", kelurahan=CENGKARENG_TIMUR, by=officer)
        staging.check_some(source, by=officer, seconds=60)
        entry = a_register_row(permit)
        received([*entry[:2], person.name, *entry[3:]])
        agency = Agency.objects.create(account=an_officer(KAPUK, username="instansi"))
        told = json.dumps({"participant": {"number": person.displayed_number, "nik": nik.masked(NIK)}})
        token = ApiToken.objects.create(agency=agency, digest="0" * 64)
        Answer.objects.create(token=token, key="1", fingerprint="2", body=told)
    person.refresh_from_db()
    LogEntry.objects.create(
        user=an_administrator(),
        content_type=ContentType.objects.get_for_model(User),
        object_id=str(person.user_id),
        object_repr=str(person.user),
        action_flag=CHANGE,
    )
    for field, wanted in ((RequestedField.NAME, "Zulaikha Pradnyawati Sari"), (RequestedField.NIK, a_nik(serial=7303))):
        requests.ask(person, kind=RequestKind.CORRECTION, field=field, wanted=wanted, by=person.user, note=ABOUT)
    refused = requests.ask(
        person, kind=RequestKind.CORRECTION, field=RequestedField.SEX, wanted="M", by=person.user, note=ABOUT
    )
    requests.refuse(refused, by=officer, reason=ABOUT)
    return person


def figures() -> dict:
    """Every figure of every region that anything happened in, on some days."""
    boards = {day: counting.board(2018, day) for day in DAYS}
    return {(region, day): board.figures(region) for region in watched_regions() for day, board in boards.items()}


@pytest.mark.django_db(transaction=True)
def test_an_erased_person_leaves_all_figures_and_no_trace():
    person = somebody_with_a_past()
    made_from_the_nik = [bytes(person.nik_index), *_as_stored(person.submission)]
    before, entries, events = figures(), StepEntry.objects.count(), _events()
    assert [trace for trace, places in found(TRACES).items() if not places] == []

    erase(person, by=an_official())

    left = found([*TRACES, *EARLIER, *made_from_the_nik])
    assert {secret: places for secret, places in left.items() if places} == {}
    assert figures() == before
    assert StepEntry.objects.count() == entries
    assert _events()[: len(events)] == events
    assert_the_books_balance(DAYS)
    call_command("verify_counts", verbosity=0)


def _events() -> list[dict]:
    return list(Event.objects.order_by("id").values())


def _as_stored(submission: UUID) -> tuple[str, str]:
    """In both spellings that a database may keep it."""
    return submission.hex, str(submission)


pytestmark = pytest.mark.django_db


def test_an_erased_person_is_still_there_as_a_place_a_day_and_their_traits():
    person = a_participant(date(2018, 7, 1), sex="F", business_is_new=False, kelurahan=KAPUK, sector="craft")
    permit = a_permit(person, kelurahan=KAPUK)

    erase(person, by=an_official())

    person.refresh_from_db()
    assert (person.name, person.phone, person.nik_masked, person.birth_date) == (ERASED_NAME, "", "", None)
    assert (person.registered_on, person.kelurahan_id, person.sex, person.business_is_new, person.sector) == (
        date(2018, 7, 1),
        KAPUK,
        "F",
        False,
        "craft",
    )
    assert (person.channel, person.holds_permit) == (Channel.WEB, True)
    assert list(person.permits.all()) == [permit]


@pytest.mark.parametrize(
    ("number", "issued_on", "outcome"),
    [
        ("1/e/2018", "01/09/2018", Outcome.REUSED),
        ("2/e/2018", "kapan-kapan", Outcome.UNREADABLE),
        ("3/e/2018", "01/09/2018", Outcome.CONFLICT),
        ("4/e/2018", "01/09/2018", Outcome.NOT_PARTICIPANT),
    ],
)
def test_a_row_of_a_register_that_leads_to_nobody_forgets_whoever_has_its_nik(number, issued_on, outcome):
    a_permit(number="1/e/2018")
    a_permit(number="3/e/2018")
    others = [1, a_nik(serial=7401), "Orang Lain", "1/e/2018", "01/09/2018", "IUMK", "Kapuk"]
    spelled = f"{NIK[:6]} {NIK[6:12]} {NIK[12:]}"
    register = received(others, [1, spelled, "Zulaikha Pradnyawati", number, issued_on, "IUMK", "Kapuk"])
    row = register.rows.get(line=3)
    person = a_participant(nik=NIK)

    erase(person, by=an_official())

    assert row.outcome == outcome
    assert said_in(row) == [None, None, None, number, issued_on, "IUMK", "Kapuk"]
    assert said_in(register.rows.get(line=2))[1:3] == others[1:3]


def test_a_row_that_leads_to_whoever_had_the_nik_before_forgets_whoever_has_it_now():
    before = a_participant(nik=NIK)
    register = received(of(before))
    correcting.correct_nik(before, by=an_official(), digits=a_nik(serial=7402))
    person = a_participant(nik=NIK)

    erase(person, by=an_official())

    assert said_in(register.rows.get())[1:3] == [None, None]


def test_a_register_whose_columns_are_not_known_yet_forgets_whoever_has_a_nik_in_a_row():
    person = a_participant(nik=NIK)
    entry = [1, NIK, "Zulaikha Pradnyawati", "1/e/2018", "01/09/2018", "IUMK", "Kapuk"]
    register = received(entry, headings=list("ABCDEFG"))

    erase(person, by=an_official())

    assert set(said_in(register.rows.get())) == {None}


def said_in(row: RegisterRow) -> list:
    row.refresh_from_db()
    return from_json(nik.decrypt(row.cells))


def test_a_request_of_somebody_else_is_no_ground_to_erase():
    person, other = somebody_with_an_account(), somebody_with_an_account()
    asked = requests.ask(other, kind=RequestKind.ERASURE, by=other.user)

    with pytest.raises(DeedRefused):
        erase(person, by=an_official(), request=asked)

    person.refresh_from_db()
    assert not person.is_erased


def somebody_with_an_account() -> Participant:
    person = a_participant()
    accounts.open_account(person, password=PASSWORD)
    person.refresh_from_db()
    return person


def test_erasing_is_recorded_with_who_did_it_and_nothing_of_whom():
    official, person = an_official(), a_participant()

    erase(person, by=official)

    event = Event.objects.get(verb=Verb.ERASED)
    assert (event.actor, event.subject, event.changes) == (
        official,
        f"participant:{person.pk}",
        {"records": [None, 1]},
    )


def test_who_is_erased_is_signed_in_nowhere_any_more_and_cannot_sign_in_again():
    person, browser = a_participant(), Client()
    account = accounts.open_account(person, password=PASSWORD)
    sign_in(browser, person.number)
    assert browser.get("/saya/").status_code == 200

    erase(person, by=an_official())

    account.refresh_from_db()
    assert browser.get("/saya/").status_code == 302
    assert sign_in(browser, person.number).status_code == 200
    assert (account.username, account.name, account.is_active) == (f"dihapus-{account.pk}", "", False)


def test_the_code_that_was_handed_out_opens_nothing_any_more(client):
    person = a_participant()
    link = links.hand_out(person, by=an_officer())

    erase(person, by=an_official())

    assert client.post("/sandi/", {"code": link.code}).status_code == 200
    assert PasswordLink.objects.count() == 0


def test_a_number_of_an_erased_person_is_not_known_to_the_public_any_more(client):
    person = a_participant()
    erase(person, by=an_official())

    assert client.get(f"/cek/{person.displayed_number}/").status_code == 404


def test_who_was_erased_may_register_anew():
    registration = a_registration()
    first = register(registration)
    erase(first, by=an_official())

    second = register(registration)

    assert second.pk != first.pk


def test_records_that_were_merged_into_one_are_erased_with_it_whichever_asked():
    first, second, third = (a_participant(name=f"Zulaikha {number}") for number in range(3))
    accounts.open_account(third, password=PASSWORD)
    merging.merge(second, third, by=an_official(), reason="orang yang sama")
    merging.merge(first, second, by=an_official(), reason="orang yang sama")

    erase(Participant.objects.get(pk=third.pk), by=an_official())

    assert list(Participant.objects.values_list("name", flat=True)) == [ERASED_NAME] * 3
    assert found(["Zulaikha"])["Zulaikha"] == set()


def test_who_registered_from_outside_jakarta_still_counts_there():
    person = an_outsider()
    before = counting.board(2018, date(2018, 9, 9)).figures("31")

    erase(person, by=an_official())

    person.refresh_from_db()
    assert counting.board(2018, date(2018, 9, 9)).figures("31") == before
    assert (person.kelurahan_id, person.place) == (None, "kota tidak disimpan (luar Jakarta)")


def test_nobody_is_erased_twice():
    person = a_participant()
    erase(person, by=an_official())

    with pytest.raises(DeedRefused):
        erase(person, by=an_official())


def test_what_somebody_asked_for_is_closed_when_they_are_erased():
    person = a_participant()
    account, official = accounts.open_account(person, password=PASSWORD), an_official()
    asked = requests.ask(person, kind=RequestKind.ERASURE, by=account)
    requests.ask(person, kind=RequestKind.WITHDRAWAL, by=account)
    requests.ask(person, kind=RequestKind.CORRECTION, field=RequestedField.NAME, wanted="Siti", by=account)

    grant(asked, by=official)

    assert list(DataRequest.objects.order_by("id").values_list("outcome", "decided_by", "wanted")) == [
        (RequestOutcome.DONE, official.pk, None),
        (RequestOutcome.DONE, official.pk, None),
        (RequestOutcome.RETRACTED, official.pk, None),
    ]


def test_a_request_that_was_taken_back_erases_nobody():
    person = a_participant()
    account = accounts.open_account(person, password=PASSWORD)
    asked = requests.ask(person, kind=RequestKind.ERASURE, by=account)
    requests.retract(asked, by=account)

    with pytest.raises(DeedRefused):
        grant(DataRequest.objects.get(), by=an_official())

    person.refresh_from_db()
    assert not person.is_erased


def test_the_database_keeps_nothing_of_an_erased_person():
    person = a_participant()
    erase(person, by=an_official())

    for kept in ({"name": "Siti"}, {"phone": "+6281200000001"}, {"birth_date": date(1985, 8, 17)}, {"address": "Gang"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Participant.objects.filter(pk=person.pk).update(**kept)


def test_nothing_more_is_recorded_for_an_erased_person():
    person, other = a_participant(), a_participant()
    officer, official = an_officer(), an_official()
    erase(person, by=official)
    refused = [
        lambda: complete_step(person, step=Step.P2, on=date(2018, 9, 1), by=official),
        lambda: move(person, to=KAPUK, on=date(2018, 9, 9), by=official),
        lambda: deeds.record(person, a_paper(), by=officer),
        lambda: set_obstacle(person, kind=ObstacleKind.MOVED, by=officer),
        lambda: merging.merge(other, person, by=official, reason="orang yang sama"),
        lambda: people.correct_traits(person, by=official, sex="F", business_is_new=True),
        lambda: correcting.correct_name(person, by=official, name="Siti"),
        lambda: links.hand_out(person, by=officer),
        lambda: accounts.open_account(person, password=PASSWORD),
        lambda: requests.ask(person, kind=RequestKind.ERASURE, by=official),
    ]

    for deed in refused:
        with pytest.raises(DeedRefused):
            deed()

    person.refresh_from_db()
    assert person.name == ERASED_NAME


def test_a_permit_of_an_erased_person_can_still_be_revoked():
    person, officer = a_participant(), an_officer()
    permit = a_permit(person, officer, issued_on=date(2018, 9, 1))
    erase(person, by=an_official())

    deeds.revoke(permit, on=date(2018, 9, 9), by=officer, reason="keliru terbit")

    assert PermitEntry.objects.filter(permit=permit, change="stopped").count() == 1
    assert_the_books_balance([date(2018, 9, 9)])


def test_words_about_a_person_are_gone_and_those_about_others_stay():
    person, other, officer = a_participant(), a_participant(), an_officer()
    for holder in (person, other):
        deeds.void(a_permit(holder, officer), by=officer, reason="salah ketik")

    erase(person, by=an_official())

    assert list(Permit.objects.order_by("id").values_list("voided_reason", flat=True)) == [GONE, "salah ketik"]


def test_officials_still_open_the_page_of_an_erased_person_and_their_permit(client):
    person, officer = a_participant(name="Zulaikha Contoh"), an_officer()
    permit = a_permit(person, officer)
    erase(person, by=an_official())
    client.force_login(officer)

    pages = [client.get(page) for page in (f"/peserta/{person.number}/", f"/izin/{permit.pk}/", "/peserta/", "/izin/")]

    assert [page.status_code for page in pages] == [200] * 4
    assert [page.request["PATH_INFO"] for page in pages if "Zulaikha" in page.content.decode()] == []


def test_a_search_does_not_find_an_erased_person(client):
    erase(a_participant(name="Zulaikha Contoh"), by=an_official())
    client.force_login(an_officer())

    for text in ("Zulaikha", "Data dihapus"):
        assert client.post("/petugas/", {"q": text}).context["found"] == []


def test_what_was_found_of_a_crowd_at_their_address_goes_with_any_of_them():
    official = an_official()
    people = [a_participant(address=f"Jl. Melati No. {5 + (number > 5)}") for number in range(1, 11)]
    for number, person in enumerate(people):
        a_permit(person, number=f"{number}/IUMK", issued_on=date(2018, 9, number + 1 if number < 8 else 8))
    for alarm in alarms.alarms(PROVINCE, date(2018, 9, 9)):
        alarms.look(alarm, by=official, finding=ABOUT)

    erase(people[3], by=official)

    looks = dict(Look.objects.values_list("alarm", "finding"))
    assert looks == {f"alamat:{people[0].pk}:5": GONE, f"alamat:{people[5].pk}:5": ABOUT}
    erase(people[5], by=official)
    assert set(Look.objects.values_list("finding", flat=True)) == {GONE}
