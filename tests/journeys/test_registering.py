"""Somebody registers: on a small phone, without JavaScript, by keyboard alone; once, however they press."""

from datetime import date

import pytest
from playwright.sync_api import Error, expect

from participants.numbers import parse
from tests.journeys.conftest import Visit
from tests.journeys.visiting import Visitor
from tests.participants.factories import a_nik

BIRTHDAY = "17/08/2000"
# Younger than anybody in the demo, so that nobody has this NIK.
NIK = a_nik(date(2000, 8, 17), female=True, serial=1)
KELURAHAN = "Cengkareng Timur, Kec. Cengkareng, Jakarta Barat"
CHECK, RECEIPT = "/daftar/kirim/", "/daftar/selesai/"


def test_somebody_registers_on_a_small_phone(visit: Visit):
    phone = visit(width=360)

    phone.open("/")
    phone.look()
    phone.follow("Daftar sekarang")
    phone.look()
    tell_who(phone)
    phone.look()
    phone.choose("Di Jakarta")
    phone.page.get_by_label("Kelurahan tempat usaha").press_sequentially("cengkareng t")
    phone.choose(KELURAHAN)
    phone.look()
    tell_what(phone)
    phone.look()
    send(phone)
    phone.look()

    assert parse(number_on_receipt(phone))
    assert abs(left_of(phone, ".receipt svg path") - left_of(phone, ".receipt .number")) < 5
    assert registered(phone) == 51_001


def test_somebody_registers_without_javascript(visit: Visit):
    phone = visit(width=360, javascript=False)

    phone.open("/daftar/")
    look_with_javascript(visit, phone)
    tell_who(phone)
    look_with_javascript(visit, phone)
    phone.choose("Di Jakarta")
    phone.answer("Kelurahan tempat usaha", "cengkareng t")
    tell_what(phone)
    look_with_javascript(visit, phone)
    phone.choose(KELURAHAN)
    phone.press("Lanjut ke pemeriksaan")
    look_with_javascript(visit, phone)
    send(phone)
    look_with_javascript(visit, phone)

    assert parse(number_on_receipt(phone))
    assert registered(phone) == 51_001


def test_somebody_registers_by_keyboard_alone(visit: Visit):
    phone = visit(width=360)
    main = phone.page.locator("main")

    phone.open("/daftar/")
    phone.type("NIK", NIK)
    phone.type("Nama lengkap", "Siti Contoh")
    phone.type("Tanggal lahir", BIRTHDAY)
    phone.pick("Perempuan")
    phone.type("Nomor HP", "0812 3456 7890")
    phone.enter(main.get_by_role("button", name="Lanjut ke usaha Anda"))
    phone.pick("Di Jakarta")
    phone.type("Kelurahan tempat usaha", "cengkareng t")
    expect(phone.page.get_by_label(KELURAHAN)).to_be_visible()
    phone.pick(KELURAHAN)
    phone.pick("Kuliner")
    phone.pick("Baru, atau akan dimulai")
    phone.enter(main.get_by_role("button", name="Lanjut ke pemeriksaan"))
    phone.tab_to(main.get_by_role("checkbox"))
    phone.page.keyboard.press("Space")
    phone.enter(main.get_by_role("button", name="Kirim pendaftaran"))

    assert parse(number_on_receipt(phone))
    assert registered(phone) == 51_001


def test_mistakes_are_said_and_nothing_typed_is_lost(visit: Visit):
    phone = visit(width=360)

    phone.open("/daftar/")
    phone.answer("NIK", "3173 99")
    phone.answer("Nama lengkap", "Siti Contoh")
    phone.answer("Tanggal lahir", "31/02/2000")
    phone.press("Lanjut ke usaha Anda")
    phone.look()

    assert phone.page.evaluate("document.activeElement.className") == "summary"
    assert phone.page.get_by_label("NIK").input_value() == "3173 99"
    assert phone.page.get_by_label("Nama lengkap").input_value() == "Siti Contoh"
    assert phone.page.get_by_label("Tanggal lahir").input_value() == "31/02/2000"


def test_what_was_typed_outlives_the_cookies(visit: Visit):
    phone = visit(width=360, javascript=False)

    answer_everything(phone)
    phone.open("/daftar/")
    phone.page.context.clear_cookies()
    phone.expect("status of 403 ")
    tell_who(phone)
    phone.press("Kirim lagi")

    assert phone.path == "/daftar/usaha/"
    phone.open("/daftar/")
    assert phone.page.get_by_label("Nama lengkap").input_value() == "Siti Contoh"


def test_what_was_typed_outlives_a_lost_signal(visit: Visit):
    phone = visit(width=360, javascript=False)

    phone.open("/daftar/")
    phone.page.context.set_offline(True)
    phone.expect("ERR_INTERNET_DISCONNECTED")
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        tell_who(phone)
    phone.page.context.set_offline(False)
    phone.page.reload()

    assert phone.path == "/daftar/usaha/"


def test_a_double_click_registers_one_person(visit: Visit):
    phone = visit(width=360)

    answer_everything(phone)
    phone.page.get_by_role("checkbox").check()
    phone.page.get_by_role("button", name="Kirim pendaftaran").dblclick()
    phone.page.wait_for_url(f"**{RECEIPT}")

    assert registered(phone) == 51_001


def test_two_windows_that_send_the_same_answers_register_one_person(visit: Visit):
    phone = visit(width=360)
    answer_everything(phone)
    other = phone.in_another_window()
    other.open(CHECK)

    send(phone)
    send(other)

    assert number_on_receipt(other) == number_on_receipt(phone)
    assert registered(phone) == 51_001


def test_back_and_reload_after_the_receipt_register_nobody_again(visit: Visit):
    phone = visit(width=360)
    answer_everything(phone)
    send(phone)
    number = number_on_receipt(phone)

    phone.page.go_back()
    after_back = number_on_receipt(phone)
    phone.page.reload()
    after_reload = number_on_receipt(phone)

    assert [after_back, after_reload] == [number, number]
    assert registered(phone) == 51_001


def test_the_same_person_registering_again_is_told_what_to_do(visit: Visit):
    phone, another = visit(width=360), visit(width=360)
    answer_everything(phone)
    send(phone)

    another.open("/daftar/")
    tell_who(another)
    another.look()

    assert another.path == "/daftar/"
    assert another.page.get_by_role("heading", name="Jika ini NIK Anda").is_visible()
    assert registered(phone) == 51_001


def test_the_code_on_the_receipt_says_registered_and_no_more(visit: Visit):
    phone, anybody = visit(width=360), visit(width=360)
    answer_everything(phone)
    send(phone)

    anybody.open(f"/cek/{number_on_receipt(phone)}/")
    anybody.look()

    words = anybody.page.locator("main").inner_text()
    assert "Kelurahan Cengkareng Timur" in words
    assert "9 September 2018" in words
    assert "Siti" not in words


def tell_who(visitor: Visitor) -> None:
    """Page 1."""
    visitor.answer("NIK", NIK)
    visitor.answer("Nama lengkap", "Siti Contoh")
    visitor.answer("Tanggal lahir", BIRTHDAY)
    visitor.choose("Perempuan")
    visitor.answer("Nomor HP", "0812 3456 7890")
    visitor.press("Lanjut ke usaha Anda")


def tell_what(visitor: Visitor) -> None:
    """Page 2, but for the place."""
    visitor.choose("Kuliner")
    visitor.choose("Baru, atau akan dimulai")
    visitor.press("Lanjut ke pemeriksaan")


def answer_everything(visitor: Visitor) -> None:
    """Pages 1 and 2."""
    visitor.open("/daftar/")
    tell_who(visitor)
    visitor.choose("Di Jakarta")
    visitor.answer("Kelurahan tempat usaha", "Cengkareng Timur")
    tell_what(visitor)
    assert visitor.path == CHECK


def send(visitor: Visitor) -> None:
    """Page 3."""
    visitor.tick()
    visitor.press("Kirim pendaftaran")


def look_with_javascript(visit: Visit, visitor: Visitor) -> None:
    """Look at the page where somebody without JavaScript stands: axe itself needs it."""
    twin = visit(width=360)
    twin.page.context.add_cookies(visitor.page.context.cookies())
    twin.open(visitor.path)
    twin.look()


def number_on_receipt(visitor: Visitor) -> str:
    assert visitor.path == RECEIPT
    return visitor.page.locator(".receipt .number").inner_text()


def left_of(visitor: Visitor, selector: str) -> float:
    """Where the ink of something begins, in pixels from the left."""
    return visitor.page.locator(selector).bounding_box()["x"]


def registered(visitor: Visitor) -> int:
    """How many are registered, as everybody may read it."""
    return visitor.figures()["registered"]
