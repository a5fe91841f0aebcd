"""A second factor from setting it up to signing in with it: by app, by recovery code, by passkey."""

import pytest

from tests.journeys.conftest import Visit
from tests.journeys.visiting import PASSWORD, Visitor
from tests.okoce.accounts.guarded import code


@pytest.mark.parametrize("javascript", [True, False])
def test_an_app_is_set_up_and_signs_in(visit: Visit, javascript: bool):
    visitor = visit(user="pgo", width=360, javascript=javascript)

    visitor.open("/akun/")
    look(visitor, javascript)
    visitor.follow("Aktifkan")
    look(visitor, javascript)
    visitor.follow("Pasang aplikasi")
    visitor.page.locator("main summary").click()
    look(visitor, javascript)
    secret = visitor.page.locator("main code").inner_text().replace(" ", "")
    write_code(visitor, "000000", "Pasang")
    look(visitor, javascript)
    write_code(visitor, code(secret), "Pasang")
    look(visitor, javascript)
    spare = visitor.page.locator(".codes code").first.inner_text()
    leave(visitor)
    visitor.sign_in("pgo")
    look(visitor, javascript)
    write_code(visitor, "000000", "Masuk")
    look(visitor, javascript)
    write_code(visitor, code(secret, 1), "Masuk")
    assert visitor.path == "/pgo/"
    leave(visitor)
    visitor.sign_in("pgo")
    write_code(visitor, spare, "Masuk")
    assert visitor.path == "/pgo/"


def test_a_passkey_is_added_and_signs_in_where_no_code_is_written(visit: Visit):
    visitor = visit(user="petugas", host="localhost")
    device = visitor.page.context.new_cdp_session(visitor.page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "isUserVerified": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options | {"hasResidentKey": True}})

    visitor.open("/akun/verifikasi/")
    visitor.follow("Tambah kunci sandi")
    visitor.look_everywhere()
    visitor.answer("Nama kunci sandi", "HP kantor")
    visitor.press("Buat kunci sandi")
    assert visitor.heading == "Kode cadangan"
    visitor.open("/akun/")
    visitor.look_everywhere()
    leave(visitor)
    visitor.sign_in("petugas")
    visitor.look_everywhere()
    visitor.press("Pakai kunci sandi")
    assert visitor.path == "/petugas/"
    visitor.open("/akun/verifikasi/")
    visitor.page.locator("main a", has_text="Lepas").click()
    visitor.look_everywhere()
    visitor.answer("Kata sandi", PASSWORD)
    visitor.press("Lanjut")
    visitor.look_everywhere()
    visitor.press("Lepas")
    assert visitor.heading == "Verifikasi dua langkah"


def test_a_device_that_gives_no_answer_is_no_dead_end(visit: Visit):
    visitor = visit(user="petugas", host="localhost")

    visitor.open("/akun/verifikasi/kunci/")
    visitor.page.evaluate("() => { navigator.credentials.create = () => Promise.reject(new Error()); }")
    visitor.page.get_by_role("button", name="Buat kunci sandi").click()

    visitor.page.get_by_text("Kunci sandi tidak jadi dibuat.").wait_for()
    visitor.look_everywhere()


def look(visitor: Visitor, javascript: bool) -> None:
    """Without JavaScript axe cannot look; that nothing lies beyond the edge is seen all the same."""
    if javascript:
        visitor.look_everywhere()
        visitor.page.set_viewport_size({"width": 360, "height": 740})


def write_code(visitor: Visitor, digits: str, button: str) -> None:
    visitor.page.locator("main [name=code]").fill(digits)
    visitor.press(button)


def leave(visitor: Visitor) -> None:
    visitor.open("/keluar/")
    visitor.press("Keluar")
