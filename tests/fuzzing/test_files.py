"""Every file that is taken, with cells that nobody wrote, bytes that nobody saved, and parts that no program makes."""

import io
import zipfile
from collections.abc import Callable

import pytest
from django.test import Client
from hypothesis import strategies as st

from participants.models import Participant
from permits.importing.models import Import
from permits.reconciling.models import Register
from tests.fuzzing import junk
from tests.fuzzing.sending import Sender
from tests.participants.factories import a_nik, a_participant
from tests.permits.importing import files as imports
from tests.permits.reconciling import registers
from tests.walking.asking import ask
from tests.walking.conftest import Scene

pytestmark = pytest.mark.django_db

EXAMPLES = 25
PARTS = (
    "xl/worksheets/sheet1.xml",
    "xl/workbook.xml",
    "[Content_Types].xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
)

Rows = list[list[object]]


@st.composite
def spoilt_cells(draw: st.DrawFn, rows: Rows) -> bytes:
    """The sheet as CSV, a few of its cells written by nobody; lines may be short, long, or there many times."""
    spoilt = [list(row) for row in rows]
    for _ in range(draw(st.integers(1, 4))):
        row = draw(st.sampled_from(spoilt))
        row[draw(st.integers(0, len(row) - 1))] = draw(junk.rarely_huge)
    if draw(st.booleans()):
        spoilt[-1] = spoilt[-1] * 2 if draw(st.booleans()) else spoilt[-1][:1]
    spoilt += spoilt[1:] * draw(st.integers(0, 2))
    separator = draw(st.sampled_from([";", ",", "\t", "|"]))
    ending = draw(st.sampled_from(["\n", "\r\n", "\r", "\x00"]))
    return junk.encoded(
        ending.join(separator.join(imports._said(cell) if cell else "" for cell in row) for row in spoilt)
    )


@st.composite
def spoilt_bytes(draw: st.DrawFn, whole: bytes) -> bytes:
    """A file with some of its bytes changed, lost or doubled, or cut off."""
    spoilt = bytearray(whole)
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(spoilt) - 1))
        length = draw(st.sampled_from([1, 1, 2, 30]))
        spoilt[at : at + length] = draw(st.binary(max_size=length))
    return bytes(spoilt[: draw(st.integers(1, len(spoilt)))]) if draw(st.integers(0, 3)) == 0 else bytes(spoilt)


@st.composite
def spoilt_parts(draw: st.DrawFn, whole: bytes) -> bytes:
    """A workbook that is a whole folder, with one part of it spoilt or gone."""
    chosen, kept = draw(st.sampled_from(PARTS)), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name != chosen:
                new.writestr(name, content)
            elif draw(st.integers(0, 5)):
                new.writestr(name, draw(spoilt_bytes(content) | spoilt_markup(content)))
    return kept.getvalue()


@st.composite
def spoilt_markup(draw: st.DrawFn, content: bytes) -> bytes:
    """XML that is still XML, with other values between its marks."""
    pieces = content.split(b'"')
    if len(pieces) > 2:
        at = 2 * draw(st.integers(0, (len(pieces) - 2) // 2)) + 1
        pieces[at] = draw(
            st.sampled_from([b"XFD1048576", b"-1", b"99999999999", b"n", b"d", b"e", b"t=", b"", b"A0", b"\xff"])
        )
    return b'"'.join(pieces)


def sheets(rows: Rows) -> st.SearchStrategy[bytes]:
    book = imports.xlsx(rows[1:], [str(cell) for cell in rows[0]]).getvalue()
    return spoilt_cells(rows) | spoilt_bytes(book) | spoilt_parts(book)


def posting(
    sender: Sender, client: Client, address: str, fields: dict[str, str], then: Callable[[], None] = lambda: None
) -> Callable[[bytes], object]:
    """Sends a file as the field `file` of a form that is otherwise filled in well."""
    head, tail = junk.multipart([*fields.items(), ("file", "\x1a")], ["file"])[0].split(b"\x1a")

    def post(content: bytes) -> None:
        sender.post(client, address, (head + content + tail, "multipart/form-data; boundary=gunting"), then)

    return post


def going_on(client: Client, *addresses: str) -> Callable[[], None]:
    """Takes what was sent as far as it goes: checked, and recorded."""

    def go_on() -> None:
        for address in addresses:
            kind = Register if "rekonsiliasi" in address else Import
            latest = kind.objects.latest("pk")
            assert client.post(address.format(latest.pk)).status_code < 500

    return go_on


def test_no_sheet_of_permits_makes_the_portal_fail_or_miscount(scene: Scene, sender: Sender):
    people = [a_participant(nik=a_nik(serial=9000 + serial)) for serial in range(3)]
    rows = [imports.HEADINGS, *(imports.a_row(person, f"{number}/fz/2018") for number, person in enumerate(people))]
    client = scene.actors["officer"].client
    then = going_on(client, "/petugas/impor/{}/periksa/", "/petugas/impor/{}/catat/")

    wrong = junk.tried(sheets(rows), posting(sender, client, "/petugas/impor/", {}, then), 3 * EXAMPLES)

    assert wrong == ""
    assert sender.statuses[302] > 0


def test_no_register_makes_the_portal_fail(scene: Scene, sender: Sender):
    person = Participant.objects.exclude(nik_encrypted=None).first()
    rows = [registers.HEADINGS, registers.of(person), registers.of(person, number="901/e/2018")]
    client = scene.actors["PGO of the province"].client
    then = going_on(client, "/pgo/rekonsiliasi/{}/lanjut/")

    wrong = junk.tried(sheets(rows), posting(sender, client, "/pgo/rekonsiliasi/", {}, then), 2 * EXAMPLES)

    assert wrong == ""
    assert sender.statuses[302] > 0


def test_no_attendance_list_makes_the_portal_fail(scene: Scene, sender: Sender):
    people = Participant.objects.exclude(nik_encrypted=None)[:3]
    rows = [["NIK atau nomor peserta", "Nama"], *([imports.nik_of(person), person.name] for person in people)]
    client = scene.actors["PGO of the province"].client
    fields = {"step": "P2", "held_on": "01/09/2018", "entries": ""}

    wrong = junk.tried(sheets(rows), posting(sender, client, "/pgo/langkah/", fields), EXAMPLES)

    assert wrong == ""
    assert sender.statuses[302] > 0


def test_no_file_of_targets_makes_the_portal_fail(scene: Scene, sender: Sender):
    client = scene.actors["PGO of the province"].client
    said = ask(client, "GET", "/pgo/target/berkas.csv", "files").body.decode("utf-8-sig")
    rows: Rows = [line.split(";") for line in said.splitlines()[:5]]

    wrong = junk.tried(sheets(rows), posting(sender, client, "/pgo/target/berkas/", {}), EXAMPLES)

    assert wrong == ""
    assert sender.statuses[200] > 0
