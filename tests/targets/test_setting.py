"""Setting targets: one, many, or all kelurahan at once; what is refused, what is recorded, and two at the same time."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from okoce.audit.models import Event, Verb
from okoce.audit.recording import history
from okoce.regions import tree
from okoce.regions.models import Region
from targets import goals, setting
from targets.models import Target
from targets.setting import SettingRefused, TargetsMoved, Way
from tests.okoce.accounts.factories import an_administrator, an_officer, an_official
from tests.okoce.regions.codes import (
    CENGKARENG,
    CENGKARENG_BARAT,
    CENGKARENG_TIMUR,
    GAMBIR,
    JAKARTA_BARAT,
    JAKARTA_PUSAT,
    KAPUK,
    PROVINCE,
)
from tests.participants.factories import a_participant, an_outsider
from tests.targets.setting import Y2018, Y2019, a_target
from tests.travel import portal_at

pytestmark = pytest.mark.django_db

KELURAHAN = 267


def refusal_of(deed, *args, **kwargs) -> tuple[str | None, str]:
    """The field and the message of a deed that must be refused; it must leave nothing behind."""
    before = left_behind()
    with pytest.raises(SettingRefused) as refusal:
        deed(*args, **kwargs)
    assert left_behind() == before
    return refusal.value.field, refusal.value.message


def left_behind() -> tuple[int, int]:
    """How many targets there are, and how many deeds besides the making of accounts."""
    return Target.objects.count(), Event.objects.exclude(verb=Verb.ACCOUNT_MADE).count()


def numbers_in_force(period=Y2018) -> dict[str, int]:
    found = goals.goals(period).assigned
    return {code: number for code, number in found.items() if code != PROVINCE}


# --- One -------------------------------------------------------------------------------------------


def test_a_new_target_is_a_further_row_and_the_old_one_stays():
    goals.load_defaults()

    a_target(300)

    rows = Target.objects.filter(region_id=CENGKARENG_TIMUR, first_day=Y2018[0], last_day=Y2018[1]).order_by("id")
    assert [row.number for row in rows] == [200, 300]


def test_a_target_bears_who_set_it_when_and_why():
    official = an_official()

    target = a_target(300, by=official, reason="  Pasar baru dibuka. ")

    deed = target.deed
    assert (target.set_by, target.reason, target.set_at) == (official, "Pasar baru dibuka.", deed.at)


def test_setting_a_target_is_in_the_record_of_deeds():
    goals.load_defaults()
    official = an_official()

    a_target(300, by=official)

    [event] = history(Region(pk=CENGKARENG_TIMUR))
    assert (event.verb, event.actor, event.changes) == (
        Verb.TARGET_SET,
        official,
        {"period": [None, "2018"], "target": [200, 300]},
    )


def test_the_five_years_together_are_the_provinces_target_too():
    goals.load_defaults()

    a_target(210_000, PROVINCE, goals.PROGRAMME)

    assert goals.programme_target() == 210_000


@pytest.mark.parametrize(
    ("scope", "region"),
    [
        (PROVINCE, PROVINCE),
        (PROVINCE, GAMBIR),
        (JAKARTA_BARAT, KAPUK),
        (CENGKARENG, CENGKARENG_TIMUR),
    ],
)
def test_officials_set_the_targets_of_their_region(scope: str, region: str):
    target = a_target(321, region, by=an_official(scope))

    assert goals.goals(Y2018).assigned[region] == target.number


@pytest.mark.parametrize(
    ("scope", "region"),
    [(JAKARTA_BARAT, GAMBIR), (JAKARTA_BARAT, PROVINCE), (CENGKARENG, "31.73.02.1001")],
)
def test_officials_set_no_target_outside_their_region(scope: str, region: str):
    _, message = refusal_of(a_target, 321, region, by=an_official(scope))

    assert message == f"{tree.nodes()[region].title} di luar wilayah tugas Anda."


@pytest.mark.parametrize("somebody", [an_officer, an_administrator])
def test_nobody_but_officials_sets_a_target(somebody):
    _, message = refusal_of(a_target, 321, by=somebody())

    assert message == "Kelurahan Cengkareng Timur di luar wilayah tugas Anda."


@pytest.mark.parametrize("region", [CENGKARENG, JAKARTA_BARAT])
def test_a_kecamatans_or_a_citys_target_is_never_assigned(region: str):
    _, message = refusal_of(a_target, 321, region)

    name = tree.nodes()[region].title
    assert message == f"Target {name} selalu jumlah target kelurahannya. Ubah target kelurahannya."


@pytest.mark.parametrize(
    ("region", "period", "message"),
    [
        (CENGKARENG_TIMUR, goals.PROGRAMME, "Target Kelurahan Cengkareng Timur tidak ditetapkan untuk 2018–2022."),
        (PROVINCE, goals.year_of(2017), "Target DKI Jakarta tidak ditetapkan untuk 2017."),
        (PROVINCE, (date(2018, 1, 1), date(2018, 6, 30)), "Target DKI Jakarta tidak ditetapkan untuk 2018."),
    ],
)
def test_targets_are_for_the_programmes_calendar_years(region, period, message: str):
    assert refusal_of(a_target, 321, region, period) == (None, message)


def test_an_unknown_region_has_no_target():
    assert refusal_of(a_target, 321, "31.99.01.1001") == (None, "Wilayah tidak dikenal.")


@pytest.mark.parametrize(
    ("number", "region", "message"),
    [
        (-1, CENGKARENG_TIMUR, "Target tidak boleh di bawah 0."),
        (
            20_001,
            CENGKARENG_TIMUR,
            "Target 20.001 untuk Kelurahan Cengkareng Timur tidak masuk akal; paling banyak 20.000. "
            "Periksa banyaknya nol.",
        ),
        (
            10_000_001,
            PROVINCE,
            "Target 10.000.001 untuk DKI Jakarta tidak masuk akal; paling banyak 10.000.000. Periksa banyaknya nol.",
        ),
    ],
)
def test_a_negative_or_absurd_number_is_refused(number: int, region: str, message: str):
    assert refusal_of(a_target, number, region) == ("number", message)


def test_the_same_number_again_is_refused():
    a_target(300)

    assert refusal_of(a_target, 300) == ("number", "Target ini sudah 300. Tulis angka lain.")


@pytest.mark.parametrize(
    ("reason", "message"),
    [
        ("", "Tulis alasannya."),
        (" \x00 ", "Tulis alasannya."),
        ("a" * 201, "Alasan paling panjang 200 huruf."),
    ],
)
def test_a_target_needs_a_reason_that_fits(reason: str, message: str):
    assert refusal_of(a_target, 300, reason=reason) == ("reason", message)


def test_a_period_that_is_over_may_still_be_corrected():
    with portal_at(date(2019, 1, 5)):
        a_target(300)

    assert goals.goals(Y2018).target(CENGKARENG_TIMUR) == 300


def test_whoever_has_not_seen_the_last_change_is_told_so():
    first = a_target(250)
    a_target(300, seen=first.pk)

    with pytest.raises(TargetsMoved):
        a_target(350, seen=first.pk)

    assert goals.goals(Y2018).target(CENGKARENG_TIMUR) == 300


def test_a_change_elsewhere_does_not_stand_in_the_way_of_one():
    first = a_target(250)
    a_target(300, KAPUK)

    a_target(350, seen=first.pk)

    assert goals.goals(Y2018).target(CENGKARENG_TIMUR) == 350


def test_whoever_saw_no_target_is_told_when_there_is_one_now():
    a_target(250)

    with pytest.raises(TargetsMoved):
        a_target(300, seen=0)


# --- Many ------------------------------------------------------------------------------------------


def test_many_are_set_in_one_deed_and_those_that_stay_are_left_alone():
    goals.load_defaults()
    official = an_official(JAKARTA_BARAT)

    rows = setting.assign_many(
        period=Y2018,
        numbers={CENGKARENG_TIMUR: 300, KAPUK: 150, CENGKARENG_BARAT: 200},
        by=official,
        reason="Rapat kota.",
    )

    [event] = Event.objects.filter(verb=Verb.TARGET_SET)
    assert [(row.region_id, row.number, row.deed) for row in rows] == [
        (KAPUK, 150, event),
        (CENGKARENG_TIMUR, 300, event),
    ]
    assert (event.subject, event.changes) == (
        f"region:{JAKARTA_BARAT}",
        {"period": [None, "2018"], "way": [None, "berkas"], "kelurahan": [None, 2], "sum": [11_200, 11_250]},
    )


@pytest.mark.parametrize("wrong", [{GAMBIR: 300}, {KAPUK: -1}, {KAPUK: 20_001}, {CENGKARENG: 300}, {PROVINCE: 1}])
def test_one_that_is_refused_holds_back_all(wrong: dict[str, int]):
    numbers = {CENGKARENG_TIMUR: 300} | wrong

    refusal_of(setting.assign_many, period=Y2018, numbers=numbers, by=an_official(JAKARTA_BARAT), reason="Rapat.")

    assert numbers_in_force() == {}


def test_many_that_all_stay_are_refused():
    a_target(300)

    refused = refusal_of(
        setting.assign_many, period=Y2018, numbers={CENGKARENG_TIMUR: 300}, by=an_official(), reason="Rapat."
    )

    assert refused == (None, "Tidak ada target yang berubah.")


def test_many_are_refused_when_any_target_of_the_period_was_set_since_they_were_compared():
    seen = a_target(250).pk
    a_target(300, KAPUK)

    with pytest.raises(TargetsMoved):
        setting.assign_many(period=Y2018, numbers={CENGKARENG_TIMUR: 350}, by=an_official(), reason="Rapat.", seen=seen)

    assert numbers_in_force() == {CENGKARENG_TIMUR: 250, KAPUK: 300}


# --- All at once -----------------------------------------------------------------------------------


def shared_out(way: Way, total: int, **words) -> list[Target]:
    words = {"period": Y2018, "reason": "Rapat PGO."} | words
    return setting.share_out(way=way, total=total, by=words.pop("by", None) or an_official(), **words)


def test_the_fair_targets_follow_who_is_registered_and_add_up_to_the_sum():
    goals.load_defaults()
    people = {CENGKARENG_BARAT: 1, KAPUK: 2, CENGKARENG_TIMUR: 2, GAMBIR: 1}
    for kelurahan, count in people.items():
        for _ in range(count):
            a_participant(kelurahan=kelurahan)
    an_outsider()

    rows = shared_out(Way.FAIR, 53_400)

    assert (len(rows), goals.goals(Y2018).children(PROVINCE)) == (KELURAHAN, 53_400)
    assert {code: number for code, number in numbers_in_force().items() if number} == {
        CENGKARENG_BARAT: 8_900,
        KAPUK: 17_800,
        CENGKARENG_TIMUR: 17_800,
        GAMBIR: 8_900,
    }


def test_a_fair_share_that_is_absurd_for_one_kelurahan_is_refused_by_its_name():
    goals.load_defaults()
    a_participant()

    _, message = refusal_of(shared_out, Way.FAIR, 53_400)

    assert message == (
        "Target 53.400 untuk Kelurahan Cengkareng Timur tidak masuk akal; paling banyak 20.000. Periksa banyaknya nol."
    )


def test_all_kelurahan_at_once_are_one_deed():
    goals.load_defaults()

    rows = shared_out(Way.FLAT, 26_700)

    [event] = Event.objects.filter(verb=Verb.TARGET_SET)
    assert (len(rows), {row.deed for row in rows}, {row.number for row in rows}) == (KELURAHAN, {event}, {100})
    assert (event.subject, event.changes) == (
        "region:31",
        {"period": [None, "2018"], "way": [None, "rata"], "kelurahan": [None, 267], "sum": [53_400, 26_700]},
    )


def test_the_flat_targets_can_be_gone_back_to():
    goals.load_defaults()
    a_crowd()
    shared_out(Way.FAIR, 53_400)

    shared_out(Way.FLAT, 53_400)

    assert set(numbers_in_force().values()) == {200}


def test_a_year_without_targets_gets_its_first_ones_this_way():
    shared_out(Way.FLAT, 40_000, period=Y2019)

    assert goals.goals(Y2019).children(PROVINCE) == 40_000


def test_what_is_shared_out_already_is_refused():
    goals.load_defaults()

    assert refusal_of(shared_out, Way.FLAT, 53_400) == (None, "Pembagian ini sudah berlaku di semua kelurahan.")


def test_with_nobody_registered_there_is_no_fair_share():
    goals.load_defaults()
    an_outsider()

    assert refusal_of(shared_out, Way.FAIR, 53_400) == (
        "way",
        "Belum ada peserta terdaftar di Jakarta untuk dasar pembagian adil.",
    )


@pytest.mark.parametrize("somebody", [lambda: an_official(JAKARTA_BARAT), an_officer, an_administrator])
def test_only_the_provinces_officials_share_out(somebody):
    goals.load_defaults()

    refused = refusal_of(shared_out, Way.FLAT, 26_700, by=somebody())

    assert refused == (None, "Hanya pejabat PGO provinsi yang membagi target semua kelurahan.")


@pytest.mark.parametrize("total", [-1, 10_000_001])
def test_a_negative_or_absurd_total_is_refused(total: int):
    assert refusal_of(shared_out, Way.FLAT, total)[0] == "total"


def test_sharing_out_is_refused_when_a_target_was_set_since_it_was_looked_at():
    seen = a_target(250).pk
    a_target(300, KAPUK)

    with pytest.raises(TargetsMoved):
        shared_out(Way.FLAT, 53_400, seen=seen)


def a_crowd() -> None:
    """A few people in three kelurahan, none of which then gets an absurd share of 53,400."""
    for kelurahan in (CENGKARENG_TIMUR, KAPUK, GAMBIR):
        a_participant(kelurahan=kelurahan)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(total=st.integers(0, 60_000), way=st.sampled_from(Way))
def test_whatever_is_shared_out_adds_up_exactly_at_every_level(total: int, way: Way):
    goals.load_defaults()
    if not goals.registered()[KAPUK]:
        a_crowd()

    try:
        shared_out(way, total)
    except SettingRefused as refusal:
        assert refusal.message == "Pembagian ini sudah berlaku di semua kelurahan."  # noqa: PT017

    found = goals.goals(Y2018)
    assert found.children(PROVINCE) == total
    assert sum(found.target(city.code) or 0 for city in tree.province().children) == total
    assert [
        sum(found.target(child.code) or 0 for child in tree.nodes()[code].children)
        for code in (JAKARTA_BARAT, JAKARTA_PUSAT, CENGKARENG)
    ] == [found.target(code) for code in (JAKARTA_BARAT, JAKARTA_PUSAT, CENGKARENG)]


# --- Two at the same time --------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_two_who_looked_at_the_same_target_one_sets_it_and_the_other_is_told():
    seen = a_target(250).pk
    officials = [an_official(), an_official()]
    both = Barrier(2)
    outcomes: list[str] = []

    def change(official, number: int) -> None:
        try:
            both.wait(timeout=20)
            a_target(number, by=official, seen=seen)
            outcomes.append("set")
        except TargetsMoved:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [Thread(target=change, args=pair) for pair in zip(officials, (300, 350), strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=40)

    assert (sorted(outcomes), Target.objects.count()) == (["set", "told"], 2)
