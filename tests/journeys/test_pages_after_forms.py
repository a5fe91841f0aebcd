"""Pages to which no link leads but a form: looked at like all others, with real things in them."""

from pathlib import Path

from playwright.sync_api import expect

from participants.models import Participant
from tests.journeys.conftest import Visit
from tests.journeys.test_registering import KELURAHAN, number_on_receipt, send, tell_what, tell_who
from tests.journeys.visiting import Visitor
from tests.okoce.regions.codes import CENGKARENG_TIMUR
from tests.permits.importing.files import a_row, csv


def test_the_pages_of_registering(visit: Visit):
    visitor = visit()

    visitor.open("/daftar/")
    tell_who(visitor)
    visitor.look_everywhere()
    visitor.choose("Di Jakarta")
    visitor.answer("Kelurahan tempat usaha", "cengkareng t")
    visitor.choose(KELURAHAN)
    visitor.look_everywhere()
    tell_what(visitor)
    visitor.look_everywhere()
    send(visitor)
    visitor.look_everywhere()
    visitor.open(f"/cek/{number_on_receipt(visitor)}/")
    visitor.look_everywhere()


def test_what_forms_say_that_were_sent_empty(visit: Visit):
    visitor, desk, official = visit(), visit(user="petugas"), visit(user="pgo")

    send_empty(visitor, "/daftar/", "Lanjut ke usaha Anda")
    send_empty(visitor, "/cek/", "Periksa")
    send_empty(visitor, "/masuk/", "Masuk")
    send_empty(desk, f"/petugas/rekam/{somebody().number}/", "Simpan dan lanjut ke peserta berikutnya")
    send_empty(desk, "/petugas/daftar/", "Daftarkan, lalu catat izinnya")
    send_empty(desk, "/petugas/impor/", "Kirim dan periksa")
    send_empty(official, "/pgo/rekonsiliasi/", "Kirim dan cocokkan")
    send_empty(official, "/pgo/langkah/", "Periksa daftar")


def test_the_pages_of_importing(visit: Visit, tmp_path: Path):
    people = Participant.objects.filter(kelurahan=CENGKARENG_TIMUR, permits=None).order_by("id")[:3]
    rows = [a_row(person, f"{9000 + place}/SKU/2018", kind="SKU") for place, person in enumerate(people)]
    desk = visit(user="petugas")

    upload(desk, "/petugas/impor/", csv([*rows, a_row("3173", "9010/SKU/2018")]).read(), tmp_path, "Kirim dan periksa")
    desk.look_everywhere()
    upload(desk, "/petugas/impor/", b"satu;dua;tiga\n1;2;3\n", tmp_path, "Kirim dan periksa")
    desk.look_everywhere()


def test_the_pages_of_reconciling(visit: Visit, tmp_path: Path):
    register = "NIK;Nama;Nomor izin;Tanggal terbit;Kelurahan\n3173991708850033;Contoh;77/e/2018;01/09/2018;Kapuk\n"
    official = visit(user="pgo")

    upload(official, "/pgo/rekonsiliasi/", register.encode(), tmp_path, "Kirim dan cocokkan")
    expect(official.page.locator("main h1")).not_to_contain_text("Mencocokkan")
    official.page.wait_for_load_state()
    official.look_everywhere()


def test_the_pages_of_attendance(visit: Visit):
    official = visit(user="pgo")

    official.open("/pgo/langkah/")
    official.choose("P5 Pemasaran")
    official.answer("Tanggal selesai", "08/09/2018")
    official.answer("Nomor peserta atau NIK", f"{somebody().displayed_number}\nBukan nomor\n")
    official.press("Periksa daftar")
    official.look_everywhere()


def test_the_pages_of_sampling(visit: Visit):
    official = visit(user="pgo")

    official.open("/pgo/pemeriksaan/sampel/")
    official.answer("Banyaknya izin", "3")
    official.press("Ambil sampel")
    official.look_everywhere()
    official.leave_by(official.page.locator("main tbody a").first)
    official.look_everywhere()


def test_the_page_of_a_report(visit: Visit):
    official = visit(user="pgo")

    official.open("/pgo/laporan/")
    official.press("Lihat angkanya")
    official.press("Terbitkan laporan per 9 September 2018: 1.000 wirausaha baru")
    official.look_everywhere()


def somebody() -> Participant:
    """Somebody of Cengkareng Timur who has no permit yet."""
    return Participant.objects.filter(kelurahan=CENGKARENG_TIMUR, permits=None).order_by("id")[0]


def send_empty(visitor: Visitor, path: str, button: str) -> None:
    visitor.open(path)
    visitor.press(button)
    assert visitor.page.locator(".summary, .field-error").count() > 0
    visitor.look_everywhere()


def upload(visitor: Visitor, path: str, content: bytes, folder: Path, button: str) -> None:
    file = folder / "berkas.csv"
    file.write_bytes(content)
    visitor.open(path)
    visitor.page.locator("input[type=file]").set_input_files(file)
    visitor.press(button)
