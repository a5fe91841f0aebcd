"""What people do with NIKs in their hands leaves none behind: in no answer, log line, database file or backup."""

from datetime import date
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from participants.models import Participant
from tests.journeys import overhearing
from tests.journeys.conftest import Visit
from tests.journeys.test_counting import fill_in, find
from tests.journeys.test_pages_after_forms import upload
from tests.journeys.test_registering import NIK, answer_everything, send
from tests.journeys.visiting import Visitor
from tests.okoce.regions.codes import CENGKARENG_TIMUR
from tests.participants.factories import a_nik
from tests.permits.importing.files import a_row, csv, nik_of


def test_niks_that_were_typed_sent_and_revealed_are_nowhere_afterwards(visit: Visit, tmp_path: Path):
    phone, desk, official, stranger = visit(width=360), visit(user="petugas"), visit(user="pgo"), visit()
    people = list(Participant.objects.filter(kelurahan=CENGKARENG_TIMUR, permits=None).order_by("id")[:4])

    answer_everything(phone)
    send(phone)
    find(desk, NIK)
    fill_in(desk)
    desk.press("Simpan dan lanjut ke peserta berikutnya")
    find(desk, a_nik(date(2000, 8, 17), serial=4))
    rows = csv([a_row(person, f"{7000 + place}/SKU/2018", kind="SKU") for place, person in enumerate(people)]).read()
    upload(desk, "/petugas/impor/", rows, tmp_path, "Kirim dan periksa")
    upload(official, "/pgo/rekonsiliasi/", a_register(people), tmp_path, "Kirim dan cocokkan")
    list_attendance(official, people)
    stranger.open(f"/masuk/?next=/peserta/{NIK}/", status=400)
    reveal(official, people[0])
    shown = [where for where, _ in overhearing.heard]

    call_command("backup", tmp_path / "okoce.backup")
    database = Path(connection.settings_dict["NAME"])
    left = {
        file.name: overhearing.niks_in_file(file)
        for file in (database, database.with_name(f"{database.name}-wal"), tmp_path / "okoce.backup")
    }
    assert {name for name, niks in left.items() if niks} == set()
    assert overhearing.niks_in(rows) == {nik_of(person) for person in people}
    assert shown == ["permits:reveal"]


def a_register(people: list[Participant]) -> bytes:
    """What the licensing office sends."""
    lines = [f"{nik_of(person)};Contoh;{place}/e/2018;01/09/2018;Kapuk" for place, person in enumerate(people)]
    return "\n".join(["NIK;Nama;Nomor izin;Tanggal terbit;Kelurahan", *lines]).encode()


def list_attendance(official: Visitor, people: list[Participant]) -> None:
    """Numbers and a NIK that nobody has, too."""
    official.open("/pgo/langkah/")
    official.choose("P5 Pemasaran")
    official.answer("Tanggal selesai", "08/09/2018")
    official.answer("Nomor peserta atau NIK", "\n".join([*map(nik_of, people), a_nik(serial=4567)]))
    official.press("Periksa daftar")


def reveal(official: Visitor, person: Participant) -> None:
    """See a NIK in full, for a reason."""
    official.open(f"/peserta/{person.number}/")
    official.page.locator("details", has=official.page.locator("form[action$='/nik/']")).locator("summary").click()
    official.page.locator("form[action$='/nik/']").get_by_label("Alasan").fill("Mencocokkan dengan KTP.")
    with official.page.expect_navigation():
        official.page.locator("form[action$='/nik/'] button").click()
