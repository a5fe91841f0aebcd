"""Keyset pagination: on and back through a long list without counting it and without skipping rows.

A place in the list is the key of a row, carried in the address as `after` or `before` ("2018-09-01~123").
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db.models import Field, Model, Q, QuerySet

from okoce.ui.reading import FIRST_DAY, LAST_DAY

PAGE_SIZE = 50
_SEPARATOR = "~"


@dataclass(frozen=True)
class Page:
    """Some rows of a list, and the places of the pages before and after (None: there is none)."""

    items: list[Any]
    previous: str | None
    next: str | None


def keyset_page(
    queryset: QuerySet[Any],
    parameters: Mapping[str, str],
    *,
    key: Sequence[str],
    descending: bool = False,
    size: int = PAGE_SIZE,
) -> Page:
    """The page of `queryset` that the address asks for, in order of `key`, whose last field must be unique.

    A place that cannot be read means the beginning. One statement.
    """
    after = _place(queryset.model, key, parameters.get("after", ""))
    before = None if after else _place(queryset.model, key, parameters.get("before", ""))
    backwards = before is not None
    place = after or before
    upwards = descending == backwards
    ordered = queryset.order_by(*[name if upwards else f"-{name}" for name in key])
    if place is not None:
        ordered = ordered.filter(_beyond(key, place, upwards))
    rows = list(ordered[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    return Page(
        items=rows,
        previous=_token(rows[0], key) if rows and (after is not None or (backwards and more)) else None,
        next=_token(rows[-1], key) if rows and (backwards or more) else None,
    )


def _beyond(key: Sequence[str], place: Sequence[Any], upwards: bool) -> Q:
    """Rows after a place: the first field beyond it, or equal and the next beyond it, and so on.

    That the first field is not before the place follows from the rest, but only said apart it is where databases begin
    to read an index: without it they walk there from the beginning of the list.
    """
    word = "gt" if upwards else "lt"
    wanted, equal = Q(), Q()
    for name, value in zip(key, place, strict=True):
        wanted |= equal & Q(**{f"{name}__{word}": value})
        equal &= Q(**{name: value})
    return wanted if len(key) == 1 else Q(**{f"{key[0]}__{word}e": place[0]}) & wanted


def _place(model: type[Model], key: Sequence[str], text: str) -> list[Any] | None:
    parts = text.split(_SEPARATOR)
    if len(parts) != len(key) or "\x00" in text:
        return None
    fields = (cast(Field, model._meta.get_field(name)) for name in key)
    try:
        place = [field.to_python(part) for field, part in zip(fields, parts, strict=True)]
    except (ValidationError, OverflowError):
        return None
    return place if all(_can_be(value) for value in place) else None


def _can_be(value: Any) -> bool:
    """Not a day at the edge of the calendar, which another time of day in Jakarta would carry over it."""
    day = value.date() if isinstance(value, datetime) else value
    return not isinstance(day, date) or FIRST_DAY <= day <= LAST_DAY


def _token(row: Any, key: Sequence[str]) -> str:
    values = (getattr(row, name) for name in key)
    return _SEPARATOR.join(value.isoformat() if isinstance(value, date) else str(value) for value in values)
