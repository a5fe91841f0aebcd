"""Receiving a file: its rows wait, encrypted; checking goes on where it stopped; and what is forgotten when."""

from datetime import date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from okoce.accounts.models import User
from okoce.ui import tables
from participants.registering import register
from permits.importing import recording, staging
from permits.importing.models import Import, ImportRow, Outcome, State
from permits.models import Permit
from tests.okoce.accounts.factories import an_officer
from tests.okoce.regions.codes import CENGKARENG_TIMUR, KAPUK
from tests.participants.factories import a_nik, a_participant, a_registration
from tests.permits.importing.files import HEADINGS, a_row, csv, nik_of, xlsx
from tests.travel import portal_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> User:
    return an_officer()


def receive(file, officer: User, name: str = "izin.xlsx") -> Import:
    return staging.receive(file, name, kelurahan=officer.kelurahan, by=officer)


def outcomes(source: Import) -> list[int]:
    return list(source.rows.order_by("number").values_list("outcome", flat=True))


def test_the_rows_of_a_file_wait_with_their_numbers_and_nothing_is_recorded(officer):
    source = receive(xlsx([a_row(a_participant(), "1"), [], a_row(a_participant(), "2")]), officer)

    assert (source.state, source.rows_read, source.kelurahan_id) == (State.CHECKING, 2, CENGKARENG_TIMUR)
    assert list(source.rows.values_list("number", flat=True)) == [2, 4]
    assert Permit.objects.count() == 0


def test_what_waits_is_encrypted(officer):
    person = a_participant(name="Siti Rahasia")

    source = receive(xlsx([a_row(person, "1")]), officer)

    [row] = source.rows.all()
    assert nik_of(person).encode() not in bytes(row.cells)
    assert b"Siti" not in bytes(row.cells)
    assert staging.cells_of(row)[:2] == [nik_of(person), "Siti Rahasia"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_csv_files_are_received_like_workbooks(officer, separator, encoding):
    person = a_participant(registered_on=date(2018, 5, 1), name="Siti Café")

    source = receive(csv([a_row(person, "1/e/2018")], separator, encoding), officer)
    source = staging.check_some(source, by=officer, seconds=60)

    assert outcomes(source) == [Outcome.READY]


def test_a_file_without_rows_below_its_headings_keeps_nothing(officer):
    with pytest.raises(tables.Unreadable) as refused:
        receive(xlsx([]), officer)

    assert str(refused.value) == "Di bawah judul kolom tidak ada baris. Isi barisnya, lalu kirim lagi."
    assert Import.objects.count() == 0


def test_headings_in_other_words_and_order_need_no_hand(officer):
    person = a_participant(registered_on=date(2018, 5, 1))
    headings = ["No.", "TGL TERBIT", "Nomor Surat", "Jenis", "No KTP", "Nama Pemohon", "Jml Tenaga Kerja", "Modal (Rp)"]

    source = receive(
        xlsx([[1, "1/9/2018", "1/e/2018", "iumk", nik_of(person), person.name, 2, 5_000_000]], headings), officer
    )

    assert source.state == State.CHECKING
    assert outcomes(staging.check_some(source, by=officer, seconds=60)) == [Outcome.READY]


def test_nik_and_participant_number_may_stand_apart(officer):
    person = a_participant(registered_on=date(2018, 5, 1))
    headings = ["NIK", "Nomor peserta", *HEADINGS[1:]]
    rows = [[None, person.displayed_number, *a_row(person, "1")[1:]], [nik_of(person), None, *a_row(person, "2")[1:]]]

    source = staging.check_some(receive(xlsx(rows, headings), officer), by=officer, seconds=60)

    assert outcomes(source) == [Outcome.READY, Outcome.DOUBTFUL]


@pytest.mark.parametrize(
    "headings",
    [["a", "b", "c", "d", "e", "f", "g"], ["NIK", "Nama", "Jenis izin", "Nomor izin", "Nomor surat", "Modal", "TK"]],
)
def test_unknown_or_doubled_headings_wait_to_be_matched_by_hand(officer, headings):
    person = a_participant(registered_on=date(2018, 5, 1))
    source = receive(xlsx([a_row(person, "1")], headings), officer)
    assert source.state == State.MAPPING
    assert outcomes(staging.check_some(source, by=officer, seconds=60)) == [Outcome.UNCHECKED]

    staging.match_by_hand(
        source,
        {
            name: at
            for at, name in enumerate(["person", "name", "kind", "number", "issued_on", "investment", "workers"])
        },
    )

    source = staging.check_some(source, by=officer, seconds=60)
    assert (source.state, outcomes(source)) == (State.CHECKED, [Outcome.READY])


def test_checking_stops_when_its_time_is_over_and_goes_on_where_it_stopped(officer, monkeypatch):
    monkeypatch.setattr(staging, "SLICE", 2)
    first, *others = [a_participant(registered_on=date(2018, 5, 1)) for _ in range(5)]
    rows = [a_row(first, "1"), *(a_row(person, str(n)) for n, person in enumerate(others, start=2)), a_row(first, "1")]
    source = receive(xlsx(rows), officer)

    source = staging.check_some(source, by=officer, seconds=0)
    assert (source.state, source.recorded) == (State.CHECKING, 2)

    source = staging.check_some(Import.objects.get(pk=source.pk), by=officer, seconds=60)
    assert source.state == State.CHECKED
    assert outcomes(source) == [Outcome.READY] * 5 + [Outcome.KNOWN]
    assert (source.recorded, source.known, source.refused, source.rows_read) == (5, 1, 0, 6)


def test_checking_again_sees_who_was_registered_meanwhile(officer):
    digits = a_nik(serial=4321)
    source = receive(xlsx([a_row(digits, "1")]), officer)
    source = staging.check_some(source, by=officer, seconds=60)
    assert outcomes(source) == [Outcome.PROBLEM]

    register(a_registration(nik=digits))
    staging.check_again(source)

    assert outcomes(staging.check_some(source, by=officer, seconds=60)) == [Outcome.DOUBTFUL]


def test_what_is_discarded_leaves_only_its_sums(officer):
    source = receive(xlsx([a_row(a_participant(), "1")]), officer)

    staging.discard(source, by=officer)
    staging.discard(source, by=officer)

    source.refresh_from_db()
    assert (source.state, source.decided_by, source.rows.count()) == (State.DISCARDED, officer, 0)
    assert staging.check_some(source, by=officer, seconds=60).state == State.DISCARDED


def test_rows_are_forgotten_after_thirty_days_and_the_sums_stay(officer):
    old = receive(xlsx([a_row("x", "1")]), officer)
    young = receive(xlsx([a_row("y", "1")]), officer)
    Import.objects.filter(pk=old.pk).update(sent_at=timezone.now() - timedelta(days=400_0))

    with portal_at(datetime(2018, 10, 8, 9)):
        newest = receive(xlsx([a_row("z", "1")]), officer)

    assert [source.rows.count() for source in (old, young, newest)] == [0, 1, 1]
    old.refresh_from_db()
    assert (old.state, old.rows_read, old.samples) == (State.DISCARDED, 1, [])


def test_of_more_than_ten_that_wait_the_oldest_is_dropped_but_no_other_kelurahans(officer):
    theirs = receive(xlsx([a_row("x", "1")]), an_officer(KAPUK))
    sources = [receive(xlsx([a_row("x", str(number))]), officer) for number in range(11)]

    states = (
        Import.objects.filter(pk__in=[source.pk for source in sources]).order_by("pk").values_list("state", flat=True)
    )

    assert list(states) == [State.DISCARDED, *[State.CHECKING] * 10]
    assert Import.objects.get(pk=theirs.pk).state == State.CHECKING


def test_the_same_file_is_recognised_by_its_content_once_it_was_recorded(officer):
    content = xlsx([a_row(a_participant(), "1")])
    first = staging.check_some(receive(content, officer), by=officer, seconds=60)
    assert staging.same_file_before(receive(content, officer)) is None

    recording.record_good(first, by=officer)

    assert staging.same_file_before(receive(content, officer, "lain.xlsx")) == first
    assert staging.same_file_before(receive(content, an_officer(KAPUK))) is None
    assert staging.same_file_before(receive(xlsx([a_row(a_participant(), "2")]), officer)) is None


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("C:\\Users\\Ani\\izin.xlsx", "izin.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("izin\x00\u202e.xlsx", "izin�.xlsx"),
        ("3173990101850003.xlsx", "3173••••••••0003.xlsx"),
        ("x" * 300, "x" * 119 + "…"),
        ("", "berkas"),
    ],
)
def test_a_files_name_is_kept_short_and_harmless(officer, name, kept):
    assert receive(xlsx([a_row("x", "1")]), officer, name).file_name == kept


def test_rows_are_never_left_behind_when_receiving_fails(officer):
    rows = [a_row("x", str(number)) for number in range(3)]

    with pytest.raises(tables.Unreadable):
        staging.receive(csv([*rows, ['"'] + ["x"] * 6]), "izin.csv", kelurahan=officer.kelurahan, by=officer)

    assert (Import.objects.count(), ImportRow.objects.count()) == (0, 0)


def test_a_timer_forgets_what_is_old_when_nobody_imports(officer, capsys):
    old, young = (receive(xlsx([a_row("x", "1"), a_row("y", "2")]), officer) for _ in range(2))
    Import.objects.filter(pk=old.pk).update(sent_at=timezone.now() - timedelta(days=400_0))

    with portal_at(datetime(2018, 10, 8, 9)):
        call_command("forget_old_rows")

    assert (
        capsys.readouterr().out == "forgotten: 2 rows of imports, 0 entries of attendance lists, 0 answers of the API\n"
    )
    assert [source.rows.count() for source in (old, young)] == [0, 2]
