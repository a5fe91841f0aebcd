"""import_permits: a line for each row that is not taken, exit 1 if any; nothing by halves, nothing twice."""

import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from permits.importing.models import Import
from permits.models import Permit
from tests.okoce.accounts.factories import an_administrator, an_officer, an_official
from tests.okoce.regions.codes import CENGKARENG_TIMUR, JAKARTA_BARAT, KAPUK
from tests.participants.factories import a_participant
from tests.permits.importing.dirty import a_dirty_file
from tests.permits.importing.files import a_row, csv, nik_of, xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(tmp_path, capsys):
    """Runs the command on a file of these rows: its exit code and what it printed."""

    def running(rows, *options: str, by: str = "petugas", kelurahan: str = CENGKARENG_TIMUR, make=xlsx):
        path = Path(tmp_path) / f"izin.{'csv' if make is csv else 'xlsx'}"
        path.write_bytes(make(rows).getvalue())
        code = 0
        try:
            call_command("import_permits", path, "--kelurahan", kelurahan, "--by", by, *options)
        except SystemExit as end:
            code = end.code
        return code, capsys.readouterr().out

    return running


@pytest.fixture
def officer():
    return an_officer(username="petugas")


def named(out: str) -> list[int]:
    """The rows that have a line of their own."""
    return [int(number) for number in re.findall(r"^baris (\d+): \S", out, re.MULTILINE)]


@pytest.mark.parametrize("make", [xlsx, csv])
def test_good_rows_are_recorded_without_a_line(run, officer, make):
    code, out = run([a_row(a_participant(), f"{n}/e/2018") for n in range(3)], make=make)

    assert (code, named(out), Permit.objects.count()) == (0, [], 3)
    assert out.splitlines()[-1] == "3 baris: 3 dicatat, 0 sudah tercatat, 0 tidak dapat dicatat."


def test_each_row_that_is_not_taken_has_one_line_and_the_exit_code_says_so(run, officer):
    dirty = a_dirty_file(officer)
    before = Permit.objects.count()

    code, out = run(dirty.rows)

    assert (code, named(out)) == (1, sorted(dirty.expected))
    assert Permit.objects.count() == before + dirty.good


def test_nothing_printed_holds_a_whole_nik(run, officer):
    dirty = a_dirty_file(officer)
    niks = {str(cell) for row in dirty.rows for cell in row if re.fullmatch("[0-9]{16}", str(cell))}

    _, out = run(dirty.rows)

    assert len(niks) > 30
    assert [nik for nik in niks if nik in out] == []


def test_a_dry_run_says_the_same_and_leaves_nothing(run, officer):
    rows = [a_row(a_participant(), "1/e/2018"), a_row("x", "2")]

    code, out = run(rows, "--dry-run")

    assert (code, named(out), Permit.objects.count(), Import.objects.count()) == (1, [3], 0, 0)
    assert out.splitlines()[-1] == "Uji coba: tidak ada yang disimpan."
    assert run(rows)[1].splitlines() == out.splitlines()[:-1]


def test_the_same_file_again_changes_nothing_and_says_so_row_by_row(run, officer):
    rows = [a_row(a_participant(), f"{n}/e/2018") for n in range(2)]
    run(rows)

    code, out = run(rows)

    assert (code, named(out), Permit.objects.count()) == (1, [2, 3], 2)
    assert out.splitlines()[0] == "baris 2: Sudah tercatat sejak 9 September 2018; tidak ada yang diubah."
    assert out.splitlines()[-1] == "2 baris: 0 dicatat, 2 sudah tercatat, 0 tidak dapat dicatat."


def test_a_warning_is_no_line_of_a_row_that_is_not_taken(run, officer):
    code, out = run([a_row(a_participant(name="Siti"), "1/e/2018", name="Bambang")])

    assert (code, named(out)) == (0, [])
    assert out.splitlines()[0][:23] == "peringatan (baris 2) Na"


def test_what_was_imported_stands_in_the_history_of_the_kelurahan(run, officer):
    run([a_row(a_participant(), "1/e/2018")])

    [source] = Import.objects.visible_to(officer)
    assert (source.file_name, source.recorded, source.sent_by) == ("izin.xlsx", 1, officer)


def test_an_official_may_import_for_a_kelurahan_of_their_region(run):
    an_official(JAKARTA_BARAT, username="pejabat")

    code, _ = run([a_row(a_participant(), "1/e/2018")], by="pejabat", kelurahan=KAPUK)

    assert (code, Permit.objects.get().kelurahan_id) == (0, KAPUK)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"kelurahan": KAPUK}, f"petugas tidak bertugas untuk kelurahan {KAPUK}."),
        ({"kelurahan": "31.73.01"}, "31.73.01 bukan kode kelurahan di Jakarta (seperti 31.73.01.1006)."),
        ({"kelurahan": "x"}, "x bukan kode kelurahan di Jakarta (seperti 31.73.01.1006)."),
        ({"by": "siapa"}, "siapa bukan petugas kelurahan atau pejabat PGO yang aktif."),
        ({"by": "admin"}, "admin bukan petugas kelurahan atau pejabat PGO yang aktif."),
        ({"by": "pensiun"}, "pensiun bukan petugas kelurahan atau pejabat PGO yang aktif."),
    ],
)
def test_who_and_where_are_checked_first(run, officer, options, sentence):
    an_administrator(username="admin")
    an_officer(username="pensiun", is_active=False)

    with pytest.raises(CommandError) as refused:
        run([a_row(a_participant(), "1/e/2018")], **options)

    assert (str(refused.value), Permit.objects.count()) == (sentence, 0)


def test_a_file_that_cannot_be_read_is_explained(officer, tmp_path):
    broken = tmp_path / "izin.xlsx"
    broken.write_bytes(b"PK\x03\x04 nonsense")

    for path, sentence in [(broken, "Berkas ini rusak."), (tmp_path / "none.xlsx", "Berkas tidak dapat dibuka:")]:
        with pytest.raises(CommandError) as refused:
            call_command("import_permits", path, "--kelurahan", CENGKARENG_TIMUR, "--by", "petugas")
        assert str(refused.value).startswith(sentence)


def test_headings_that_are_missing_are_named_and_nothing_waits(officer, tmp_path):
    path = tmp_path / "izin.xlsx"
    path.write_bytes(xlsx([[nik_of(a_participant()), "IUMK"]], ["NIK", "Jenis izin"]).getvalue())

    with pytest.raises(CommandError) as refused:
        call_command("import_permits", path, "--kelurahan", CENGKARENG_TIMUR, "--by", "petugas")

    assert str(refused.value) == (
        "Judul kolom belum dikenali: Nomor izin, Tanggal terbit. Tulis judul kolom seperti pada templat."
    )
    assert [source.is_waiting for source in Import.objects.all()] == [False]
