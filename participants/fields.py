"""Form fields about people: a line of text that a database can keep, and a NIK that is never shown again in full."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from okoce.ui import fields as house
from participants import nik, numbers

UNSPEAKABLE = "Ada tanda yang tidak dapat disimpan. Hapus isian ini, lalu tulis lagi."


def one_line(text: str) -> str:
    """The text without invisible marks (such as those that turn the direction of writing) and with single spaces."""
    return " ".join("".join(mark for mark in text if unicodedata.category(mark) != "Cf").split())


class _WithoutNik(forms.Field):
    """A question whose answer is no NIK: one that strayed there is refused, and not shown back.

    What is recorded is shown as it is: whoever mends it must see what stands there.
    """

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and (nik.STRUCK in value or nik.stands_in(value)):
            raise ValidationError(nik.HELD, code="nik")
        return super().to_python(value)

    def bound_data(self, data: Any, initial: Any) -> Any:
        typed = super().bound_data(data, initial)
        return nik.struck(typed) if isinstance(typed, str) else typed

    def prepare_value(self, value: Any) -> Any:
        return super().prepare_value(nik.unmarked(value) if isinstance(value, str) else value)


class PhoneField(_WithoutNik, house.PhoneField):
    """A phone number, and no NIK."""


class EmailField(_WithoutNik, house.EmailField):
    """An e-mail address, and no NIK."""


class DayField(_WithoutNik, house.DayField):
    """A day, and no NIK."""


class LineField(_WithoutNik, forms.CharField):
    """One line of text, spaces folded.

    Refuses control characters, since PostgreSQL cannot keep a NUL, and a NIK, since lines are shown to many.
    """

    def __init__(self, *, max_length: int, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        self.error_messages |= {
            "max_length": f"Tulisan ini terlalu panjang. Paling banyak {max_length} huruf.",
            "null_characters_not_allowed": UNSPEAKABLE,
        }

    def to_python(self, value: Any) -> str:
        text = one_line(super().to_python(value) or "")
        if any(unicodedata.category(mark) == "Cc" for mark in text):
            raise ValidationError(UNSPEAKABLE, code="unspeakable")
        refuse_nik(text)
        return text


class NikHidingField(forms.CharField):
    """A text into which somebody may write a NIK, rightly or by mistake: then it is not shown back."""

    def prepare_value(self, value: Any) -> str:
        return nik.without(value or "")


class NikField(NikHidingField):
    """A NIK in any grouping, cleaned to 16 digits. Only what cannot be one is shown back, to be mended."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "NIK")
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        try:
            return nik.parse(text) if text else ""
        except nik.ImpossibleNik as problem:
            raise ValidationError(str(problem), code="impossible") from None


class NumberField(NikHidingField):
    """A participant number in any case and grouping."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        kwargs.setdefault("label", "Nomor peserta")
        kwargs.setdefault("help_text", "10 huruf dan angka pada bukti pendaftaran. Contoh: 4K7H2-MX9QR.")
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(max_length=40, **kwargs)
        self.error_messages |= dict.fromkeys(("max_length", "null_characters_not_allowed"), numbers.MISTYPED)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        if not text:
            return ""
        if nik.possible(text):
            raise ValidationError("Ini NIK, bukan nomor peserta. Tulis nomor dari bukti pendaftaran.", code="nik")
        number = numbers.parse(text)
        if number is None:
            raise ValidationError(numbers.mistake_in(text), code="mistyped")
        return number


def refuse_nik(text: str) -> None:
    """Validator of words that are stored as they are: raises ValidationError where a NIK stands among them."""
    if nik.stands_in(text):
        raise ValidationError(nik.HELD, code="nik")
