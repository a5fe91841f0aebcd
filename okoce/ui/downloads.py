"""Answers that a browser keeps as a file."""

from collections.abc import Iterable, Sequence

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from okoce.ui.tables import writing

ENDINGS = ("csv", "xlsx")


def attachment(content: bytes, name: str, content_type: str) -> HttpResponse:
    """The answer that brings a file of that name."""
    return HttpResponse(content, content_type=content_type, headers=_headers(name))


def table(lines: Iterable[Sequence[object]], name: str, ending: str, *, title: str) -> HttpResponseBase:
    """The answer that brings many lines as a file with one of ENDINGS.

    A CSV is sent as it is read, so that memory stays small; a workbook is made whole, its one sheet under the `title`.
    """
    if ending == "xlsx":
        return attachment(writing.plain_xlsx(title, lines), f"{name}.xlsx", writing.XLSX)
    return StreamingHttpResponse(
        writing.csv_lines(lines), content_type=writing.CSV, headers=_headers(f"{name}.{ending}")
    )


def _headers(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
