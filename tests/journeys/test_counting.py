"""From the counter to the headline: an officer records a permit, and every figure above it is one higher at once."""

from playwright.sync_api import expect

from participants.models import Participant
from tests.journeys.conftest import Visit
from tests.journeys.test_registering import answer_everything, number_on_receipt, send
from tests.journeys.visiting import Visitor, whole
from tests.okoce.regions.codes import CENGKARENG_TIMUR

WAY_DOWN = ["31", "31.73", "31.73.01", CENGKARENG_TIMUR]
NUMBER = "7/31.73.01.1006/-1.824/e/2018"


def test_a_registration_and_a_permit_raise_every_level_by_one_at_once(visit: Visit):
    phone, desk, anybody = visit(width=360), visit(user="petugas"), visit()
    before = [achieved(anybody, region) for region in WAY_DOWN]
    answers_before = [anybody.figures(region) for region in WAY_DOWN]

    answer_everything(phone)
    send(phone)
    find(desk, number_on_receipt(phone))
    desk.look()
    fill_in(desk)
    desk.press("Simpan dan lanjut ke peserta berikutnya")
    desk.look()

    assert before[0] == 1000
    assert [achieved(anybody, region) for region in WAY_DOWN] == [figure + 1 for figure in before]
    answers = [anybody.figures(region) for region in WAY_DOWN]
    assert answers[0]["registered"] == 51_001
    assert answers[0]["new_entrepreneurs"] == 1001
    for now, then in zip(answers, answers_before, strict=True):
        assert now["new_entrepreneurs"] == then["new_entrepreneurs"] + 1
        assert now["by_kind"] == {"IUMK": then["by_kind"]["IUMK"] + 1, "SKU": then["by_kind"]["SKU"]}
        assert now["permits_issued"] == then["permits_issued"] + 1
        assert now["registered"] == then["registered"] + 1
    for answer in answers[:-1]:
        assert adds_up(answer)


def test_somebody_is_found_by_name_while_the_officer_types(visit: Visit):
    person = Participant.objects.filter(kelurahan=CENGKARENG_TIMUR, permits=None).order_by("id").first()
    desk = visit(user="petugas")

    desk.page.get_by_role("searchbox").press_sequentially(person.name.lower())
    found = desk.page.locator(".found li").filter(has_text=person.displayed_number)
    expect(found).to_be_visible()
    desk.look()
    desk.leave_by(found.get_by_role("link", name="Catat izin"))
    fill_in(desk)
    desk.press("Simpan dan lanjut ke peserta berikutnya")

    assert desk.figures()["new_entrepreneurs"] == 1001


def test_a_permit_is_recorded_without_javascript(visit: Visit):
    person = Participant.objects.filter(kelurahan=CENGKARENG_TIMUR, permits=None).order_by("id").first()
    desk = visit(javascript=False, user="petugas")

    find(desk, person.displayed_number)
    fill_in(desk)
    desk.press("Simpan dan lanjut ke peserta berikutnya")

    assert desk.figures()["new_entrepreneurs"] == 1001


def test_a_refused_permit_keeps_what_was_typed(visit: Visit):
    person = Participant.objects.filter(kelurahan=CENGKARENG_TIMUR, permits=None).order_by("id").first()
    desk = visit(user="petugas")

    find(desk, person.displayed_number)
    fill_in(desk, day="10/09/2018")
    desk.press("Simpan dan lanjut ke peserta berikutnya")
    desk.look()

    assert "masa depan" in desk.page.locator(".summary").inner_text()
    assert desk.page.get_by_label("Nomor izin").input_value() == NUMBER
    assert desk.page.get_by_label("Tanggal terbit").input_value() == "10/09/2018"
    assert desk.figures()["new_entrepreneurs"] == 1000


def test_every_level_of_the_board_adds_up_on_the_page_itself(visit: Visit):
    anybody = visit()

    for region in WAY_DOWN[:-1]:
        anybody.open(f"/capaian/{region}/")
        rows = [whole(cell) for cell in anybody.page.locator("tbody td[data-label=Hasil]").all_inner_texts()]
        total = whole(anybody.page.locator("tfoot td[data-label=Hasil]").inner_text())

        assert sum(rows) == total == anybody.headline


def find(desk: Visitor, words: str) -> None:
    """Search for one person, whose page then opens."""
    desk.open("/petugas/")
    desk.page.get_by_role("searchbox").fill(words)
    desk.press("Cari")


def fill_in(desk: Visitor, *, day: str = "09/09/2018") -> None:
    """What stands on an IUMK."""
    desk.choose("IUMK")
    desk.answer("Nomor izin", NUMBER)
    desk.answer("Tanggal terbit", day)
    desk.answer("Modal usaha (rupiah)", "5.000.000")
    desk.answer("Jumlah tenaga kerja", "2")


def achieved(visitor: Visitor, region: str) -> int:
    """The headline of a region's page."""
    visitor.open(f"/capaian/{region}/" if region != "31" else "/capaian/")
    return visitor.headline


def adds_up(answer: dict) -> bool:
    children = answer["children"]
    return (
        all(
            sum(child[figure] for child in children) == answer[figure]
            for figure in ("new_entrepreneurs", "permits_issued")
        )
        and sum(child["registered"] for child in children) + answer["outside_dki"] == answer["registered"]
    )
