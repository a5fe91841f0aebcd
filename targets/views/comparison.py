"""Comparing: two days, two years, a region against its siblings, and a year month by month."""

from collections.abc import Callable
from datetime import date

from django import forms as django_forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from okoce import clock
from okoce.accounts.guarding import needs
from okoce.accounts.requests import SignedInRequest
from okoce.accounts.rights import Deed
from okoce.journal import reading
from okoce.regions import tree
from okoce.replica import reads_replica
from okoce.ui import forms
from okoce.ui.formats import day as say_day
from targets import comparing, exporting, goals, progress
from targets.comparing import Side
from targets.exporting import Export
from targets.views.exports import export_file

WAYS = {
    "bulan": "Bulan demi bulan",
    "wilayah": "Wilayah setingkat",
    "hari": "Dua tanggal",
    "tahun": "Dua tahun",
}
_YEAR_CHOICES = [(year, year) for year in goals.YEARS]


class DaysForm(forms.Form):
    """Two days of one year's result."""

    kiri = forms.DayField(label="Tanggal pertama", latest=clock.today)
    kanan = forms.DayField(label="Tanggal kedua", latest=clock.today)


class YearsForm(forms.Form):
    """Two years, each at its end or as far as it has come."""

    kiri = django_forms.ChoiceField(label="Tahun pertama", choices=_YEAR_CHOICES)
    kanan = django_forms.ChoiceField(label="Tahun kedua", choices=_YEAR_CHOICES)


@needs(Deed.SEE_BOARD)
@require_safe
@reads_replica
def comparison(request: SignedInRequest, region: str = "") -> HttpResponse:
    """A region's figures side by side; the way stands in the address."""
    region = region or request.user.region_id or tree.PROVINCE
    way = request.GET.get("cara", "bulan")
    if tree.get(region) is None or not request.user.answers_for(region) or way not in WAYS:
        raise Http404
    node, ending = tree.nodes()[region], request.GET.get("berkas", "")
    with reading.one_view():
        shown, export = _LOOKS[way](request, node)
    if export is not None and ending in {"csv", "xlsx"}:
        return export_file(export, region, ending)
    context = {"node": node, "way": way, "ways": WAYS, "today": clock.today(), "comes_as_file": export is not None}
    return render(request, "targets/comparison.html", context | shown)


_Look = tuple[dict[str, object], Export | None]
"""What the page shows, and the same as a file."""


def _months(request: HttpRequest, node: tree.Node) -> _Look:
    today, now = clock.today(), clock.now()
    found = comparing.months(node.code, today.year, today)
    return {"months": found}, exporting.months(node, found, today, now)


def _siblings(request: HttpRequest, node: tree.Node) -> _Look:
    found = comparing.siblings(node.code, clock.today())
    return {"siblings": found.standings}, exporting.siblings(node, found)


def _days(request: HttpRequest, node: tree.Node) -> _Look:
    today = clock.today()
    form = DaysForm(_asked(request, date(today.year, 1, 1), today))
    if not form.is_valid():
        return {"form": form}, None
    days = [form.cleaned_data[side] for side in _SIDES]
    return _side_by_side(form, *(Side(say_day(day), progress.read(node.code, day, year=days[1].year)) for day in days))


def _years(request: HttpRequest, node: tree.Node) -> _Look:
    # This year beside the one before; in the programme's first there is only the next.
    earlier = max(clock.today().year - 1, goals.YEARS[0])
    form = YearsForm(_asked(request, earlier, earlier + 1))
    if not form.is_valid():
        return {"form": form}, None
    return _side_by_side(form, *(_year(node.code, int(form.cleaned_data[side])) for side in _SIDES))


def _side_by_side(form: forms.Form, left: Side, right: Side) -> _Look:
    *children, total = comparing.rows(left, right)
    shown = {"form": form, "left": left, "right": right, "rows": children, "total": total}
    return shown, exporting.comparison(left, right)


_LOOKS: dict[str, Callable[[HttpRequest, tree.Node], _Look]] = {
    "bulan": _months,
    "wilayah": _siblings,
    "hari": _days,
    "tahun": _years,
}
_SIDES = ("kiri", "kanan")


def _asked(request: HttpRequest, left: object, right: object) -> dict[str, object]:
    """What the address asks, with both sides filled in."""
    return {"kiri": request.GET.get("kiri", left), "kanan": request.GET.get("kanan", right)}


def _year(region: str, year: int) -> Side:
    return Side(str(year), progress.read(region, min(clock.today(), date(year, 12, 31)), year=year))
