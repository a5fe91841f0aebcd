"""Form fields that read what people write, say it back in one spelling, and bring up the right keyboard."""

import datetime
from collections.abc import Callable, Iterator

from django import forms
from django.core.exceptions import ValidationError

from okoce.ui import formats, reading

Bound = datetime.date | Callable[[], datetime.date]


class _ReadingField(forms.Field):
    """A text field whose words are read by a function of okoce.ui.reading."""

    widget = forms.TextInput
    keyboard = "text"
    nothing: str | None = None

    def read(self, text):
        raise NotImplementedError

    def to_python(self, value):
        text = str(value or "").strip()
        if not text:
            return self.nothing
        try:
            return self.read(text)
        except ValueError as problem:
            raise ValidationError(str(problem), code="invalid") from None

    def has_changed(self, initial, data):
        if self.disabled:
            return False
        try:
            written = self.to_python(data)
        except ValidationError:
            return True
        return written != (self.nothing if initial in self.empty_values else initial)

    def widget_attrs(self, widget):
        return {} if widget.is_hidden else {"inputmode": self.keyboard}


class DayField(_ReadingField):
    """A day in any usual spelling, shown back as 31/12/2018.

    Bounds may be functions, such as the clock's today: they are asked when the form is.
    """

    keyboard = "numeric"

    def __init__(self, *, earliest: Bound = reading.FIRST_DAY, latest: Bound = reading.LAST_DAY, **kwargs):
        self.earliest, self.latest = earliest, latest
        kwargs.setdefault("help_text", "Hari, bulan, tahun. Contoh: 31/12/2018.")
        super().__init__(**kwargs)

    def to_python(self, value):
        if isinstance(value, datetime.date):
            return value
        return super().to_python(value)

    def read(self, text):
        return reading.parse_day(text)

    def validate(self, value):
        super().validate(value)
        if value is None:
            return
        earliest, latest = (bound() if callable(bound) else bound for bound in (self.earliest, self.latest))
        if value < earliest:
            raise ValidationError(f"Tulis tanggal {formats.day(earliest)} atau sesudahnya.", code="too_early")
        if value > latest:
            raise ValidationError(f"Tulis tanggal {formats.day(latest)} atau sebelumnya.", code="too_late")

    def prepare_value(self, value):
        return value.strftime("%d/%m/%Y") if isinstance(value, datetime.date) else value


class WholeNumberField(_ReadingField):
    """A whole number with or without dots and Rp, shown back as 1.500.000."""

    keyboard = "numeric"

    def __init__(self, *, min_value: int | None = 0, max_value: int | None = 999_999_999_999, **kwargs):
        self.min_value, self.max_value = min_value, max_value
        super().__init__(**kwargs)

    def to_python(self, value):
        if isinstance(value, int):
            return value
        return super().to_python(value)

    def read(self, text):
        return reading.parse_whole_number(text, example=self._example)

    @property
    def _example(self) -> int:
        """A number that this field takes: in a count of workers nobody writes millions."""
        if self.max_value is None or self.max_value >= reading.AMOUNT:
            return reading.AMOUNT
        return min(reading.FEW, self.max_value)

    def validate(self, value):
        super().validate(value)
        if value is None:
            return
        if self.min_value is not None and value < self.min_value:
            raise ValidationError(f"Tulis angka {formats.number(self.min_value)} atau lebih.", code="min_value")
        if self.max_value is not None and value > self.max_value:
            raise ValidationError(f"Tulis angka {formats.number(self.max_value)} atau kurang.", code="max_value")

    def prepare_value(self, value):
        return formats.number(value) if isinstance(value, int) else value


class PhoneField(_ReadingField):
    """An Indonesian mobile number in any usual spelling, kept as E.164.

    Warns of a prefix nobody has heard of. ``max_length`` is the column's: a model's CharField hands it over.
    """

    keyboard = "tel"

    def __init__(self, *, max_length: int | None = None, empty_value: str | None = "", **kwargs):
        self.max_length, self.nothing = max_length, empty_value
        kwargs.setdefault("widget", forms.TelInput(attrs={"autocomplete": "tel"}))
        kwargs.setdefault("help_text", "Contoh: 0812 3456 7890.")
        super().__init__(**kwargs)

    def read(self, text):
        return reading.parse_phone(text).e164

    def doubts(self, value: str) -> Iterator[tuple[str, str]]:
        if value and not reading.parse_phone(value).known:
            yield (
                "unknown_prefix",
                f"Awalan nomor {formats.phone(value)} belum kami kenal. Periksa sekali lagi.",
            )

    def prepare_value(self, value):
        return formats.phone(value) if value else value


class EmailField(forms.EmailField):
    """An e-mail address, with the right keyboard and a sentence of our own."""

    default_error_messages = {"invalid": "Alamat email ini belum lengkap. Tulis seperti nama@contoh.id."}

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}))
        super().__init__(**kwargs)
