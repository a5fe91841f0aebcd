"""Whose data were touched, from the record of deeds, with what the law asks to be told."""

import csv
from datetime import date, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from okoce import clock
from okoce.audit.models import Event, Verb
from participants.deeds import open_outside_scope
from participants.models import Participant
from participants.revealing import reveal_nik
from permits import breach, deeds
from permits.api import issuing
from permits.api.models import Scope
from permits.importing import recording, staging
from tests.okoce.accounts.factories import an_administrator, an_officer, an_official
from tests.okoce.regions.codes import CENGKARENG_TIMUR, GAMBIR, JAKARTA_BARAT, KAPUK
from tests.participants.factories import a_nik, a_participant
from tests.permits.api.agencies import PERMITS, an_agency, showing
from tests.permits.deeds import paper_of
from tests.permits.factories import a_permit
from tests.permits.importing.files import a_row, xlsx
from tests.travel import portal_at

pytestmark = pytest.mark.django_db

DAY = date(2018, 9, 9)


def suspicion(account=None, address=None, since: date = DAY, until: date = DAY) -> breach.Suspicion:
    return breach.Suspicion(clock.start_of(since), clock.end_of(until), account, address)


def touched(**about) -> dict[str, set[Verb]]:
    """Whose data, by number, and through which deeds."""
    return {one.number: one.verbs for one in breach.look_into(suspicion(**about)).people}


def number(person: Participant) -> str:
    return person.displayed_number


def test_people_are_found_through_a_permit_that_is_somebody_elses_by_now():
    officer, before, now = an_officer(), a_participant(), a_participant()
    permit = a_permit(before, by=officer)
    deeds.correct(permit, paper_of(permit), by=an_official(), person=now, reason="salah orang")

    assert touched(account=officer) == {number(before): {Verb.RECORDED}, number(now): {Verb.RECORDED}}


def test_whom_a_permit_was_taken_from_is_not_touched_by_what_was_done_to_it_after():
    officer, official, before, now = an_officer(), an_official(), a_participant(), a_participant()
    permit = a_permit(before, by=an_officer(KAPUK), kelurahan=KAPUK)
    permit = deeds.correct(permit, paper_of(permit), by=official, person=now, reason="salah orang")
    deeds.void(permit, by=officer, reason="salah")

    assert touched(account=officer) == {number(now): {Verb.VOIDED}}
    assert touched(account=official) == {number(before): {Verb.CORRECTED}, number(now): {Verb.CORRECTED}}


def test_people_are_found_through_themselves_and_their_permits():
    officer = an_officer()
    seen, revealed, held, _ = a_participant(kelurahan=GAMBIR), a_participant(), a_participant(), a_participant()
    open_outside_scope(seen, by=officer, reason="di loket")
    reveal_nik(revealed, by=officer, reason="dicocokkan")
    permit = a_permit(held, by=officer)
    deeds.void(permit, by=officer, reason="salah")

    assert touched(account=officer) == {
        number(seen): {Verb.OPENED_OUTSIDE},
        number(revealed): {Verb.NIK_REVEALED},
        number(held): {Verb.RECORDED, Verb.VOIDED},
    }


def test_what_others_did_and_what_was_done_on_other_days_is_left_out():
    officer, person = an_officer(), a_participant()
    reveal_nik(person, by=an_officer(KAPUK), reason="lain")
    with portal_at(datetime(2018, 9, 8, 23, 59)):
        reveal_nik(person, by=officer, reason="kemarin")

    assert touched(account=officer) == {}
    assert touched(account=officer, since=date(2018, 9, 8)) == {number(person): {Verb.NIK_REVEALED}}


def test_an_address_alone_is_enough(client: Client):
    officer, person = an_officer(), a_participant()
    client.force_login(officer)

    client.post(f"/peserta/{number(person)}/nik/", {"reason": "dicocokkan"}, REMOTE_ADDR="10.6.6.6")

    found = breach.look_into(suspicion(address="10.6.6.6"))
    assert [one.number for one in found.people] == [number(person)]
    assert (found.accounts, found.addresses) == ({officer.username}, {"10.6.6.6"})


def test_a_list_that_was_taken_counts_everybody_of_its_region(client: Client):
    official = an_official(JAKARTA_BARAT)
    here, there = a_participant(kelurahan=CENGKARENG_TIMUR), a_participant(kelurahan=GAMBIR)
    client.force_login(official)
    client.post("/peserta/ekspor.csv")
    with portal_at(datetime(2018, 9, 10)):
        later = a_participant()

    found = touched(account=official)

    assert found == {number(here): {Verb.EXPORTED}}
    assert {number(there), number(later)} & set(found) == set()


def test_what_an_agencys_system_was_told_is_found():
    token = issuing.grant(an_agency(), scopes=tuple(Scope), by=None)
    permit, _ = a_permit(), showing(token.secret).get(PERMITS)
    showing(token.secret).get(f"{PERMITS}{permit.pk}/")

    assert touched(account=token.agency.account) == {number(permit.participant): {Verb.EXPORTED}}


def test_a_file_of_permits_touches_everybody_in_it():
    officer = an_officer()
    people = [a_participant(), a_participant()]
    rows = [a_row(people[0], "1/e/2018"), a_row(people[1], "2/e/2018", issued_on="besok")]
    source = staging.receive(xlsx(rows), "izin.xlsx", kelurahan=officer.kelurahan, by=officer)
    recording.record_good(staging.check_some(source, by=officer, seconds=60), by=officer)

    assert touched(account=officer) == {
        number(people[0]): {Verb.IMPORTED, Verb.RECORDED},
        number(people[1]): {Verb.IMPORTED},
    }


def test_the_scope_is_told_beside_what_was_done_and_listed_when_asked_for():
    officer, person = an_officer(), a_participant()
    a_participant(kelurahan=GAMBIR)

    plain = breach.look_into(suspicion(account=officer))
    whole = breach.look_into(suspicion(account=officer), whole_scope=True)

    assert (plain.in_scope, plain.people) == (1, [])
    assert [(one.number, one.verbs) for one in whole.people] == [(number(person), set())]


def test_people_and_the_institution_are_told_within_three_days():
    known_at = clock.start_of(DAY)

    assert breach.look_into(suspicion(), known_at=known_at).due_at == clock.start_of(date(2018, 9, 12))


def test_the_same_few_statements_however_much_was_done(django_assert_num_queries):
    officer = an_officer()
    for _ in range(3):
        a_permit(by=officer)
        reveal_nik(a_participant(), by=officer, reason="dicocokkan")

    # The seal, the deeds, that there are no more, permits, who held them, the scope, numbers.
    with django_assert_num_queries(7):
        assert len(breach.look_into(suspicion(account=officer)).people) == 6


@pytest.fixture
def revealed() -> Participant:
    """Somebody whose NIK was seen by the account `petugas-nakal`."""
    person = a_participant(name="Siti Rahasia", nik=a_nik(serial=4711), phone="+6281299990000", email="siti@contoh.id")
    reveal_nik(person, by=an_officer(username="petugas-nakal"), reason="alasan rahasia")
    return person


def test_the_command_writes_a_page_and_the_numbers_and_names_nobody(revealed, tmp_path: Path, capsys):
    administrator = an_administrator(username="admin-jaga")
    page = tmp_path / "laporan.html"

    call_command(
        "breach_report", page, "--by", "admin-jaga", "--account", "petugas-nakal", "--known-at", "2018-09-09T10:00"
    )

    said, rows = page.read_text(), list(csv.reader((tmp_path / "laporan.csv").read_text().splitlines()))
    assert capsys.readouterr().out == (
        f"1 people, 1 deeds; to be notified by 2018-09-12 10:00: {page}, {tmp_path / 'laporan.csv'}\n"
    )
    assert [row[:2] for row in rows] == [["nomor_peserta", "perbuatan"], [number(revealed), "melihat NIK lengkap"]]
    for fact in ("pasal 46", "paling lambat 12 September 2018 10.00 WIB", "<li>NIK lengkap</li>", number(revealed)):
        assert fact in said
    secrets = ("Siti", a_nik(serial=4711), "81299990000", "siti@", "alasan rahasia")
    assert [secret for secret in secrets if secret in said + str(rows)] == []
    assert {file.stat().st_mode & 0o777 for file in tmp_path.iterdir()} == {0o600}
    event = Event.objects.get(verb=Verb.BREACH_LISTED)
    assert (event.actor, event.changes["people"]) == (administrator, [None, 1])


def test_an_existing_file_is_not_overwritten(revealed, tmp_path: Path):
    an_administrator(username="admin-jaga")
    page = tmp_path / "laporan.html"
    page.write_text("yang lama")

    with pytest.raises(CommandError):
        call_command("breach_report", page, "--by", "admin-jaga", "--account", "petugas-nakal")

    assert page.read_text() == "yang lama"


@pytest.mark.parametrize(
    "options",
    [
        ["--by", "admin-jaga"],
        ["--by", "admin-jaga", "--account", "tidak-ada"],
        ["--by", "admin-jaga", "--address", "rumah"],
        ["--by", "petugas-nakal", "--account", "petugas-nakal"],
        ["--by", "tidak-ada", "--account", "petugas-nakal"],
    ],
)
def test_what_cannot_be_looked_into_writes_nothing(revealed, tmp_path: Path, options: list[str]):
    an_administrator(username="admin-jaga")

    with pytest.raises(CommandError):
        call_command("breach_report", tmp_path / "laporan.html", *options)

    assert (list(tmp_path.iterdir()), Event.objects.filter(verb=Verb.BREACH_LISTED).exists()) == ([], False)
