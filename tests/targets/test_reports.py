"""Published reports: frozen, and explained where today's figure differs (PRODUCT, "What counts", rules 6 and 9)."""

import re
import zlib
from dataclasses import replace
from datetime import date, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from okoce.audit import sealing
from okoce.audit.recording import history
from participants import nik
from permits import deeds
from targets import goals, progress, publishing, restating
from targets.models import Report
from tests.okoce.accounts.factories import an_officer, an_official
from tests.okoce.regions.codes import CENGKARENG_TIMUR, GAMBIR, JAKARTA_BARAT, KAPUK, PROVINCE
from tests.participants.factories import a_nik, a_participant
from tests.permits.deeds import paper_of
from tests.permits.factories import a_paper, a_permit
from tests.targets.pages import hidden, published_by, shown_figure, text_of
from tests.targets.scene import a_scene
from tests.targets.setting import a_target
from tests.travel import portal_at

pytestmark = pytest.mark.django_db

DAY = date(2018, 9, 9)


def published() -> Report:
    with portal_at(datetime(2018, 9, 9, 12)):
        return publishing.publish(as_of=DAY, by=an_official())


def test_a_report_freezes_the_figures_of_every_region():
    a_scene()

    report = published()

    assert len(report.figures) == 318
    assert report.figures[PROVINCE]["new_entrepreneurs"] == 3
    assert report.figures[KAPUK]["new_entrepreneurs"] == 1
    assert publishing.is_intact(Report.objects.get())


def test_a_published_figure_stays_and_the_restatement_names_the_permits_and_adds_up():
    a_scene()
    officer = an_officer()
    with portal_at(datetime(2018, 9, 9, 9)):
        yesterday = a_permit(by=officer, issued_on=date(2018, 9, 8))
    report = published()
    with portal_at(datetime(2018, 9, 9, 15)):
        deeds.void(yesterday, by=officer, reason="salah orang")
        late = deeds.record(a_participant(), a_paper(issued_on=date(2018, 9, 7)), by=officer)

    restated = restating.restate(Report.objects.get(), PROVINCE)

    assert report.figures[PROVINCE]["new_entrepreneurs"] == restated.published == 4
    assert restated.today == progress.read(PROVINCE, DAY).standing.result == 4
    assert [(reason.permit, reason.reason, reason.net) for reason in restated.reasons] == [
        (yesterday, "dibatalkan", -1),
        (late, "dicatat kemudian", 1),
    ]
    assert restated.bridge.levels[-1] == restated.today


def test_a_correction_of_the_kelurahan_shows_in_both_and_not_in_their_sum():
    scene = a_scene()
    report = published()
    with portal_at(datetime(2018, 9, 9, 15)):
        deeds.correct(
            scene.moved_to,
            a_paper(
                kind=scene.moved_to.kind,
                number=scene.moved_to.number,
                issued_on=scene.moved_to.issued_on,
                kelurahan=KAPUK,
            ),
            by=an_official(JAKARTA_BARAT),
            reason="salah kelurahan",
        )

    differences = {
        region: restating.restate(report, region).difference
        for region in (PROVINCE, JAKARTA_BARAT, CENGKARENG_TIMUR, KAPUK)
    }

    assert differences == {PROVINCE: 0, JAKARTA_BARAT: 0, CENGKARENG_TIMUR: -1, KAPUK: 1}
    for region in differences:
        assert restating.restate(report, region).today == progress.read(region, DAY).standing.result


def test_a_deed_for_a_later_day_does_not_touch_the_report():
    scene = a_scene()
    report = published()
    with portal_at(date(2018, 9, 20)):
        deeds.revoke(scene.first, on=date(2018, 9, 15), by=an_officer(), reason="pindah")

    assert restating.restate(report, PROVINCE).reasons == []


def test_reports_are_numbered_within_their_year_and_never_changed():
    first, second = published(), published()

    assert [first.number, second.number] == ["2018-001", "2018-002"]
    for tampering in (lambda: Report.objects.update(note="lain"), lambda: Report.objects.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            tampering()


def test_a_report_about_the_future_is_refused():
    with pytest.raises(publishing.PublicationRefused):
        publishing.publish(as_of=date(2018, 9, 10), by=an_official())


def test_the_command_publishes_for_an_official(capsys):
    official = an_official(username="pejabat")

    call_command("publish_report", "--by", official.username, "--as-of", "2018-09-09")

    assert capsys.readouterr().out == "report 2018-001: 0 new entrepreneurs as of 2018-09-09\n"


@pytest.mark.parametrize("username", ["pejabat-kota", "petugas-kelurahan", "tidak-ada"])
def test_the_command_publishes_only_for_officials_of_the_province(username: str):
    an_official(JAKARTA_BARAT, username="pejabat-kota")
    an_officer(username="petugas-kelurahan")

    with pytest.raises(CommandError, match="no active PGO official of the province"):
        call_command("publish_report", "--by", username)

    assert not Report.objects.exists()


def test_the_command_needs_no_name_where_only_one_official_may_publish(capsys):
    an_official(JAKARTA_BARAT)
    with pytest.raises(CommandError, match="there is none"):
        call_command("publish_report")
    an_official(username="satu")

    call_command("publish_report", "--as-of", "2018-09-09")
    an_official(username="dua")

    assert Report.objects.get().published_by.username == "satu"
    with pytest.raises(CommandError, match="say with --by which PGO official of the province publishes: dua, satu"):
        call_command("publish_report")


def test_after_the_thousandth_report_of_a_year_comes_the_next():
    first = published()
    for number in ("2018-999", "2018-1000"):
        first.pk, first.number = None, number
        first.save(force_insert=True)

    assert published().number == "2018-1001"


def test_the_list_of_reports_goes_on_and_reads_only_what_it_shows(client: Client):
    a_scene()
    first = published()
    for number in range(2, 53):
        first.pk, first.number = None, f"2018-{number:03d}"
        first.save(force_insert=True)

    with CaptureQueriesContext(connection) as statements:
        newest = client.get("/laporan/")
    oldest = client.get(f"/laporan/?after={newest.context['page'].next}")

    assert [row.report.number for row in newest.context["reports"]][::49] == ["2018-052", "2018-003"]
    assert [(row.report.number, row.published) for row in oldest.context["reports"]] == [
        ("2018-002", 3),
        ("2018-001", 3),
    ]
    assert [one["sql"] for one in statements if '"figures",' in one["sql"]] == []


def test_a_note_that_holds_a_nik_is_not_published(client: Client):
    client.force_login(an_official())

    page = client.post("/pgo/laporan/", {"as_of": "9/9/2018", "note": f"Tanpa izin {a_nik(serial=7001)}."})

    assert nik.HELD in page.content.decode()
    with pytest.raises(publishing.PublicationRefused, match="NIK"):
        publishing.publish(as_of=DAY, by=an_official(), note=f"Tanpa izin {a_nik(serial=7001)}.")
    assert not Report.objects.exists()


def test_everybody_reads_a_report_and_only_officials_see_which_permits(client: Client):
    scene = a_scene()
    report = published()
    with portal_at(datetime(2018, 9, 9, 15)):
        deeds.void(scene.first, by=an_officer(), reason="salah catat")
    official = Client()
    official.force_login(an_official())

    public_page = client.get(f"/laporan/{report.number}/").content.decode()
    officials_page = official.get(f"/laporan/{report.number}/").content.decode().replace("<wbr>", "")

    assert scene.first.number not in public_page
    assert scene.first.number in officials_page
    assert client.get(f"/laporan/{report.number}/?wilayah={KAPUK}").status_code == 200
    assert client.get("/laporan/2018-999/").status_code == 404
    assert client.get(f"/laporan/{report.number}/?wilayah=99").status_code == 404
    assert client.get(f"/laporan/{report.number}/laporan.pdf").content[:5] == b"%PDF-"
    assert client.get("/laporan/").status_code == 200


def test_publishing_is_for_the_provinces_officials(client: Client):
    tries = {}
    for name, user in (("officer", an_officer()), ("city", an_official(JAKARTA_BARAT)), ("province", an_official())):
        client.force_login(user)
        tries[name] = published_by(client, {"as_of": "9/9/2018", "note": ""}).status_code

    assert tries == {"officer": 403, "city": 403, "province": 302}
    assert Report.objects.count() == 1


def test_a_report_sent_twice_is_published_once(client: Client):
    client.force_login(an_official())
    sent = {"as_of": "9/9/2018", "note": "Mingguan.", "seen": hidden(client.get("/pgo/laporan/"), "seen")}

    answers = [published_by(client, sent)["Location"] for _ in range(2)]

    assert answers == ["/laporan/2018-001/"] * 2
    assert Report.objects.count() == 1


def test_whoever_publishes_hears_of_a_report_that_came_out_meanwhile(client: Client):
    client.force_login(an_official())
    page = client.get("/pgo/laporan/")
    other = published()

    refused = published_by(client, {"as_of": "9/9/2018", "note": "", "seen": hidden(page, "seen")})
    again = published_by(client, {"as_of": "9/9/2018", "note": "", "seen": hidden(refused, "seen")})

    assert f"Sementara itu laporan {other.number} sudah terbit." in refused.content.decode()
    assert (again.status_code, Report.objects.count()) == (302, 2)


def test_nothing_is_published_before_its_figures_were_seen(client: Client):
    a_scene()
    client.force_login(an_official())
    answers = {"as_of": "31/8/2018", "note": "Bulanan."}

    seen = client.post("/pgo/laporan/", answers)
    other_day = client.post("/pgo/laporan/", answers | {"as_of": "9/9/2018", "shown": shown_figure(seen)})
    a_permit(issued_on=date(2018, 8, 30))
    changed = client.post("/pgo/laporan/", answers | {"shown": shown_figure(seen)})
    before = Report.objects.count()
    made = client.post("/pgo/laporan/", answers | {"shown": shown_figure(changed)})

    said = [text_of(page) for page in (seen, other_day, changed)]
    assert "Yang akan terbit per 31 Agustus 2018 4 dari 40.000 wirausaha baru" in said[0]
    assert "Terbitkan laporan per 31 Agustus 2018: 4 wirausaha baru" in said[0]
    assert "Terbitkan laporan per 9 September 2018: 3 wirausaha baru" in said[1]
    assert "Sementara itu angkanya berubah." in said[2]
    assert "Terbitkan laporan per 31 Agustus 2018: 5 wirausaha baru" in said[2]
    assert (before, made["Location"], Report.objects.get().note) == (0, "/laporan/2018-001/", "Bulanan.")
    assert Report.objects.get().figures[PROVINCE]["new_entrepreneurs"] == 5


def test_a_target_that_was_set_meanwhile_is_seen_before_it_is_published(client: Client):
    a_scene()
    goals.load_defaults()
    client.force_login(an_official())
    answers = {"as_of": "9/9/2018", "note": ""}
    seen = client.post("/pgo/laporan/", answers)
    a_target(25_000, PROVINCE)

    changed = client.post("/pgo/laporan/", answers | {"shown": shown_figure(seen)})

    assert "Sementara itu angkanya berubah." in text_of(changed)
    assert not Report.objects.exists()


def test_the_last_report_on_the_achievement_page_is_the_years_own(client: Client):
    a_scene()
    goals.load_defaults()
    published()
    with portal_at(datetime(2018, 9, 9, 13)):
        publishing.publish(as_of=date(2017, 12, 31), by=an_official())

    assert "Laporan resmi terakhir: 2018-001" in text_of(client.get("/capaian/"))


def test_a_target_of_nothing_is_told_on_its_report(client: Client):
    goals.load_defaults()
    a_target(0, KAPUK)
    report = published()

    assert "dari target 0 pada 2018 · tercapai" in text_of(client.get(f"/laporan/{report.number}/?wilayah={KAPUK}"))


def test_a_bad_day_comes_back_with_what_was_typed(client: Client):
    client.force_login(an_official())

    page = client.post("/pgo/laporan/", {"as_of": "31/12/2018", "note": "catatan saya"}).content.decode()

    assert "masa depan" in page
    assert "catatan saya" in page
    assert "Yang akan terbit" not in page


def test_a_year_in_which_more_stop_than_begin_reads_well(client: Client):
    scene = a_scene()
    officer = an_officer()
    with portal_at(date(2019, 3, 1)):
        deeds.revoke(scene.first, on=date(2019, 2, 1), by=officer, reason="tutup")
        deeds.revoke(scene.moved_to, on=date(2019, 2, 2), by=officer, reason="tutup")
        found = progress.read(PROVINCE, date(2019, 3, 1))
        page = client.get("/capaian/").content.decode()

    # The first permit's second paper takes over, so one person moves and one stops.
    assert (found.standing.result, found.figures.began, found.figures.stopped, found.figures.moved) == (-1, 0, 1, 0)
    assert found.standing.share == 0
    assert "<strong>−1</strong>" in page


def test_a_correction_of_the_kind_is_named_although_the_number_stays():
    scene = a_scene()
    report = published()
    with portal_at(datetime(2018, 9, 9, 15)):
        deeds.correct(
            scene.moved_to,
            a_paper(number=scene.moved_to.number, issued_on=scene.moved_to.issued_on),
            by=an_officer(),
            reason="ternyata IUMK",
        )

    restated = restating.restate(report, PROVINCE)
    changed = {line.label: line.difference for line in restating.compare(report, PROVINCE) if line.difference}

    assert restated.difference == 0
    assert [(reason.permit, reason.kinds) for reason in restated.reasons] == [(scene.moved_to, "IUMK +1, SKU −1")]
    assert changed == {"IUMK": 1, "SKU": -1}


def test_officials_open_a_frozen_figure_to_the_lines_known_then(client: Client):
    a_scene()
    report = published()
    with portal_at(datetime(2018, 9, 9, 15)):
        a_permit(issued_on=date(2018, 9, 8))
    client.force_login(an_official())

    page = client.get(f"/laporan/{report.number}/").content.decode()
    moment = report.known_at.astimezone().isoformat()
    with portal_at(datetime(2018, 9, 9, 16)):
        then = client.get("/capaian/31/rincian/", {"per": "2018-09-09", "data_sampai": moment}).content.decode()
        now = client.get("/capaian/31/rincian/", {"per": "2018-09-09"}).content.decode()

    assert "data_sampai=2018-09-09T12%3A00%3A00%2B07%3A00" in page
    assert "<h1>3: " in then
    assert "<h1>4: " in now


def test_a_report_carries_the_seal_over_its_own_publication(client: Client, django_capture_on_commit_callbacks):
    official = an_official(username="pgo-terbit")
    with django_capture_on_commit_callbacks(execute=True):
        report = publishing.publish(as_of=DAY, by=official)

    seal = sealing.head()
    page = client.get(f"/laporan/{report.number}/").content.decode()
    deed = history(report).get()
    assert seal is not None
    assert (publishing.seal_of(report), deed.changes["checksum"]) == (seal, [None, report.checksum])
    assert f"Segel catatan audit saat terbit: <code>1:{seal.digest}</code>" in page
    call_command("verify_audit", "--seal", str(seal))


RESERVE = "Jumlah target kelurahan 53.400; target DKI Jakarta 40.000. Selisih 13.400 adalah cadangan."


def test_a_reports_table_and_its_pdf_say_why_the_targets_do_not_add_up_to_the_last_row(client: Client):
    a_scene()
    report = published()

    page, below = (client.get(f"/laporan/{report.number}/?wilayah={region}") for region in ("31", JAKARTA_BARAT))
    pdf = client.get(f"/laporan/{report.number}/laporan.pdf").content

    streams = [zlib.decompress(found) for found in re.findall(rb"stream\n(.*?)\nendstream", pdf, re.DOTALL)]
    assert (RESERVE in text_of(page), "cadangan" in text_of(below)) == (True, False)
    assert b"Selisih 13.400 adalah cadangan" in b"".join(streams)


def test_the_list_shows_todays_figure_for_the_same_day_with_constant_statements(
    client: Client, django_assert_num_queries
):
    scene = a_scene()
    official = an_official()
    with portal_at(datetime(2018, 9, 9, 12)):
        publishing.publish(as_of=date(2018, 8, 31), by=official)
        with django_assert_num_queries(2):
            client.get("/laporan/")
        for day in (date(2018, 8, 2), date(2017, 12, 31)):
            publishing.publish(as_of=day, by=official)
    with portal_at(datetime(2018, 9, 9, 15)):
        deeds.void(scene.elsewhere, by=an_officer(KAPUK, username="petugas-kapuk"), reason="salah catat")

    with django_assert_num_queries(2):
        page = client.get("/laporan/")

    rows = {row.report.as_of: (row.published, row.today, row.difference) for row in page.context["reports"]}
    assert rows == {date(2018, 8, 31): (4, 3, -1), date(2018, 8, 2): (2, 2, 0), date(2017, 12, 31): (0, 0, 0)}
    assert page.content.decode().count("#sekarang") == 1


def test_a_report_says_nothing_of_a_seal_that_is_not_there_yet(client: Client):
    report = published()

    assert publishing.seal_of(report) is None
    assert "Segel" not in client.get(f"/laporan/{report.number}/").content.decode()


def test_publishing_stands_under_reports_though_its_address_begins_as_the_boards(client: Client):
    client.force_login(an_official())

    pages = [client.get(address).content.decode() for address in ("/pgo/laporan/", "/laporan/", "/pgo/banding/")]

    marked = [re.findall(r'<a href="([^"]+)" aria-current="page">', page)[:1] for page in pages]
    assert marked == [["/laporan/"], ["/laporan/"], ["/pgo/"]]


def test_a_permit_that_is_another_regions_by_now_is_named_and_not_linked(client: Client):
    officer, guest = an_officer(), a_participant(kelurahan=GAMBIR)
    with portal_at(datetime(2018, 9, 9, 11)):
        permit = a_permit(guest, officer, issued_on=date(2018, 9, 3))
    report = published()
    with portal_at(datetime(2018, 9, 9, 15)):
        deeds.correct(permit, replace(paper_of(permit), kelurahan=GAMBIR), by=an_official(), reason="salah kelurahan")
        client.force_login(officer)

        page = client.get(f"/laporan/{report.number}/?wilayah={CENGKARENG_TIMUR}").content.decode().replace("<wbr>", "")

        assert (permit.number in page, f"/izin/{permit.pk}/" in page) == (True, False)
        assert client.get(f"/izin/{permit.pk}/").status_code == 404
