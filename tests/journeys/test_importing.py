"""An officer sends a spreadsheet as it really is, reads what is wrong with each row, and records the rest."""

import re
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import expect

from okoce.accounts.models import User
from permits.models import Permit, Source
from tests.journeys.conftest import Visit
from tests.journeys.visiting import Visitor
from tests.permits.importing.dirty import Dirty, a_dirty_file
from tests.permits.importing.files import xlsx


def send(officer: Visitor, path: Path) -> None:
    officer.open("/petugas/")
    officer.follow("Impor lembar kerja")
    officer.page.get_by_label("Berkas").set_input_files(path)
    officer.press("Kirim dan periksa")


def rows(officer: Visitor) -> dict[int, str]:
    """What every row says of itself, on all pages of the preview, by its number in the file."""
    found: dict[int, str] = {}
    while True:
        for row in officer.page.locator("tbody tr").all():
            number, *_, said = row.locator("th, td").all_inner_texts()
            found[int(number.removeprefix("Baris "))] = said
        further = officer.page.get_by_role("link", name="Berikutnya")
        if not further.count():
            return found
        officer.leave_by(further)


def is_said(dirty: Dirty, number: int, said: str) -> bool:
    """Whether a row's text names the column that is wrong, and what to do about it."""
    dirt = dirty.expected[number]
    wanted = f"{dirt.column}: {dirt.sentence}" if dirt.column else dirt.sentence
    return wanted in re.sub(r"\s+", " ", said)


def test_a_file_with_thirty_kinds_of_dirty_rows(visit: Visit, tmp_path: Path):
    officer = visit(user="petugas")
    dirty = a_dirty_file(User.objects.get(username="petugas"))
    path = tmp_path / "izin september.xlsx"
    path.write_bytes(xlsx(dirty.rows).getvalue())

    send(officer, path)
    officer.look()
    preview = rows(officer)

    assert len(dirty.expected) >= 30
    assert [number for number in dirty.expected if not is_said(dirty, number, preview[number])] == []
    assert Permit.objects.filter(source=Source.IMPORT).count() == 0

    refused = sum(bool(dirt.column) for dirt in dirty.expected.values())
    officer.press(f"Catat {dirty.good} izin, lewati {refused} baris")
    officer.look()

    assert Permit.objects.filter(source=Source.IMPORT).count() == dirty.good
    with officer.page.expect_download() as download:
        officer.page.get_by_role("link", name=f"Unduh {refused} baris bermasalah (XLSX)").click()
    with download.value.path().open("rb") as file:
        assert load_workbook(file).active.max_row == refused + 1

    send(officer, path)
    expect(officer.page.get_by_text("Berkas yang sama sudah pernah diimpor")).to_be_visible()
    assert officer.page.get_by_role("button", name=re.compile("^Catat ")).count() == 0
    officer.look()


def test_columns_are_matched_by_hand_on_a_phone_without_scripts(visit: Visit, tmp_path: Path):
    officer = visit(user="petugas", width=360, javascript=False)
    dirty = a_dirty_file(User.objects.get(username="petugas"))
    path = tmp_path / "izin.xlsx"
    path.write_bytes(xlsx(dirty.rows, ["satu", "dua", "tiga", "empat", "lima", "enam", "tujuh"]).getvalue())

    send(officer, path)
    officer.measure()
    labels = ["NIK atau nomor peserta", "Nama", "Jenis izin", "Nomor izin", "Tanggal terbit", "Modal", "Tenaga kerja"]
    for position, label in enumerate(labels):
        officer.page.get_by_label(re.compile(f"^{label}")).select_option(str(position))
    officer.press("Pakai kolom ini dan periksa")
    officer.measure()

    preview = rows(officer)
    assert [number for number in dirty.expected if not is_said(dirty, number, preview[number])] == []
