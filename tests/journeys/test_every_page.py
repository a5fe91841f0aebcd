"""A walk over every page, by everybody who may open it: by day and by night, on a laptop and on phones."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.journeys.conftest import Visit
from tests.journeys.crawling import reached
from tests.okoce.regions.codes import CENGKARENG_TIMUR

ANYBODY = ["/", "/masuk/", "/cek/"]
# Where each begins; anybody's pages are walked once.
BEGINNINGS = {
    "": ANYBODY,
    "petugas": ["/petugas/", f"/capaian/{CENGKARENG_TIMUR}/", "/keluar/"],
    "pgo": ["/pgo/", "/capaian/"],
    "peserta": ["/saya/"],
    "admin": ["/admin/"],
}
# Pages that look otherwise when something else is asked.
ASKED = {
    "": ["/capaian/?tahun=2017", "/capaian/31.73/?per=2018-07-16&data_sampai=2018-07-20"],
    "pgo": ["/capaian/31/rincian/?ukuran=P3"],
}
# Only a form leads there.
AFTER_A_FORM: set[str] = set()


@pytest.mark.parametrize("user", BEGINNINGS)
def test_every_page_is_open_to_everybody_who_may_see_it(user: str, visit: Visit):
    visitor = visit(user=user)

    for address in itinerary(user):
        visitor.open(address)
        visitor.look_everywhere()


@pytest.mark.parametrize(("path", "status"), [("/tidak-ada/", 404), ("/capaian/32/", 404), ("/capaian/?per=x", 400)])
def test_a_refusal_is_a_page_like_any_other(path: str, status: int, visit: Visit):
    visitor = visit()

    visitor.open(path, status=status)
    visitor.look_everywhere()


def test_links_lead_to_every_page(portal: str):
    known = {name for name in _names(get_resolver()) if not name.startswith("admin:")}
    found = {kind.view for user, starts in BEGINNINGS.items() for kind in reached(user, *starts)}

    assert known - found == AFTER_A_FORM


def itinerary(user: str) -> list[str]:
    """Where somebody walks: every kind of page that they and not everybody can reach, and where they begin."""
    anybodys = reached("", *ANYBODY) if user else {}
    found = reached(user, *BEGINNINGS[user])
    own = [address for kind, address in found.items() if address and kind not in anybodys]
    return list(dict.fromkeys([*BEGINNINGS[user], *own, *ASKED.get(user, [])]))


def _names(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield namespace + pattern.name
