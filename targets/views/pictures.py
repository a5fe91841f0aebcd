"""The map and the chart of a region as files of their own."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from okoce.journal import reading
from okoce.regions import tree
from okoce.replica import reads_replica
from okoce.ui import formats
from targets import asking, cartogram, chart, pictures, progress, sentences
from targets.progress import Progress
from targets.views.kept import kept
from targets.views.refusing import says_why

_SVG = "image/svg+xml"


@login_not_required
@require_safe
@says_why
@reads_replica
@kept
def map_picture(request: HttpRequest, region: str) -> HttpResponse:
    """The map of a region's kelurahan as SVG."""
    with reading.one_view():
        found = _asked(request, region)
    kelurahan = found.kelurahan(found.map_region.code)
    drawn = cartogram.draw(kelurahan, here=region)
    place = f"{found.map_region.title}, {found.year}. Angka di petak: wirausaha baru di satu kelurahan."
    heading = sentences.map_heading(kelurahan)
    sheet = pictures.lay_out(
        heading,
        ratio=drawn.ratio,
        wide=min(drawn.widest or pictures.INSIDE, pictures.INSIDE),
        key=pictures.shades(drawn),
        foot=[place, _dates(found), *_source(request, found)],
    )
    context: dict[str, object] = {"map": drawn, "tiles": pictures.drawn(drawn), "size": cartogram.SIZE}
    return _picture(request, "map", sheet, context | _said(found, heading, place))


@login_not_required
@require_safe
@says_why
@reads_replica
@kept
def chart_picture(request: HttpRequest, region: str) -> HttpResponse:
    """The cumulative chart of a region's year as SVG."""
    with reading.one_view():
        found = _asked(request, region)
        points = found.cumulative()
    standing = found.standing
    drawn = chart.draw(points, year=found.year, as_of=found.as_of, target=standing.target, pace=standing.pace)
    wanted = {"actual": True, "goal": drawn.goal, "projection": drawn.projection}
    target = f", target {formats.number(standing.target)}" if standing.target is not None else ""
    place = f"{found.node.title}, {found.year}: wirausaha baru{target}."
    heading = sentences.chart_heading(found)
    sheet = pictures.lay_out(
        heading,
        ratio=drawn.height / drawn.width,
        key=[line for line in pictures.LINES if wanted[line[0]]],
        foot=[place, _dates(found), *_source(request, found)],
    )
    context: dict[str, object] = {"chart": drawn}
    return _picture(request, "chart", sheet, context | _said(found, heading, place))


def _asked(request: HttpRequest, region: str) -> Progress:
    if tree.get(region) is None:
        raise Http404
    question = asking.read(request.GET, region=region, words=asking.PAGE_WORDS)
    return progress.read(region, question.as_of, year=question.year, known_at=question.known_at)


def _dates(found: Progress) -> str:
    return f"Per tanggal {formats.day(found.as_of)} · data sampai {formats.moment(found.known_at)}"


def _source(request: HttpRequest, found: Progress) -> list[str]:
    """Where whoever sees the picture finds these very figures, however late; a demo's say that they are one's."""
    source = f"OK OCE Jakarta · {request.get_host()}{request.path.rpartition('/')[0]}/{found.permanent}"
    return [source, "Mode demo: semua orang di sini rekaan."] if settings.PROGRAMME_DATE else [source]


def _said(found: Progress, heading: str, place: str) -> dict[str, str]:
    return {"title": heading, "description": f"{place} {_dates(found)}"}


def _picture(request: HttpRequest, name: str, sheet: pictures.Sheet, context: dict[str, object]) -> HttpResponse:
    on = {"sheet": sheet, "width": pictures.WIDTH, "margin": pictures.MARGIN, "colours": pictures.COLOURS}
    return render(request, f"targets/pictures/{name}.svg", on | context, content_type=_SVG)
