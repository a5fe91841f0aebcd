"""An official opens a figure down to its lines, reads the bridge, and publishes; the public reads the report."""

from playwright.sync_api import expect

from tests.journeys.conftest import Visit
from tests.journeys.visiting import Visitor, whole


def test_an_official_opens_a_figure_down_to_its_lines(visit: Visit):
    official = visit(user="pgo")

    official.open("/capaian/")
    official.leave_by(official.page.locator(".facts div", has_text="IUMK").get_by_role("link"))
    expect(official.page.locator("h1")).to_have_text("450: wirausaha baru, IUMK di DKI Jakarta")
    official.look()
    signs = lines(official)
    while (further := official.page.get_by_role("link", name="Berikutnya")).count():
        official.leave_by(further)
        signs += lines(official)

    assert sum(signs) == 450


def test_an_official_reads_the_bridge_from_permits_to_people(visit: Visit):
    official = visit(user="pgo")

    official.open("/capaian/")
    official.follow("Dari izin ke wirausaha baru")
    official.look()

    steps = [whole(cell) for cell in official.page.locator(".bridge td.num").all_inner_texts()]
    assert steps[0] == 1040
    assert sum(steps[:-1]) == steps[-1] == 1000


def test_the_public_reads_what_an_official_published(visit: Visit):
    official, anybody = visit(user="pgo"), visit(width=360)
    anybody.open("/laporan/")
    anybody.look()

    official.open("/laporan/")
    official.follow("Terbitkan laporan")
    official.look()
    official.answer("Catatan untuk pembaca", "Angka mingguan.")
    official.press("Lihat angkanya")
    official.press("Terbitkan laporan per 9 September 2018: 1.000 wirausaha baru")
    official.look()
    anybody.page.reload()
    anybody.leave_by(anybody.page.locator("tbody a").first)
    anybody.look()

    assert anybody.path == official.path
    assert anybody.headline == 1000
    assert "Angka mingguan." in anybody.page.locator("main").inner_text()


def lines(official: Visitor) -> list[int]:
    """The signs of the lines on this page."""
    return [whole(cell) for cell in official.page.locator("tbody td.num").all_inner_texts()]
