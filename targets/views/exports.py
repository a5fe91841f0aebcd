"""Tables as files, for the same dates as the pages they come from."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from okoce.accounts.guarding import needs
from okoce.accounts.requests import SignedInRequest
from okoce.accounts.rights import Deed
from okoce.regions import tree
from okoce.replica import reads_replica
from okoce.ui import downloads
from okoce.ui.tables.writing import CSV, XLSX
from permits.stuck import stuck
from targets import asking, exporting, progress
from targets.exporting import Export
from targets.progress import Progress
from targets.views.refusing import says_why

FORMATS: dict[str, tuple[Callable[[Export], bytes], str]] = {
    "csv": (exporting.to_csv, CSV),
    "xlsx": (exporting.to_xlsx, XLSX),
}


@login_not_required
@require_safe
@says_why
@reads_replica
def progress_csv(request: HttpRequest, region: str = tree.PROVINCE) -> HttpResponse:
    return export_file(exporting.achievement(_asked(request, region)), region, "csv")


@login_not_required
@require_safe
@says_why
@reads_replica
def progress_xlsx(request: HttpRequest, region: str = tree.PROVINCE) -> HttpResponse:
    return export_file(exporting.achievement(_asked(request, region)), region, "xlsx")


@needs(Deed.SEE_BOARD)
@require_safe
@says_why
@reads_replica
def board_file(request: SignedInRequest, region: str, ending: str) -> HttpResponse:
    """The officials' board as a file: every kelurahan behind, in the board's order."""
    if not request.user.answers_for(region) or ending not in FORMATS:
        raise Http404
    return export_file(exporting.board(_asked(request, region), stuck(region)), region, ending)


def export_file(export: Export, region: str, ending: str) -> HttpResponse:
    """The answer that brings a table as a file."""
    write, content_type = FORMATS[ending]
    return downloads.attachment(write(export), f"{export.name}-{region}.{ending}", content_type)


def _asked(request: HttpRequest, region: str) -> Progress:
    if tree.get(region) is None:
        raise Http404
    question = asking.read(request.GET, region=region, words=asking.PAGE_WORDS)
    return progress.read(region, question.as_of, year=question.year, known_at=question.known_at)
