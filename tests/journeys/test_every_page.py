"""A walk over every page, by everybody who may open it: by day and by night, on a laptop and on phones."""

import pytest

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
}
# Into how many walks the pages are divided of whoever sees many, so that none takes a slow machine too long.
WALKS = {"petugas": 2, "pgo": 4}
# Pages that look otherwise when something else is asked.
ASKED = {
    "": ["/capaian/?tahun=2017", "/capaian/31.73/?per=2018-07-16&data_sampai=2018-07-20"],
    "pgo": ["/capaian/31/rincian/?ukuran=P3"],
}
# What must never be left without a link; forms and letters lead to the rest.
LINKED = {
    *("home", "participants:register", "participants:check_number", "participants:privacy", "account_login"),
    *("targets:progress", "targets:region_progress", "targets:what_counts", "targets:bridge", "targets:reports"),
    *("targets:workbench", "targets:record", "targets:lines", "targets:weekly_sheet"),
    *("targets:pgo", "targets:region_pgo", "targets:region_comparison", "targets:alarms", "targets:reconciliation"),
    *("targets:publish", "targets:my_steps", "permits:people", "permits:permits", "permits:obstacles"),
    *("permits:person", "permits:permit", "accounts:account", "accounts:second_factor"),
}


@pytest.mark.parametrize(("user", "walk"), [(user, walk) for user in BEGINNINGS for walk in range(WALKS.get(user, 1))])
def test_every_page_is_open_to_everybody_who_may_see_it(user: str, walk: int, visit: Visit):
    visitor = visit(user=user)

    for address in itinerary(user)[walk :: WALKS.get(user, 1)]:
        visitor.open(address)
        visitor.look_everywhere()


@pytest.mark.parametrize(("path", "status"), [("/tidak-ada/", 404), ("/capaian/32/", 404), ("/capaian/?per=x", 400)])
def test_a_refusal_is_a_page_like_any_other(path: str, status: int, visit: Visit):
    visitor = visit()

    visitor.open(path, status=status)
    visitor.look_everywhere()


def test_links_lead_to_every_page_that_people_begin_with(portal: str):
    found = {kind.view for user, starts in BEGINNINGS.items() for kind in reached(user, *starts)}

    assert LINKED - found == set()


# Every kind of page there: what there is, a list, something new, something that is there, what was done to it.
ADMINISTRATION = [
    *(
        "/admin/",
        "/admin/accounts/",
        "/admin/accounts/user/?role__exact=pgo",
        "/admin/accounts/user/?is_active__exact=0",
    ),
    *("/admin/accounts/user/", "/admin/accounts/user/add/", "/admin/accounts/user/1/change/"),
    *("/admin/accounts/user/1/history/", "/admin/regions/region/", f"/admin/regions/region/{CENGKARENG_TIMUR}/change/"),
    *("/admin/targets/target/", "/admin/targets/target/1/change/", "/admin/targets/report/"),
    *("/admin/audit/event/", "/admin/audit/event/1/change/"),
    *("/admin/api/agency/", "/admin/api/agency/add/", "/admin/api/apitoken/", "/admin/api/apitoken/add/"),
]


@pytest.mark.parametrize("path", ADMINISTRATION)
def test_the_administrators_pages_keep_nobody_out(path: str, visit: Visit):
    visitor = visit(user="admin")

    visitor.open(path)
    visitor.look_everywhere()


def itinerary(user: str) -> list[str]:
    """Where somebody walks: every kind of page that they and not everybody can reach, and where they begin."""
    anybodys = reached("", *ANYBODY) if user else {}
    found = reached(user, *BEGINNINGS[user])
    own = [address for kind, address in found.items() if address and kind not in anybodys]
    return list(dict.fromkeys([*BEGINNINGS[user], *own, *ASKED.get(user, [])]))
