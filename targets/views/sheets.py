"""The weekly one-page sheet, for officials and officers within their region."""

from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from okoce.accounts.guarding import needs
from okoce.accounts.requests import SignedInRequest
from okoce.accounts.rights import Deed
from okoce.regions import tree
from targets import asking, exporting, progress, sentences
from targets.permissions import can_open_figures
from targets.sheets import sheet
from targets.views import links
from targets.views.meters import meter

_LETTERS_A_ROW = 32


@needs(Deed.OPEN_FIGURES)
@require_safe
def weekly_sheet(request: SignedInRequest, region: str) -> HttpResponse:
    """A region's week on one page, with its text ready for WhatsApp."""
    if tree.get(region) is None or not can_open_figures(request.user, region):
        raise Http404
    question = asking.read({}, region=region, words=asking.PAGE_WORDS)
    found = progress.read(region, question.as_of)
    week = sheet(found, link=exporting.lasting_address(found, "targets:region_progress"))
    context = {
        "crumbs": links.crumbs(question, "Lembar mingguan"),
        "sheet": week,
        "text_rows": _rows(week.text),
        "opens": links.opens(request.user, question),
        "children": [(child, links.opens(request.user, question, child.node.code)) for child in week.progress.children],
        "reserve": sentences.reserve(week.progress),
        "whatsapp": f"https://wa.me/?text={quote(week.text)}",
        **meter(week.progress),
    }
    return render(request, "targets/weekly_sheet.html", context)


def _rows(text: str) -> int:
    """How many rows a text takes in the box at its narrowest, on a phone; the box grows no further than two screens."""
    return min(sum(1 + len(line) // _LETTERS_A_ROW for line in text.splitlines()) + 1, 40)
