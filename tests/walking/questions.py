"""What may be asked of the portal in an address: every page, every filter with every value, order and place."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.urls import reverse
from django_filters import ChoiceFilter

from okoce.accounts.rights import Deed
from participants.models import Step
from permits.filters import ObstaclesFilter, PeopleFilter, PermitsFilter
from permits.models import Change, Measure
from tests.okoce.regions.codes import CENGKARENG_TIMUR, GAMBIR, JAKARTA_PUSAT, PROVINCE
from tests.walking.asking import address_of
from tests.walking.routes import ROUTES, Route
from tests.walking.scene import ELSEWHERE, HERE, Ids

LISTS = {
    "permits:people": ("permits:export_people", PeopleFilter),
    "permits:permits": ("permits:export_permits", PermitsFilter),
    "permits:obstacles": (None, ObstaclesFilter),
}
PLACES = (PROVINCE, JAKARTA_PUSAT, GAMBIR, CENGKARENG_TIMUR, "luar", "99")
WRITTEN = {"dari": "2018-01-01", "sampai": "2018-09-09", "tahun": "2018", "oleh": f"petugas-{ELSEWHERE}"}
CURSORS = ({"after": "999999"}, {"before": "1"}, {"urut": "nama", "after": "a~0"}, {"after": "2018-09-01~0"})


def pages(ids: Ids) -> Iterator[str]:
    """Every private page that shows something, with the things of one place."""
    for name, route in ROUTES.items():
        if _is_private(route) and route.about in ids:
            yield address_of(name, ids[route.about])


def narrowed() -> Iterator[tuple[str, str]]:
    """The three lists and their files, narrowed by one filter at a time, ordered and turned: method and address."""
    for page, (file, filters) in LISTS.items():
        for asked in _values(filters):
            yield "GET", f"{reverse(page)}?{urlencode(asked)}"
            if file:
                yield "POST", f"{reverse(file, args=['csv'])}?{urlencode(asked)}"


def opened(region: str) -> Iterator[str]:
    """Every figure of a region opened to its lines, and the boards with their questions."""
    lines = reverse("targets:lines", args=[region])
    figures = [*Measure.values, *(step.value for step in Step if step != Step.P4)]
    yield from (
        f"{lines}?ukuran={figure}&rentang={span}" for figure in figures for span in ("semua", "7-hari", "bulan")
    )
    yield from (f"{lines}?perubahan={change}" for change in Change.values)
    yield from (f"{lines}?jenis={kind}" for kind in ("IUMK", "SKU"))
    yield f"{reverse('targets:comparison')}?cara=hari&berkas=csv"
    yield f"{reverse('targets:comparison')}?cara=tahun"
    yield f"{reverse('permits:duplicates')}?hp=1"
    yield f"{reverse('permits:duplicates')}?sebelum=999999"
    yield f"{reverse('targets:training_sessions')}?wilayah={GAMBIR}"


def of_the_api() -> Iterator[str]:
    """The list of permits for other systems, by every member that may be asked."""
    members = [
        ("kind", "IUMK"), ("region", GAMBIR), ("region", JAKARTA_PUSAT), ("region", CENGKARENG_TIMUR), ("limit", "1"),
        ("number", f"{ELSEWHERE}/1/e/2018"), ("number", f"{HERE}/1/e/2018"), ("issued_from", "2018-01-01"),
        ("issued_until", "2018-12-31"), ("recorded_since", "2018-01-01T00:00:00+07:00"),
    ]  # fmt: skip
    yield "/api/v1/permits/"
    yield from (f"/api/v1/permits/?{urlencode([member])}" for member in members)


def _values(filters: type) -> Iterator[dict[str, str]]:
    for name, one in filters.base_filters.items():
        if isinstance(one, ChoiceFilter) and name != "wilayah":
            yield from ({name: str(value)} for value, _ in one.extra["choices"])
        else:
            yield from ({name: place} for place in PLACES) if name == "wilayah" else [{name: WRITTEN.get(name, "x")}]
    yield from CURSORS


def _is_private(route: Route) -> bool:
    return route.deed not in (Deed.READ_PUBLIC, Deed.ADMINISTER) and "GET" in route.methods
