"""A walk over every page, by everybody who may open it: by day and by night, on a laptop and on phones."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from participants.models import Participant
from permits.models import Permit
from tests.journeys.conftest import Visit
from tests.okoce.regions.codes import CENGKARENG_TIMUR

ANYBODY = [
    "/",
    "/masuk/",
    "/daftar/",
    "/cek/",
    "/privasi/",
    "/capaian/",
    "/capaian/31.73/",
    "/capaian/31.73.01/",
    f"/capaian/{CENGKARENG_TIMUR}/",
    "/capaian/31.73/?tahun=2018&per=2018-07-16&data_sampai=2018-07-20",
    "/capaian/?tahun=2017",
    "/capaian/31/jembatan/",
    "/capaian/yang-dihitung/",
    "/laporan/",
]
PAGES = {
    "": ANYBODY,
    "petugas": [
        "/petugas/",
        "/petugas/rekam/{somebody}/",
        "/izin/{permit}/",
        "/izin/{permit}/perbaiki/",
        "/izin/{permit}/cabut/",
        "/izin/{permit}/batalkan/",
        "/keluar/",
    ],
    "pgo": [
        "/capaian/",
        "/capaian/31/rincian/?ukuran=counted",
        "/capaian/31/rincian/?ukuran=P3",
        "/capaian/31/rincian/surat-kedua/",
        "/laporan/",
        "/pgo/laporan/",
        "/izin/{revoked}/",
        "/izin/{revoked}/tarik-pencabutan/",
    ],
    "peserta": ["/saya/"],
    "admin": ["/admin/", "/admin/accounts/user/", "/admin/regions/region/"],
}

NO_PAGES = {
    # answered with a file, with figures, or with a part of a page
    "participants:receipt_card",
    "participants:kelurahan_choices",
    "targets:progress_csv",
    "targets:progress_xlsx",
    "targets:region_progress_csv",
    "targets:region_progress_xlsx",
    "targets:report_pdf",
    "targets:api_progress",
    "alive",
    "ready",
    "landing",
    # posted to, and answered with another page
    "participants:register_forget",
    "targets:open_outside",
}
ELSEWHERE = {
    # looked at on the way, in other journeys
    "participants:register_business",
    "participants:register_check",
    "participants:register_receipt",
    "participants:check",
    "targets:report",
}


@pytest.mark.parametrize("user", PAGES)
def test_every_page_is_open_to_everybody_who_may_see_it(user: str, visit: Visit):
    visitor = visit(user=user)

    for path in pages(user):
        visitor.open(path)
        visitor.look_everywhere()


@pytest.mark.parametrize(("path", "status"), [("/tidak-ada/", 404), ("/capaian/32/", 404), ("/capaian/?per=x", 400)])
def test_a_refusal_is_a_page_like_any_other(path: str, status: int, visit: Visit):
    visitor = visit()

    visitor.open(path, status=status)
    visitor.look_everywhere()


def test_no_page_is_left_out_of_the_walk(portal: str):
    named = {name for name in _names(get_resolver()) if not name.startswith("admin:")}
    walked = {resolve(path.split("?")[0]).view_name for user in PAGES for path in pages(user)}

    assert named - walked - NO_PAGES - ELSEWHERE == set()


def pages(user: str) -> list[str]:
    """The addresses that somebody walks, with real things in them."""
    here = Permit.objects.filter(kelurahan=CENGKARENG_TIMUR, voided_at=None).order_by("id")
    things = {
        "somebody": Participant.objects.filter(kelurahan=CENGKARENG_TIMUR, permits=None).order_by("id")[0].number,
        "permit": here.filter(revoked_on=None)[0].pk,
        "revoked": Permit.objects.exclude(revoked_on=None).order_by("id")[0].pk,
    }
    return [path.format(**things) for path in PAGES[user]]


def _names(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield namespace + pattern.name
