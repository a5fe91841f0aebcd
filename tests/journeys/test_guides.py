"""What docs/officer-guide.md and docs/pgo-guide.md tell, step by step, with a picture of each step."""

from pathlib import Path

from playwright.sync_api import expect

from participants.models import Participant
from permits.models import Permit
from tests.journeys.conftest import Visit
from tests.journeys.picturing import take
from tests.journeys.test_pages_after_forms import upload
from tests.journeys.visiting import Visitor
from tests.okoce.regions.codes import CENGKARENG_TIMUR
from tests.permits.importing.files import a_row, csv
from tests.permits.reconciling import registers

WIDTH = 1000


def people(how_many: int) -> list[Participant]:
    """Participants of Cengkareng Timur who have no permit yet."""
    return list(Participant.objects.filter(kelurahan=CENGKARENG_TIMUR, permits=None).order_by("id")[:how_many])


def test_the_picture_of_the_readme(visit: Visit):
    anybody = visit()

    anybody.open("/capaian/")

    take(anybody, "capaian", height=1560)


def test_an_officer_follows_the_guide_to_a_permit(visit: Visit):
    [person] = people(1)
    desk = visit(user="petugas", width=WIDTH)

    take(desk, "petugas-meja", height=620)
    desk.page.get_by_role("searchbox").press_sequentially(person.name.lower())
    expect(desk.page.locator(".found").get_by_role("link").first).to_be_visible()
    take(desk, "petugas-cari", height=560)
    desk.open(f"/petugas/rekam/{person.number}/")
    fill_in(desk, "912/31.74.08.1004/-1.824.27/e/2018")
    desk.press("Simpan dan lanjut ke peserta berikutnya")
    expect(desk.page.get_by_role("heading", level=1)).to_contain_text("Catat izin untuk")
    take(desk, "petugas-ragu", height=700)
    desk.answer("Nomor izin", "912/31.73.01.1006/-1.824.27/e/2018")
    desk.press("Simpan dan lanjut ke peserta berikutnya")
    take(desk, "petugas-tercatat", height=560)

    assert desk.figures()["new_entrepreneurs"] == 1001


def test_an_officer_follows_the_guide_to_an_import(visit: Visit, tmp_path: Path):
    rows = [a_row(person, f"{9000 + place}/SKU/2018", kind="SKU") for place, person in enumerate(people(3))]
    desk = visit(user="petugas", width=WIDTH)

    content = csv([*rows, a_row("3,17408E+15", "9010/SKU/2018", kind="SKU")]).read()
    upload(desk, "/petugas/impor/", content, tmp_path, "Kirim dan periksa")
    take(desk, "petugas-impor", height=720)
    desk.press("Catat 3 izin, lewati 1 baris")

    assert desk.figures()["new_entrepreneurs"] == 1003


def test_an_officer_follows_the_guide_to_a_person(visit: Visit):
    permit = Permit.objects.filter(kelurahan=CENGKARENG_TIMUR).order_by("id")[0]
    desk = visit(user="petugas", width=WIDTH)

    desk.open(f"/peserta/{permit.participant.number}/")
    take(desk, "petugas-peserta", height=900)
    desk.open("/kendala/")
    take(desk, "petugas-kendala", height=560)


def test_an_official_follows_the_guide_to_the_board(visit: Visit):
    official = visit(user="pgo-jakbar", width=WIDTH)

    official.open("/pgo/")
    take(official, "pgo-papan", height=1160)
    official.leave_by(official.page.locator("main td[data-label='Siap izin'] a").first)
    take(official, "pgo-siap", height=560)


def test_an_official_follows_the_guide_to_a_figures_explanation(visit: Visit):
    official = visit(user="pgo", width=WIDTH)

    official.open("/capaian/31/jembatan/")
    take(official, "pgo-jembatan", height=620)
    official.open("/pgo/banding/")
    take(official, "pgo-banding", height=760)


def test_an_official_follows_the_guide_to_steps_and_targets(visit: Visit):
    official = visit(user="pgo", width=WIDTH)

    official.open("/pgo/langkah/")
    official.choose("P5 Pemasaran")
    official.answer("Tanggal selesai", "08/09/2018")
    numbers = [person.displayed_number for person in people(3)]
    official.answer("Nomor peserta atau NIK", "\n".join([*numbers, "Nomor yang salah"]))
    official.press("Periksa daftar")
    take(official, "pgo-langkah", height=720)
    official.open(f"/pgo/target/{CENGKARENG_TIMUR}/")
    take(official, "pgo-target", height=620)


def test_an_official_follows_the_guide_to_the_licensing_office(visit: Visit, tmp_path: Path):
    permits = list(Permit.objects.filter(kelurahan=CENGKARENG_TIMUR).order_by("id")[:4])
    rows = [*map(registers.a_row, permits[:3]), registers.a_row(permits[3], kelurahan="Kapuk")]
    rows += [registers.of(person, number=f"{800 + place}/e/2018") for place, person in enumerate(people(2))]
    official = visit(user="pgo", width=WIDTH)

    upload(official, "/pgo/rekonsiliasi/", registers.a_file(*rows).read(), tmp_path, "Kirim dan cocokkan")
    expect(official.page.locator("main h1")).not_to_contain_text("Mencocokkan")
    take(official, "pgo-rekonsiliasi", height=900)


def test_an_official_follows_the_guide_to_a_report(visit: Visit):
    official = visit(user="pgo", width=WIDTH)

    official.open("/pgo/laporan/")
    official.answer("Catatan untuk pembaca", "Angka mingguan untuk rapat pimpinan.")
    official.press("Lihat angkanya")
    take(official, "pgo-terbitkan", height=1200)
    official.press("Terbitkan laporan per 9 September 2018: 1.000 wirausaha baru")
    take(official, "pgo-laporan", height=760)


def fill_in(desk: Visitor, number: str) -> None:
    """What stands on an IUMK."""
    desk.choose("IUMK")
    desk.answer("Nomor izin", number)
    desk.answer("Tanggal terbit", "07/09/2018")
    desk.answer("Modal usaha (rupiah)", "5.000.000")
    desk.answer("Jumlah tenaga kerja", "2")
