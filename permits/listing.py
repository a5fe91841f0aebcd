"""Pages and files of the lists: bounded work however long a list is, and no name in an address."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet

from okoce.ui.pagination import Page, keyset_page

Order = tuple[str, tuple[str, ...], bool]
"""How a list is sorted: what that is called, by which columns, and whether downwards."""

MOST_IN_A_WORKBOOK = 50_000
"""Rows of an XLSX, which is made whole before it is sent; a CSV is sent as it is read and has no such end."""

_ROWS_AT_ONCE = 1_000


def page_of(queryset: QuerySet[Any], parameters: Mapping[str, str], order: Order) -> Page:
    """The page of a list that the address asks for, by the id of a row and never by what the list is sorted by."""
    _, key, descending = order
    places = {word: _place(queryset, key, parameters.get(word, "")) for word in ("after", "before")}
    page = keyset_page(queryset, places, key=key, descending=descending)
    if not page.items:
        return page
    first, last = page.items[0].pk, page.items[-1].pk
    return replace(page, previous=page.previous and str(first), next=page.next and str(last))


def _place(queryset: QuerySet[Any], key: Sequence[str], text: str) -> str:
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        return ""
    row = queryset.model._default_manager.filter(pk=int(text)).values_list(*key).first()
    return "" if row is None or None in row else "~".join(str(value) for value in row)


def rows_of(queryset: QuerySet[Any]) -> Iterator[Any]:
    """All rows of a list in order of their id, some at a time, so that memory stays small and no cursor stays open."""
    last = 0
    while rows := list(queryset.filter(pk__gt=last).order_by("pk")[:_ROWS_AT_ONCE]):
        yield from rows
        last = rows[-1].pk


def batches_of(queryset: QuerySet[Any], key: Sequence[str]) -> Iterator[list[Any]]:
    """All rows of a list in order of `key`, some at a time, as its pages bring them; the last may be empty."""
    place: str | None = ""
    while place is not None:
        page = keyset_page(queryset, {"after": place}, key=key, size=_ROWS_AT_ONCE)
        yield page.items
        place = page.next


def is_too_long(queryset: QuerySet[Any]) -> bool:
    """Whether a list is longer than a workbook should be; it counts no further."""
    return queryset.order_by()[: MOST_IN_A_WORKBOOK + 1].count() > MOST_IN_A_WORKBOOK


def file_lines(
    preamble: Iterable[Sequence[object]],
    headings: Sequence[object],
    rows: Iterable[Any],
    tell: Callable[[Any], Sequence[object]],
) -> Iterator[Sequence[object]]:
    """A file line by line: what stands above the headings, these, and what `tell` says of each row."""
    yield from preamble
    yield headings
    yield from map(tell, rows)
