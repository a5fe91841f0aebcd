"""Comparing: two days, two years, a region against its siblings, and a year month by month."""

from datetime import date
from typing import Any

from django import forms as django_forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from okoce import clock
from okoce.accounts.guarding import needs
from okoce.accounts.requests import SignedInRequest
from okoce.accounts.rights import Deed
from okoce.regions import tree
from okoce.ui import forms
from okoce.ui.formats import day as say_day
from targets import comparing, exporting, goals, progress
from targets.comparing import Side
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
def comparison(request: SignedInRequest, region: str = "") -> HttpResponse:
    """A region's figures side by side; the way stands in the address."""
    region = region or request.user.region_id or tree.PROVINCE
    way = request.GET.get("cara", "bulan")
    if tree.get(region) is None or not request.user.answers_for(region) or way not in WAYS:
        raise Http404
    today = clock.today()
    context: dict[str, Any] = {"node": tree.nodes()[region], "way": way, "ways": WAYS, "today": today}
    if way == "bulan":
        context["months"] = comparing.months(region, today.year, today)
    elif way == "wilayah":
        context["siblings"] = comparing.siblings(region, today)
    else:
        context |= _two_sides(request, region, way)
        if request.GET.get("berkas") in {"csv", "xlsx"} and "left" in context:
            sides = exporting.comparison(context["left"], context["right"])
            return export_file(sides, region, request.GET["berkas"])
    return render(request, "targets/comparison.html", context)


def _two_sides(request: HttpRequest, region: str, way: str) -> dict[str, object]:
    today = clock.today()
    if way == "hari":
        form: forms.Form = DaysForm(_asked(request, date(today.year, 1, 1).isoformat(), today.isoformat()))
    else:
        form = YearsForm(_asked(request, str(today.year), str(today.year + 1)))
    if not form.is_valid():
        return {"form": form}
    answers = form.cleaned_data
    if way == "hari":
        year = answers["kanan"].year
        sides = [Side(say_day(answers[side]), progress.read(region, answers[side], year=year)) for side in _SIDES]
    else:
        sides = [_year(region, int(answers[side])) for side in _SIDES]
    *children, total = comparing.rows(*sides)
    return {"form": form, "left": sides[0], "right": sides[1], "rows": children, "total": total}


_SIDES = ("kiri", "kanan")


def _asked(request: HttpRequest, left: str, right: str) -> dict[str, str]:
    """What the address asks, with both sides filled in."""
    return {"kiri": request.GET.get("kiri", left), "kanan": request.GET.get("kanan", right)}


def _year(region: str, year: int) -> Side:
    return Side(str(year), progress.read(region, min(clock.today(), date(year, 12, 31)), year=year))
