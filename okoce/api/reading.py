"""Reads what other systems send: strictly, so that a slip is told instead of being taken for something else."""

import base64
import datetime
import json
import re
from typing import Any

from django.utils import timezone
from rest_framework import parsers, serializers
from rest_framework.request import Request

from okoce import clock
from okoce.api.problems import Invalid, TooLarge, Unreadable, pointer
from okoce.ui.reading import FIRST_DAY, LAST_DAY

_MOST_BYTES = 64 * 1024
_UNREADABLE = re.compile(r"[\x00\ud800-\udfff]")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?(Z|[+-][0-9]{2}:?[0-9]{2})?"
)
_LOST_PLUS = re.compile(r" ([0-9]{2}:?[0-9]{2})$")

_EMPTY = {"required": "Wajib diisi.", "null": "Tidak boleh kosong.", "blank": "Tidak boleh kosong."}


class Parser(parsers.JSONParser):
    """JSON in UTF-8, of a bounded size and depth."""

    def parse(self, stream, media_type=None, parser_context=None) -> Any:
        """What the body says. Raises Unreadable or TooLarge."""
        body = stream.read(_MOST_BYTES + 1)
        if len(body) > _MOST_BYTES:
            raise TooLarge("Isi permintaan lebih dari 64 KiB. Kirim satu izin per permintaan.")
        try:
            return json.loads(body.decode("utf-8"), parse_constant=_refuse_constant)
        except (ValueError, RecursionError):
            raise Unreadable("Isi ini bukan JSON dalam UTF-8. Periksa tanda kutip, koma, dan kurungnya.") from None


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def body_of(request: Request, serializer: type["Body"], **context: Any) -> dict[str, Any]:
    """What the body says, checked. Raises Invalid, which points at each mistake."""
    read = serializer(data=request.data, context=context)
    if read.is_valid():
        return read.validated_data
    errors = [{"detail": sentence, "pointer": pointer(*path)} for path, sentence in _flat(read.errors)]
    raise Invalid("Ada isian yang perlu diperbaiki; lihat errors.", errors=errors)


def query_of(request: Request, serializer: type["Body"], **context: Any) -> dict[str, Any]:
    """What the address asks, checked. Raises Unreadable, which names each parameter."""
    if any(len(values) > 1 for _, values in request.query_params.lists()):
        raise Unreadable("Tulis setiap parameter satu kali saja.")
    read = serializer(data=request.query_params.dict(), context=context)
    if read.is_valid():
        return read.validated_data
    errors = [
        {"detail": sentence, "parameter": str(path[0])} if path else {"detail": sentence}
        for path, sentence in _flat(read.errors)
    ]
    raise Unreadable("Ada parameter pada alamat yang perlu diperbaiki; lihat errors.", errors=errors)


def _flat(errors: Any, path: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], str]]:
    """Every sentence with the path to what it is about; those about the whole stand at its root."""
    if isinstance(errors, dict):
        return [
            found
            for name, inner in errors.items()
            for found in _flat(inner, path if name == "non_field_errors" else (*path, name))
        ]
    if isinstance(errors, list):
        return [found for inner in errors for found in _flat(inner, path)]
    return [(path, str(errors))]


class Body(serializers.Serializer):
    """An object with these members and no others."""

    default_error_messages = {**_EMPTY, "invalid": "Tulis sebuah objek JSON."}

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if isinstance(data, dict) and not set(data) <= set(self.fields):
            # What was sent is not repeated: a name may hold anything.
            sentence = f"Ada nama yang tidak dikenal. Yang dikenal: {', '.join(self.fields)}."
            raise serializers.ValidationError({"non_field_errors": [sentence]})
        return super().to_internal_value(data)


class Text(serializers.CharField):
    """Words in one string; a number is not one."""

    default_error_messages = {
        **_EMPTY,
        "invalid": "Tulis sebuah teks.",
        "unreadable": "Ada karakter yang tidak dapat disimpan. Tulis ulang tanpa karakter itu.",
        "max_length": "Paling banyak {max_length} karakter.",
    }

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        if _UNREADABLE.search(data):
            self.fail("unreadable")
        return super().to_internal_value(data)


class OneOf(serializers.ChoiceField):
    """One of a few words."""

    default_error_messages = {**_EMPTY, "invalid_choice": "Tulis salah satu dari {words}."}

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str) or data not in self.choices:
            self.fail("invalid_choice", words=", ".join(self.choices))
        return data


class WholeNumber(serializers.IntegerField):
    """A JSON number without a fraction; neither "5" nor 5.5."""

    default_error_messages = {
        **_EMPTY,
        "invalid": "Tulis sebuah bilangan bulat tanpa tanda kutip.",
        "min_value": "Tulis {min_value} atau lebih.",
        "max_value": "Tulis {max_value} atau kurang.",
    }

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, float) and data.is_integer():
            data = int(data)  # JSON knows one kind of number: 5.0 is 5
        if not isinstance(data, int) or isinstance(data, bool):
            self.fail("invalid")
        return data


class WrittenNumber(serializers.IntegerField):
    """A whole number as an address carries it: digits only."""

    default_error_messages = {**WholeNumber.default_error_messages, "invalid": "Tulis sebuah bilangan bulat."}

    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, str) or not re.fullmatch(r"[0-9]{1,9}", data):
            self.fail("invalid")
        return int(data)


class Day(serializers.DateField):
    """A day as 2018-09-09."""

    default_error_messages = {
        **_EMPTY,
        "invalid": "Tulis tanggal seperti 2018-09-09.",
        "future": "Tanggal ini ada di masa depan.",
    }

    def to_internal_value(self, data: Any) -> datetime.date:
        if not isinstance(data, str) or not _DAY.fullmatch(data):
            self.fail("invalid")
        try:
            day = datetime.date.fromisoformat(data)
        except ValueError:
            self.fail("invalid")
        if not FIRST_DAY <= day <= LAST_DAY:
            self.fail("invalid")
        return day


class PastDay(Day):
    """A day that is not in the future."""

    def to_internal_value(self, data: Any) -> datetime.date:
        day = super().to_internal_value(data)
        if day > clock.today():
            self.fail("future")
        return day


class Moment(serializers.DateTimeField):
    """A moment as 2018-09-09T16:05:00+07:00; without an offset it is Jakarta's."""

    default_error_messages = {**_EMPTY, "invalid": "Tulis saat seperti 2018-09-09T16:05:00+07:00."}

    def to_internal_value(self, data: Any) -> datetime.datetime:
        # A plus sign that was not escaped in the address arrives as a space.
        text = _LOST_PLUS.sub(r"+\1", data) if isinstance(data, str) else ""
        if not _MOMENT.fullmatch(text):
            self.fail("invalid")
        try:
            moment = datetime.datetime.fromisoformat(text)
        except ValueError:
            self.fail("invalid")
        if not FIRST_DAY <= moment.date() <= LAST_DAY:
            self.fail("invalid")
        return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


class Cursor(serializers.CharField):
    """A place in a list, as `cursor_of` wrote it: the moment and the id of the last row."""

    default_error_messages = {**_EMPTY, "invalid": "Pakai alamat next dari jawaban sebelumnya, tanpa mengubahnya."}

    def to_internal_value(self, data: Any) -> str:
        try:
            place = base64.urlsafe_b64decode(str(data).encode()).decode()
            moment, _, number = place.partition("~")
            known = FIRST_DAY <= datetime.datetime.fromisoformat(moment).date() <= LAST_DAY
        except ValueError:
            self.fail("invalid")
        if not known or not re.fullmatch(r"[0-9]{1,18}", number):
            self.fail("invalid")
        return place


def cursor_of(place: str) -> str:
    """A place of okoce.ui.pagination as it can stand in an address."""
    return base64.urlsafe_b64encode(place.encode()).decode()
