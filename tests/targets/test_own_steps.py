"""What participants read of themselves: the seven steps, their permits, and whether they count."""

from datetime import date

import pytest

from participants.deeds import complete_step, move
from participants.models import Step
from participants.own import accounts, requests
from participants.own.models import RequestKind
from permits import deeds
from permits.merging import merge
from permits.models import Kind, ObstacleKind
from permits.obstacles import set_obstacle
from targets import guiding
from targets.own_steps import Own
from tests.okoce.accounts.factories import a_participants_account, an_administrator, an_officer, an_official
from tests.okoce.regions.codes import CENGKARENG_TIMUR, KAPUK
from tests.participants.factories import a_participant, an_outsider
from tests.permits.factories import a_permit
from tests.travel import portal_at

pytestmark = pytest.mark.django_db

JULY, TODAY = date(2018, 7, 1), date(2018, 9, 9)


def standing(person, day: date = TODAY) -> Own:
    person.refresh_from_db()
    return Own(person, day)


def states(own: Own) -> str:
    """The seven states, by their first letters."""
    return "".join(step.state[0] for step in own.steps())


def test_somebody_new_has_one_step_done_and_the_training_next():
    own = standing(a_participant(JULY, kelurahan=CENGKARENG_TIMUR))

    first, second, *_ = own.steps()
    assert states(own) == "dnlllll"
    assert first.note == "1 Juli 2018, Cengkareng Timur, Kec. Cengkareng, Jakarta Barat."
    assert (second.bring, second.where) == (("KTP", "Nomor peserta Anda"), "Kantor Kelurahan Cengkareng Timur")


def test_a_step_says_where_the_business_was_when_it_was_done():
    person, official = a_participant(JULY, kelurahan=KAPUK), an_official()
    complete_step(person, step=Step.P2, on=date(2018, 7, 10), by=official)
    move(person, to=CENGKARENG_TIMUR, on=date(2018, 8, 1), by=official)
    complete_step(person, step=Step.P3, on=date(2018, 8, 2), by=official)

    notes = [step.note for step in standing(person).steps()[:3]]

    assert notes == [
        "1 Juli 2018, Kapuk, Kec. Cengkareng, Jakarta Barat.",
        "10 Juli 2018, Kapuk, Kec. Cengkareng, Jakarta Barat.",
        "2 Agustus 2018, Cengkareng Timur, Kec. Cengkareng, Jakarta Barat.",
    ]


def test_a_permit_completes_its_step_also_out_of_order():
    person = a_participant(JULY)
    a_permit(person, number="7/e/2018", issued_on=date(2018, 8, 1))

    own = standing(person)

    assert states(own) == "dnldlll"
    assert own.steps()[3].note == (
        "IUMK 7/e/2018, terbit 1 Agustus 2018, Cengkareng Timur, Kec. Cengkareng, Jakarta Barat."
    )


def test_the_permit_step_names_the_papers_and_leads_to_the_test():
    step = standing(a_participant()).steps()[3]

    assert (step.bring, step.url) == (guiding.IUMK_PAPERS, "/bantuan/izin/uji/")


def test_somebody_from_outside_jakarta_is_told_where_to_go():
    steps = standing(an_outsider()).steps()

    assert steps[1].where == "Kantor kelurahan mana pun di Jakarta"
    assert steps[3].where.startswith("Izin diurus di daerah tempat usaha Anda.")


# --- Am I counted, and under what ------------------------------------------------------------------


def test_who_has_no_permit_does_not_count_and_is_told_what_to_do():
    verdict = standing(a_participant()).verdict()

    assert (verdict.counts, verdict.sentence) == (
        False,
        "Anda belum dihitung sebagai wirausaha baru: belum ada izin usaha yang tercatat atas nama Anda.",
    )
    assert verdict.remedy == "Sudah punya izin? Bawa suratnya ke kantor kelurahan supaya dicatat."


def test_who_counts_reads_since_when_and_under_what():
    person = a_participant(JULY)
    a_permit(person, number="7/e/2018", issued_on=date(2018, 8, 1))

    verdict = standing(person).verdict()

    assert verdict.counts
    assert verdict.sentence == (
        "Anda dihitung sebagai wirausaha baru sejak 1 Agustus 2018, dengan IUMK nomor 7/e/2018 dari Cengkareng Timur, "
        "Kec. Cengkareng, Jakarta Barat."
    )


def test_who_moved_to_a_second_permit_counts_without_a_break():
    person, officer = a_participant(JULY), an_officer()
    first = a_permit(person, officer, number="1/e/2018", issued_on=date(2018, 8, 1))
    a_permit(person, officer, kind=Kind.SKU, number="2/sku", issued_on=date(2018, 8, 5))
    deeds.revoke(first, on=date(2018, 9, 1), by=officer, reason="usaha pindah")

    own = standing(person)

    assert own.verdict().sentence.startswith("Anda dihitung sebagai wirausaha baru sejak 1 Agustus 2018, dengan SKU")
    assert [(paper.permit.number, paper.state, paper.meaning) for paper in own.papers()] == [
        ("2/sku", "berlaku", "Anda dihitung dengan izin ini"),
        ("1/e/2018", "dicabut sejak 1 September 2018: usaha pindah", "tidak dihitung lagi"),
    ]


def test_who_holds_a_second_permit_is_told_that_one_person_counts_once():
    person = a_participant(JULY)
    a_permit(person, issued_on=date(2018, 8, 1))
    a_permit(person, kind=Kind.SKU, issued_on=date(2018, 8, 5))

    second, first = standing(person).papers()

    assert second.meaning == "izin tambahan: satu orang dihitung satu kali"
    assert first.state == "berlaku sampai 31 Juli 2023"


def test_who_lost_the_permit_reads_since_when():
    person, officer = a_participant(JULY), an_officer()
    permit = a_permit(person, officer, number="1/e/2018", issued_on=date(2018, 8, 1))
    deeds.revoke(permit, on=date(2018, 9, 1), by=officer, reason="usaha tutup")

    verdict = standing(person).verdict()

    assert verdict.sentence == (
        "Anda tidak dihitung lagi sejak 1 September 2018: IUMK 1/e/2018 dicabut sejak hari itu."
    )
    assert states(standing(person)) == "dnlllll"


def test_a_permit_recorded_by_mistake_never_counted():
    person, officer = a_participant(JULY), an_officer()
    deeds.void(a_permit(person, officer, number="1/e/2018"), by=officer, reason="nomor orang lain")

    own = standing(person)

    assert own.verdict().sentence == (
        "Anda belum dihitung sebagai wirausaha baru: izin yang pernah tercatat dibatalkan karena salah catat."
    )
    assert [(paper.state, paper.meaning) for paper in own.papers()] == [
        ("dibatalkan: nomor orang lain", "salah catat, tidak pernah dihitung")
    ]


@pytest.mark.parametrize(
    ("day", "renew", "state"),
    [
        (date(2023, 5, 1), False, "berlaku sampai 31 Juli 2023"),
        (date(2023, 5, 2), True, "berlaku sampai 31 Juli 2023"),
        (date(2023, 8, 1), True, "masa berlakunya habis 31 Juli 2023"),
    ],
)
def test_an_iumk_is_to_be_renewed_from_ninety_days_before_it_runs_out(day, renew, state):
    person = a_participant(JULY)
    a_permit(person, issued_on=date(2018, 8, 1))

    own = standing(person, day)

    assert (own.to_renew is not None, own.papers()[0].state, own.verdict().counts) == (renew, state, True)


def test_who_has_an_sku_only_may_move_up():
    sku, both, none = a_participant(JULY), a_participant(JULY), a_participant(JULY)
    a_permit(sku, kind=Kind.SKU)
    a_permit(both, kind=Kind.SKU)
    a_permit(both)

    assert [standing(person).may_move_up for person in (sku, both, none)] == [True, False, False]


# --- The office ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2018, 9, 7), "Hari ini hari kerja."),
        (date(2018, 9, 9), "Hari ini bukan hari kerja; yang berikutnya Senin, 10 September 2018."),
        (date(2018, 12, 22), "Hari ini bukan hari kerja; yang berikutnya Rabu, 26 Desember 2018."),
    ],
)
def test_the_office_is_open_on_working_days(day, said):
    assert guiding.open_today(day) == said


def test_every_step_and_every_obstacle_has_its_words():
    assert list(guiding.GUIDES) == list(Step)
    assert set(guiding.FOR_THE_PERSON) == set(ObstacleKind.values)


# --- The page --------------------------------------------------------------------------------------


@pytest.fixture
def siti(client):
    person = a_participant(JULY, name="Siti Contoh")
    client.force_login(accounts.open_account(person, password="perahu-biru"))
    return person


def test_the_page_names_what_holds_somebody_up_and_what_to_do(client, siti):
    set_obstacle(siti, kind=ObstacleKind.GREEN_ZONE, by=an_officer())

    page = client.get("/saya/")

    [(obstacle, remedy)] = page.context["obstacles"]
    assert (obstacle.kind, remedy) == ("green_zone", guiding.FOR_THE_PERSON[ObstacleKind.GREEN_ZONE])


def test_the_page_says_that_consent_was_withdrawn(client, siti):
    siti.refresh_from_db()
    requests.ask(siti, kind=RequestKind.WITHDRAWAL, by=siti.user)

    assert "Sejak itu Anda tidak kami hubungi" in client.get("/saya/").content.decode()


def test_whose_record_was_merged_sees_the_one_in_force(client, siti):
    kept = a_participant(JULY, name="Siti Contoh Lengkap")
    merge(kept, siti, by=an_official(), reason="orang yang sama")

    assert client.get("/saya/").context["person"] == kept


def test_the_page_takes_as_many_statements_for_many_permits(client, siti, django_assert_num_queries):
    a_permit(siti)
    with django_assert_num_queries(7):
        client.get("/saya/")

    for kind in (Kind.SKU, Kind.SKU, Kind.IUMK):
        a_permit(siti, kind=kind)
    with django_assert_num_queries(7):
        client.get("/saya/")


@pytest.mark.parametrize(
    ("user", "status"),
    [(None, 302), (an_officer, 403), (an_official, 403), (an_administrator, 403), (a_participants_account, 404)],
)
def test_the_page_is_for_participants(client, user, status):
    if user:
        client.force_login(user())

    assert client.get("/saya/").status_code == status


def test_the_page_is_whole_while_a_permit_is_younger_than_the_registration(client, siti):
    with portal_at(date(2018, 8, 1)):
        a_permit(siti, issued_on=date(2018, 6, 1))

    assert client.get("/saya/").context["verdict"].counts
