"""The achievement page's figures as files, for the same two dates."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse

from okoce.regions import tree
from targets import asking, exporting
from targets import progress as achievement
from targets.progress import Progress
from targets.views.refusing import says_why

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_not_required
@says_why
def progress_csv(request: HttpRequest, region: str = tree.PROVINCE) -> HttpResponse:
    return _file(request, region, exporting.to_csv, "text/csv; charset=utf-8", "csv")


@login_not_required
@says_why
def progress_xlsx(request: HttpRequest, region: str = tree.PROVINCE) -> HttpResponse:
    return _file(request, region, exporting.to_xlsx, _XLSX, "xlsx")


def _file(
    request: HttpRequest, region: str, write: Callable[[Progress], bytes], content_type: str, ending: str
) -> HttpResponse:
    if tree.get(region) is None:
        raise Http404
    question = asking.read(request.GET, region=region, words=asking.PAGE_WORDS)
    found = achievement.read(region, question.as_of, year=question.year, known_at=question.known_at)
    answer = HttpResponse(write(found), content_type=content_type)
    name = f"capaian-{region}-{found.year}-per-{found.as_of}.{ending}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
