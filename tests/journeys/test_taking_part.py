"""Registering and one's own seven steps on an old phone: by touch, by keyboard, without JavaScript, on a poor line."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from participants.numbers import parse
from tests.journeys.conftest import Visit
from tests.journeys.test_registering import (
    look_with_javascript,
    number_on_receipt,
    registered,
    send,
    tell_what,
    tell_who,
)
from tests.journeys.visiting import ByKeyboard, Visitor

PASSWORD = "perahu biru di laut"
PHONE_AS_TYPED = "0812-3456-7890"
STEPS = ["P1", "P2", "P3", "P4", "P5", "P6", "P7"]
POOR_LINE = {"kilobits": 100, "latency": 400}


@dataclass(frozen=True)
class Manner:
    """How somebody goes about it."""

    hands: type[Visitor] = Visitor
    javascript: bool = True
    on_a_poor_line: bool = False


@pytest.mark.parametrize(
    "manner",
    [
        pytest.param(Manner(), id="by touch"),
        pytest.param(Manner(javascript=False), id="without JavaScript"),
        pytest.param(Manner(hands=ByKeyboard), id="by keyboard alone"),
        pytest.param(Manner(hands=ByKeyboard, javascript=False), id="by keyboard without JavaScript"),
        pytest.param(Manner(on_a_poor_line=True), id="on a poor line"),
    ],
)
def test_somebody_registers_chooses_a_password_and_sees_their_steps(visit: Visit, manner: Manner):
    phone = visit(width=360, javascript=manner.javascript, hands=manner.hands)
    look = looking(visit, phone, manner)
    if manner.on_a_poor_line:
        phone.on_a_poor_line(**POOR_LINE)

    phone.open("/")
    look()
    phone.follow("Daftar sekarang")
    look()
    tell_who(phone)
    look()
    phone.choose("Di Jakarta")
    phone.answer("Kelurahan tempat usaha", "Cengkareng Timur")
    tell_what(phone)
    look()
    send(phone)
    number = number_on_receipt(phone)
    look()
    phone.follow("Buat kata sandi")
    look()
    choose_password(phone)
    first_seen = steps_of(phone)
    look()
    phone.sign_out()
    look()
    after_signing_out = where_private_pages_lead(phone)
    look()
    sign_in_by_phone(phone)
    look()

    assert parse(number)
    assert after_signing_out == "/masuk/"
    assert steps_of(phone) == first_seen == list(zip(STEPS, ["done", "next", *["later"] * 5], strict=True))
    assert f"Nomor peserta {number}" in phone.page.locator("main").inner_text()
    assert registered(phone) == 51_001


def looking(visit: Visit, phone: Visitor, manner: Manner) -> Callable[[], None]:
    """Looks at the page where the phone is; axe itself needs JavaScript, so that without it a twin looks."""
    return phone.look if manner.javascript else lambda: look_with_javascript(visit, phone)


def choose_password(phone: Visitor) -> None:
    phone.answer("Kata sandi baru", PASSWORD, exact=True)
    phone.answer("Kata sandi baru sekali lagi", PASSWORD, exact=True)
    phone.press("Simpan kata sandi")


def where_private_pages_lead(phone: Visitor) -> str:
    phone.open("/saya/")
    return phone.path


def sign_in_by_phone(phone: Visitor) -> None:
    phone.answer("Nomor HP, email, atau nomor peserta", PHONE_AS_TYPED)
    phone.answer("Kata sandi", PASSWORD, exact=True)
    phone.press("Masuk")


def steps_of(phone: Visitor) -> list[tuple[str, str]]:
    """The codes of the steps on one's own page, with their states."""
    assert phone.path == "/saya/"
    return [
        (step.locator(".code").inner_text(), step.get_attribute("data-state") or "")
        for step in phone.page.locator(".steps li[data-state]").all()
    ]
