"""Comparing: two days, two years, a region against its siblings, and a year month by month."""

from collections.abc import Callable
from datetime import date

from django import forms as django_forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from okoce import clock
from okoce.accounts.guarding import needs
from okoce.accounts.models import User
from okoce.accounts.requests import SignedInRequest
from okoce.accounts.rights import Deed
from okoce.journal import reading
from okoce.regions import tree
from okoce.replica import reads_replica
from okoce.ui import forms
from okoce.ui.formats import day as say_day
from targets import asking, comparing, exporting, goals, progress
from targets.asking import Question
from targets.comparing import Side
from targets.exporting import Export
from targets.progress import Progress
from targets.views import links
from targets.views.exports import export_file

WAYS = {
    "bulan": "Bulan demi bulan",
    "wilayah": "Wilayah setingkat",
    "hari": "Dua tanggal",
    "tahun": "Dua tahun",
}
_SIDES = ("kiri", "kanan")
_NO_SUCH_YEAR = {"invalid_choice": f"Pilih satu tahun dari {goals.YEARS[0]} sampai {goals.YEARS[-1]}."}
_YEAR_CHOICES = [(year, year) for year in goals.YEARS]


class DaysForm(forms.Form):
    """Two days of one year, in any order."""

    kiri = forms.DayField(label="Tanggal pertama", earliest=asking.FIRST_DAY, latest=clock.today)
    kanan = forms.DayField(label="Tanggal kedua", earliest=asking.FIRST_DAY, latest=clock.today)

    def clean(self):
        """A result is a year's: on its first day the year before it has no part in it."""
        first, second = (self.cleaned_data.get(side) for side in _SIDES)
        if first and second and first.year != second.year:
            self.add_error(
                "kanan",
                "Pilih dua tanggal dalam satu tahun: hasil dihitung per tahun. Untuk dua tahun pakai “Dua tahun”.",
            )
        return self.cleaned_data


class YearsForm(forms.Form):
    """Two years, each at its end or as far as it has come."""

    kiri = django_forms.ChoiceField(label="Tahun pertama", choices=_YEAR_CHOICES, error_messages=_NO_SUCH_YEAR)
    kanan = django_forms.ChoiceField(label="Tahun kedua", choices=_YEAR_CHOICES, error_messages=_NO_SUCH_YEAR)


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
    crumbs = links.own_way(request.user, "targets:region_pgo", region, last="Perbandingan")
    context = {
        "crumbs": crumbs,
        "node": node,
        "way": way,
        "ways": _ways(node).items(),
        "today": clock.today(),
        "comes_as_file": export is not None,
    }
    return render(request, "targets/comparison.html", context | shown)


def _ways(node: tree.Node) -> dict[str, str]:
    """How a region can be compared: the province has none beside it."""
    return {way: name for way, name in WAYS.items() if way != "wilayah" or node.parent_code}


_Look = tuple[dict[str, object], Export | None]
"""What the page shows, and the same as a file."""


def _months(request: SignedInRequest, node: tree.Node) -> _Look:
    today, now = clock.today(), clock.now()
    found = comparing.months(node.code, today.year, today)
    opens = links.opens(request.user, Question(node.code, today.year, today, None, {}))
    shown = [(month, opens.get(f"result-{place}", "")) for place, month in enumerate(found, start=1)]
    first_and_last = {"first_month": found[0], "last_month": found[-1]}
    legend = found[-1].bands.legend(silent=False)
    return {"months": shown, "legend": legend, **first_and_last}, exporting.months(node, found, today, now)


def _siblings(request: SignedInRequest, node: tree.Node) -> _Look:
    today = clock.today()
    found = comparing.siblings(node.code, today)
    here = Question(node.code, today.year, today, None, {})
    shown = [(standing, links.opens(request.user, here, standing.node.code)) for standing in found.standings]
    return {"siblings": shown}, exporting.siblings(node, found)


def _days(request: SignedInRequest, node: tree.Node) -> _Look:
    today = clock.today()
    form = DaysForm(_asked(request, date(today.year, 1, 1), today))
    if not form.is_valid():
        return {"form": form}, None
    days = sorted(form.cleaned_data[side] for side in _SIDES)
    sides = [Side(say_day(day), progress.read(node.code, day, year=days[1].year)) for day in days]
    return _side_by_side(request, form, *sides)


def _years(request: SignedInRequest, node: tree.Node) -> _Look:
    # This year beside the one before; in the programme's first there is only the next, after its last the last two.
    earlier = min(max(clock.today().year - 1, goals.YEARS[0]), goals.YEARS[-2])
    form = YearsForm(_asked(request, earlier, earlier + 1))
    if not form.is_valid():
        return {"form": form}, None
    return _side_by_side(request, form, *(_year(node.code, int(form.cleaned_data[side])) for side in _SIDES))


def _side_by_side(request: SignedInRequest, form: forms.Form, left: Side, right: Side) -> _Look:
    *children, total = [
        (row, _leading(request.user, row.node.code, left, right)) for row in comparing.rows(left, right)
    ]
    shown = {"form": form, "left": left, "right": right, "rows": children, "total": total}
    return shown, exporting.comparison(left, right)


def _leading(user: User, region: str, left: Side, right: Side) -> dict[str, str]:
    """Where both results of a region open, and, within one year, what came between them."""
    then, now = (_question(region, side.progress) for side in (left, right))
    found = {"left": links.opens(user, then)["counted"], "right": links.opens(user, now)["counted"]}
    return found if then.year != now.year else found | {"change": links.changed_since(now, then.as_of)}


def _question(region: str, progress: Progress) -> Question:
    asked = {"tahun": str(progress.year), "per": progress.as_of.isoformat()}
    return Question(region, progress.year, progress.as_of, None, asked)


_LOOKS: dict[str, Callable[[SignedInRequest, tree.Node], _Look]] = {
    "bulan": _months,
    "wilayah": _siblings,
    "hari": _days,
    "tahun": _years,
}


def _asked(request: HttpRequest, left: object, right: object) -> dict[str, object]:
    """What the address asks, with both sides filled in."""
    return {"kiri": request.GET.get("kiri", left), "kanan": request.GET.get("kanan", right)}


def _year(region: str, year: int) -> Side:
    return Side(str(year), progress.read(region, min(clock.today(), date(year, 12, 31)), year=year))
