"""Alarms and samples over what was recorded."""

from collections.abc import Iterable
from datetime import date
from functools import partial

import pytest
from django.test import Client

from okoce.accounts.models import User
from okoce.audit.models import Event, Verb
from participants import nik
from permits.checks import alarms, sampling
from permits.checks.models import Look, SampledPermit
from permits.deeds import DeedRefused
from permits.models import Kind, Permit
from tests.at_once import at_once
from tests.okoce.accounts.factories import an_officer, an_official
from tests.okoce.regions.codes import CENGKARENG_TIMUR, GAMBIR, JAKARTA_BARAT, JAKARTA_PUSAT, KAPUK, PROVINCE
from tests.participants.factories import a_nik, a_participant
from tests.permits.factories import a_permit

pytestmark = pytest.mark.django_db

DAY = date(2018, 9, 9)


def a_surge() -> None:
    """Twenty-one permits of one officer on one day, with consecutive numbers, five of them at one address."""
    officer = an_officer()
    for number in range(1, 22):
        address = "Jl. Melati No. 5" if number <= 5 else f"Jl. Mawar {number}"
        person = a_participant(address=address)
        a_permit(person, officer, kind=Kind.SKU, number=f"{number}/SKU", issued_on=date(2018, 9, 3))


def test_a_surge_raises_the_three_alarms_where_it_happened():
    a_surge()

    found = alarms.alarms(JAKARTA_BARAT, DAY)

    assert [(alarm.kind, alarm.count) for alarm in found] == [
        ("hari ramai", 21),
        ("nomor berurutan", 21),
        ("satu alamat", 5),
    ]
    assert alarms.alarms(JAKARTA_PUSAT, DAY) == []


def test_equal_addresses_in_five_kelurahan_raise_no_alarm():
    officer = an_officer()
    places = [CENGKARENG_TIMUR, KAPUK, GAMBIR, None, None]
    for number, (place, outside) in enumerate(zip(places, ["", "", "", "Kota Bekasi", "Kota Depok"], strict=True), 1):
        person = a_participant(address="Jl. Melati No. 5", kelurahan=place, outside_place=outside)
        a_permit(person, officer, number=f"{number}/IUMK", issued_on=date(2018, 9, 3), kelurahan=CENGKARENG_TIMUR)

    assert alarms.alarms(PROVINCE, DAY) == []


@pytest.mark.parametrize("form", ["SKU/2018/{:04d}", "503/{}/31.73.01.1006/2018", "IUMK.31.73.01-{:05d}"])
def test_numbers_run_wherever_they_stand_in_what_is_otherwise_the_same(form: str):
    officer = an_officer()
    for number in range(95, 115):
        a_permit(a_participant(), officer, number=form.format(number), issued_on=date(2018, 9, 3))

    [found] = [alarm for alarm in alarms.alarms(PROVINCE, DAY) if alarm.kind == "nomor berurutan"]

    assert (found.count, [paper.name.split(" ", 1)[1] for paper in found.papers][::19]) == (
        20,
        [form.format(95), form.format(114)],
    )
    assert "95 sampai 114" in found.sentence


def in_a_row(officer: User, kind: Kind, numbers: Iterable[int]) -> None:
    for number in numbers:
        a_permit(None, officer, kind=kind, number=f"{number}/{kind}", issued_on=date(2018, 9, 3))


def test_numbers_of_two_kinds_are_no_run_together():
    officer = an_officer()
    in_a_row(officer, Kind.SKU, range(1, 11))
    in_a_row(officer, Kind.IUMK, range(11, 21))

    assert [alarm.kind for alarm in alarms.alarms(PROVINCE, DAY)] == []


def test_runs_of_two_kinds_and_of_two_officers_are_looked_at_apart():
    officer, colleague, official = an_officer(), an_officer(), an_official()
    in_a_row(officer, Kind.SKU, range(1, 21))
    in_a_row(officer, Kind.IUMK, range(1, 21))
    in_a_row(colleague, Kind.SKU, (100, *range(101, 121)))
    in_a_row(colleague, Kind.IUMK, range(200, 220))

    def runs() -> list[alarms.Alarm]:
        return [alarm for alarm in alarms.alarms(PROVINCE, DAY) if alarm.kind == "nomor berurutan"]

    assert len({alarm.key for alarm in runs()}) == 4
    alarms.look(runs()[0], by=official, finding="pelayanan keliling")
    assert [bool(alarm.look) for alarm in runs()] == [False, False, False, True]
    assert "Nomor IUMK 1 sampai 20 dari satu petugas, semua terbit 3 September 2018." in {
        alarm.sentence for alarm in runs()
    }


def test_an_alarm_that_was_looked_at_goes_to_the_end_with_what_was_found():
    a_surge()
    official = an_official()

    alarms.look(alarms.alarms(PROVINCE, DAY)[0], by=official, finding="pelayanan keliling")

    found = alarms.alarms(PROVINCE, DAY)
    assert [alarm.look and alarm.look.finding for alarm in found] == [None, None, "pelayanan keliling"]


def test_a_sample_draws_each_permit_once_and_no_more_than_there_are():
    permits = {a_permit().pk for _ in range(4)}

    sample = sampling.draw(region=PROVINCE, issued_from=date(2018, 1, 1), issued_to=DAY, size=30, by=an_official())

    assert set(sample.drawn.values_list("permit_id", flat=True)) == permits


def test_the_share_confirmed_is_of_those_checked():
    for _ in range(4):
        a_permit()
    official = an_official()
    sample = sampling.draw(region=PROVINCE, issued_from=date(2018, 1, 1), issued_to=DAY, size=4, by=official)
    first, second, third, _ = sample.drawn.all()

    for drawn, confirmed in ((first, True), (second, True), (third, False)):
        sampling.check(drawn, confirmed=confirmed, note="" if confirmed else "nomor lain", by=official)

    assert sampling.progress_of(sample) == sampling.Confirmed(drawn=4, checked=3, confirmed=2)


def test_what_does_not_agree_must_be_said():
    a_permit()
    official = an_official()
    sample = sampling.draw(region=PROVINCE, issued_from=date(2018, 1, 1), issued_to=DAY, size=1, by=official)

    with pytest.raises(DeedRefused):
        sampling.check(sample.drawn.get(), confirmed=False, note=" ", by=official)


def test_there_must_be_something_to_draw_from():
    with pytest.raises(DeedRefused):
        sampling.draw(region=PROVINCE, issued_from=date(2018, 1, 1), issued_to=DAY, size=1, by=an_official())


def test_officials_walk_from_alarm_to_sample_to_share(client: Client):
    a_surge()
    client.force_login(an_official(JAKARTA_BARAT))
    alarm = alarms.alarms(JAKARTA_BARAT, DAY)[0]

    looked = client.post("/pgo/pemeriksaan/", {"alarm": alarm.key, "finding": "benar, pelayanan keliling"})
    page = client.get("/pgo/pemeriksaan/").content.decode()
    drawn = client.post(
        "/pgo/pemeriksaan/sampel/", {"issued_from": "1/1/2018", "issued_to": "9/9/2018", "size": "2"}, follow=True
    )
    one = SampledPermit.objects.order_by("pk").first()
    checked = client.post(f"/pgo/pemeriksaan/izin/{one.pk}/", {"confirmed": "ya", "note": ""}, follow=True)

    assert looked.status_code == 302
    assert "benar, pelayanan keliling" in page
    assert "2 izin menunggu dicocokkan" in drawn.content.decode()
    assert "100,0 % dari 1 izin" in checked.content.decode()


def test_a_nik_among_the_words_of_a_finding_is_not_kept(client: Client):
    a_surge()
    client.force_login(an_official(JAKARTA_BARAT))
    alarm = alarms.alarms(JAKARTA_BARAT, DAY)[0]
    sample = sampling.draw(
        region=JAKARTA_BARAT, issued_from=date(2018, 1, 1), issued_to=DAY, size=1, by=an_official(JAKARTA_BARAT)
    )
    words = f"milik {a_nik(serial=7002)}"

    looked = client.post("/pgo/pemeriksaan/", {"alarm": alarm.key, "finding": words})
    checked = client.post(f"/pgo/pemeriksaan/izin/{sample.drawn.get().pk}/", {"confirmed": "tidak", "note": words})

    assert [nik.HELD in page.content.decode() for page in (looked, checked)] == [True, True]
    assert not Look.objects.exists()
    assert sample.drawn.get().confirmed is None


def test_the_board_names_what_waits_for_a_look_until_somebody_has_looked(client: Client):
    a_surge()
    client.force_login(an_official(JAKARTA_BARAT))

    before = client.get("/pgo/").content.decode()
    for alarm in alarms.alarms(JAKARTA_BARAT, DAY)[:2]:
        client.post("/pgo/pemeriksaan/", {"alarm": alarm.key, "finding": "pelayanan keliling"})
    after = client.get("/pgo/").content.decode()
    elsewhere = client.get(f"/pgo/wilayah/{KAPUK}/").content.decode()
    past = client.get("/pgo/?per=2018-09-08").content.decode()

    assert "3 hal tampak tidak biasa dan belum diperiksa" in before
    assert "21 izin terbit pada 3 September 2018" in before
    assert "1 hal tampak tidak biasa dan belum diperiksa" in after
    assert "pemegang izin baru memakai satu alamat usaha" in after
    assert [("tidak biasa" in page) for page in (elsewhere, past)] == [False, False]


def test_too_many_permits_are_not_gone_through_for_a_board(monkeypatch: pytest.MonkeyPatch):
    a_surge()
    monkeypatch.setattr(alarms, "MOST_AT_A_GLANCE", 20)

    assert alarms.waiting(JAKARTA_BARAT, DAY, version=None) is None
    monkeypatch.setattr(alarms, "MOST_AT_A_GLANCE", 21)
    assert len(alarms.waiting(JAKARTA_BARAT, DAY, version=7)) == 3


def test_the_board_says_that_there_are_too_many_permits_for_a_glance_but_not_of_a_day_that_is_over(
    client: Client, monkeypatch: pytest.MonkeyPatch
):
    a_surge()
    client.force_login(an_official(JAKARTA_BARAT))
    monkeypatch.setattr(alarms, "MOST_AT_A_GLANCE", 20)

    now, past = (client.get(path).content.decode() for path in ("/pgo/", "/pgo/?per=2018-09-08"))

    said = "Izin 28 hari terakhir terlalu banyak untuk dilihat sekilas"
    assert [said in page for page in (now, past)] == [True, False]


def test_that_there_are_too_many_is_kept_as_long_as_no_permit_changes(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries
):
    a_surge()
    monkeypatch.setattr(alarms, "MOST_AT_A_GLANCE", 20)
    first = alarms.waiting(JAKARTA_BARAT, DAY, version=8)

    with django_assert_num_queries(0):
        again = alarms.waiting(JAKARTA_BARAT, DAY, version=8)

    assert (first, again) == (None, None)


def test_second_looks_are_for_officials_of_that_region(client: Client):
    a_permit(kelurahan=CENGKARENG_TIMUR)
    sample = sampling.draw(
        region=JAKARTA_BARAT, issued_from=date(2018, 1, 1), issued_to=DAY, size=1, by=an_official(JAKARTA_BARAT)
    )
    paths = ["/pgo/pemeriksaan/", "/pgo/pemeriksaan/sampel/", f"/pgo/pemeriksaan/sampel/{sample.pk}/"]
    tries = {}
    for name, user in (("officer", an_officer()), ("other", an_official(JAKARTA_PUSAT))):
        client.force_login(user)
        tries[name] = [client.get(path).status_code for path in paths]

    assert tries == {"officer": [403, 403, 403], "other": [200, 200, 404]}
    assert [Client().get(path).status_code for path in paths] == [302, 302, 302]


# --- Two officials at once -----------------------------------------------------------------------------


def looking(client: Client, alarm: alarms.Alarm, finding: str):
    return client.post("/pgo/pemeriksaan/", {"alarm": alarm.key, "finding": finding})


def test_who_looks_second_is_told_who_looked_first_and_keeps_their_words(client: Client):
    a_surge()
    alarm = alarms.alarms(PROVINCE, DAY)[0]
    alarms.look(alarm, by=an_official(name="Ani Pertama"), finding="pelayanan keliling")
    client.force_login(an_official())

    page = looking(client, alarm, "nomornya dibeli")

    [refusal] = page.context["form"].non_field_errors()
    assert refusal.startswith("Tanda ini sudah dilihat Ani Pertama pada 9 September 2018")
    assert (page.context["typed"], page.context["typed_at"]) == ("nomornya dibeli", "")
    assert "readonly>nomornya dibeli</textarea>" in page.content.decode()
    assert Look.objects.get().finding == "pelayanan keliling"


def test_a_crowd_that_grew_is_looked_at_again_and_the_words_stay_beside_it(client: Client):
    a_surge()
    [alarm] = [alarm for alarm in alarms.alarms(PROVINCE, DAY) if alarm.kind == "satu alamat"]
    a_permit(a_participant(address="Jalan Melati 5"), number="99/IUMK", issued_on=date(2018, 9, 4))
    client.force_login(an_official())

    page = looking(client, alarm, "satu pasar")
    grown = page.context["typed_at"]
    again = client.post("/pgo/pemeriksaan/", {"alarm": grown, "finding": page.context["typed"]})

    assert page.context["form"].non_field_errors() == [
        "Tanda ini berubah sejak halaman dibuka. 6 pemegang izin baru memakai satu alamat usaha. "
        "Periksa sekali lagi, lalu simpan temuan Anda."
    ]
    assert 'value="satu pasar"' in page.content.decode()
    assert (again.status_code, Look.objects.get().alarm) == (302, grown)


def test_an_alarm_that_is_gone_is_said_to_be_gone(client: Client):
    a_surge()
    gone = alarms.alarms(PROVINCE, DAY)[0]
    client.force_login(an_official(JAKARTA_PUSAT))

    page = looking(client, gone, "satu pasar")

    assert page.context["form"].non_field_errors() == [
        "Tanda ini tidak ada lagi: izinnya berubah sejak halaman dibuka."
    ]
    assert "readonly>satu pasar</textarea>" in page.content.decode()
    assert not Look.objects.exists()


def test_a_look_without_words_is_asked_about_beside_its_alarm(client: Client):
    a_surge()
    alarm = alarms.alarms(PROVINCE, DAY)[1]
    client.force_login(an_official())

    page = looking(client, alarm, "")

    assert (page.context["typed_at"], list(page.context["form"].errors)) == (alarm.key, ["finding"])
    assert 'id="id_finding" name="finding" maxlength="200" value="" aria-invalid="true"' in page.content.decode()


def test_what_a_colleague_found_of_a_sampled_permit_stays_and_is_recorded(client: Client):
    a_permit()
    colleague, official = an_official(name="Ani Pertama"), an_official()
    sample = sampling.draw(region=PROVINCE, issued_from=date(2018, 1, 1), issued_to=DAY, size=1, by=official)
    drawn = sample.drawn.get()
    sampling.check(drawn, confirmed=True, note="", by=colleague)
    client.force_login(official)

    page = client.post(f"/pgo/pemeriksaan/izin/{drawn.pk}/", {"confirmed": "tidak", "note": "nomornya lain"})

    [refusal] = page.context["form"].non_field_errors()
    drawn.refresh_from_db()
    assert refusal.startswith("Izin ini sudah diperiksa Ani Pertama pada 9 September 2018")
    assert refusal.endswith(": cocok. Hasil Anda tidak tersimpan.")
    assert page.context["form"]["note"].value() == "nomornya lain"
    assert (drawn.confirmed, drawn.note, drawn.checked_by) == (True, "", colleague)
    [deed] = Event.objects.filter(subject=f"sampledpermit:{drawn.pk}")
    assert (deed.verb, deed.actor, deed.changes) == (Verb.LOOKED, colleague, {"confirmed": [None, True]})


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_check_one_permit_at_once_one_is_refused():
    a_permit()
    officials = [an_official(), an_official()]
    sample = sampling.draw(region=PROVINCE, issued_from=date(2018, 1, 1), issued_to=DAY, size=1, by=officials[0])
    drawn = sample.drawn.get()

    def press(official: User, _: int) -> None:
        sampling.check(drawn, confirmed=True, note="", by=official)

    [outcomes] = at_once(1, *(partial(press, official) for official in officials), refusals=DeedRefused)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["DeedRefused", "NoneType"]


def test_an_alarm_opens_to_just_the_permits_it_is_about(client: Client):
    a_surge()
    client.force_login(an_official(JAKARTA_BARAT))

    found = alarms.alarms(JAKARTA_BARAT, DAY)
    page = client.get("/pgo/pemeriksaan/").content.decode()

    assert {alarm.kind for alarm in found} == {"hari ramai", "nomor berurutan", "satu alamat"}
    for alarm in found:
        papers = Permit.objects.filter(pk__in=[paper.pk for paper in alarm.papers])
        people = papers.values("participant").distinct().count()
        assert (people if alarm.kind == "satu alamat" else papers.count()) == alarm.count
        assert sorted(map(str, papers)) == sorted(paper.name for paper in alarm.papers)
        assert f"Lihat {len(alarm.papers)} izinnya" in page
