"""The lists of people, permits and obstacles: within one's scope, filtered, paged, and as files."""

import io
from datetime import date

import pytest
from django.test import Client
from django.utils.timezone import localtime
from openpyxl import load_workbook

from okoce.audit.models import Event, Verb
from okoce.ui import pagination
from participants import deeds as step_deeds
from participants.models import Participant, Step
from participants.own import requests
from participants.own.models import RequestKind
from permits import deeds, merging, obstacles
from permits.models import Kind, ObstacleKind, Source
from tests.okoce.accounts.factories import a_participants_account, an_administrator, an_officer, an_official
from tests.okoce.regions.codes import CENGKARENG, CENGKARENG_TIMUR, GAMBIR, JAKARTA_BARAT, KAPUK
from tests.participants.factories import a_nik, a_participant, an_outsider
from tests.permits.factories import a_permit

pytestmark = pytest.mark.django_db

PEOPLE, PERMITS, OBSTACLES = "/peserta/", "/izin/", "/kendala/"
LISTS = [PEOPLE, PERMITS, OBSTACLES]
FILES = ["/peserta/ekspor.csv", "/izin/ekspor.csv", "/kendala/ekspor.csv", "/peserta/ekspor.xlsx"]
JULY, AUGUST = date(2018, 7, 1), date(2018, 8, 1)


def listed(client: Client, address: str) -> list[str]:
    """The names or numbers on the page, in order."""
    page = client.get(address).context["page"]
    return [getattr(row, "name", "") or getattr(row, "number", "") or row.participant.name for row in page.items]


def complete(person: Participant, step: Step, on: date = AUGUST) -> None:
    step_deeds.complete_step(person, step=step, on=on, by=an_official())


def note(person: Participant, kind: ObstacleKind = ObstacleKind.PAPERS):
    return obstacles.set_obstacle(person, kind=kind, by=an_officer())


# Who may see what --------------------------------------------------------------------------------


@pytest.mark.parametrize("address", LISTS)
def test_strangers_are_sent_to_sign_in(client: Client, address):
    assert client.get(address).url == f"/masuk/?next={address}"


@pytest.mark.parametrize("address", [*LISTS, *FILES])
@pytest.mark.parametrize("account", [a_participants_account, an_administrator])
def test_the_lists_are_for_officials(client: Client, address, account):
    client.force_login(account())

    assert (client.get(address).status_code, client.post(address).status_code)[address in FILES] == 403


@pytest.fixture
def everywhere() -> None:
    """One person each in three kelurahan and outside, and one from outside with a permit of Kapuk."""
    for code, name in ((CENGKARENG_TIMUR, "Timur"), (KAPUK, "Kapuk"), (GAMBIR, "Gambir")):
        person = a_participant(JULY, name=name, kelurahan=code)
        note(a_participant(JULY, name=f"Terkendala {name}", kelurahan=code))
        a_permit(person, an_officer(code), kelurahan=code, number=f"{name}/2018")
    an_outsider(name="Luar")
    a_permit(an_outsider(name="Tamu"), an_officer(KAPUK), kelurahan=KAPUK, number="Tamu/2018")


@pytest.mark.parametrize(
    ("user", "names"),
    [
        (lambda: an_officer(CENGKARENG_TIMUR), {"Timur"}),
        (lambda: an_officer(KAPUK), {"Kapuk", "Tamu"}),
        (lambda: an_official(CENGKARENG), {"Timur", "Kapuk", "Tamu"}),
        (lambda: an_official(JAKARTA_BARAT), {"Timur", "Kapuk", "Tamu"}),
        (lambda: an_official("31.71"), {"Gambir"}),
        (lambda: an_official(), {"Timur", "Kapuk", "Gambir", "Tamu", "Luar"}),
    ],
)
def test_everybody_sees_their_own_scope(client: Client, everywhere, user, names):
    client.force_login(user())

    seen = [{name.removesuffix("/2018") for name in listed(client, address)} for address in LISTS]

    home = names - {"Luar", "Tamu"}
    stuck = {f"Terkendala {name}" for name in home}
    assert seen == [names | stuck, names - {"Luar"}, stuck]


@pytest.mark.parametrize(
    ("code", "names"), [(KAPUK, {"Kapuk", "Tamu"}), ("31.71", {"Gambir"}), ("luar", {"Luar", "Tamu"})]
)
def test_a_region_narrows_the_list(client: Client, everywhere, code, names):
    client.force_login(an_official())

    assert {name for name in listed(client, f"{PEOPLE}?wilayah={code}") if "Terkendala" not in name} == names


def test_the_region_offers_the_way_down_and_what_lies_below(client: Client):
    client.force_login(an_official())

    field = client.get(f"{PEOPLE}?wilayah={CENGKARENG}").context["filter"].form.fields["wilayah"]

    codes = [code for code, _ in field.choices]
    assert (codes[:3], codes[-1], len(codes)) == (["", JAKARTA_BARAT, CENGKARENG], "luar", 10)


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("region", ["31", JAKARTA_BARAT, CENGKARENG])
def test_ones_whole_region_may_be_named_and_narrows_nothing(client: Client, everywhere, address, region):
    client.force_login(an_official() if region == "31" else an_official(region))

    named, unnamed = (client.get(f"{address}{query}") for query in (f"?wilayah={region}", ""))

    assert named.context["page"].items == unnamed.context["page"].items != []
    assert not named.context["filter"].form.errors


@pytest.mark.parametrize("address", LISTS)
def test_a_region_outside_ones_scope_shows_nothing_and_says_so(client: Client, everywhere, address):
    client.force_login(an_official(JAKARTA_BARAT))

    page = client.get(f"{address}?wilayah={GAMBIR}")

    assert (page.context["page"].items, list(page.context["filter"].form.errors)) == ([], ["wilayah"])


@pytest.mark.parametrize(
    ("address", "usual"),
    [(PEOPLE, "Terbaru mendaftar"), (f"{PEOPLE}?siap=ya", "Paling siap"), (PERMITS, "Terbaru terbit")],
)
def test_the_order_is_called_what_it_is(client: Client, address, usual):
    client.force_login(an_official())

    page = client.get(address)

    assert f'<option value="" selected>{usual}</option>' in page.content.decode()
    assert page.context["filter"].order[0] == usual


def test_an_officer_has_no_region_to_choose(client: Client, everywhere):
    client.force_login(an_officer())

    assert listed(client, f"{PEOPLE}?wilayah={GAMBIR}") == ["Terkendala Timur", "Timur"]


# Filters -----------------------------------------------------------------------------------------


@pytest.fixture
def officer(client: Client):
    officer = an_officer()
    client.force_login(officer)
    return officer


@pytest.fixture
def some_people(officer) -> None:
    """Five people at different points of the way."""
    a_participant(JULY, name="Baru", sector="fashion", business_is_new=False)
    trained = a_participant(AUGUST, name="Dilatih")
    complete(trained, Step.P2)
    mentored = a_participant(AUGUST, name="Didampingi")
    complete(mentored, Step.P3)
    stuck = a_participant(AUGUST, name="Terkendala", by=officer)
    complete(stuck, Step.P2)
    note(stuck)
    holder = a_participant(AUGUST, name="Berizin")
    complete(holder, Step.P2)
    a_permit(holder, officer, kind=Kind.SKU, investment=None, workers=None)


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ("", ["Berizin", "Terkendala", "Didampingi", "Dilatih", "Baru"]),
        ("siap=ya", ["Didampingi", "Dilatih"]),
        ("siap=ya&urut=nama", ["Didampingi", "Dilatih"]),
        ("berikutnya=P2", ["Didampingi", "Baru"]),
        ("berikutnya=P3", ["Berizin", "Terkendala", "Dilatih"]),
        ("berikutnya=selesai", []),
        ("berurutan=P1", ["Berizin", "Terkendala", "Didampingi", "Dilatih", "Baru"]),
        ("berurutan=P2", ["Berizin", "Terkendala", "Dilatih"]),
        ("berurutan=P3", []),
        ("berurutan=P1&pada=2018-07-31", ["Baru"]),
        ("berurutan=P2&pada=2018-07-31", []),
        ("berurutan=P2&pada=2018-08-01&izin=ada", ["Berizin"]),
        ("langkah=P2", ["Berizin", "Terkendala", "Dilatih"]),
        ("langkah=P3", ["Didampingi"]),
        ("langkah=P4", ["Berizin"]),
        ("izin=ada", ["Berizin"]),
        ("izin=tidak", ["Terkendala", "Didampingi", "Dilatih", "Baru"]),
        ("izin=SKU", ["Berizin"]),
        ("izin=IUMK", []),
        ("kendala=ada", ["Terkendala"]),
        ("kendala=tidak", ["Berizin", "Didampingi", "Dilatih", "Baru"]),
        ("kendala=papers", ["Terkendala"]),
        ("kendala=rusun", []),
        ("bidang=fashion", ["Baru"]),
        ("usaha=berjalan", ["Baru"]),
        ("usaha=baru&izin=tidak", ["Terkendala", "Didampingi", "Dilatih"]),
        ("cara=desk", ["Terkendala"]),
        ("dari=02/07/2018", ["Berizin", "Terkendala", "Didampingi", "Dilatih"]),
        ("sampai=2018-07-31", ["Baru"]),
        ("dari=01/07/2018&sampai=01/07/2018", ["Baru"]),
        ("urut=lama", ["Baru", "Dilatih", "Didampingi", "Terkendala", "Berizin"]),
        ("urut=nama", ["Baru", "Berizin", "Didampingi", "Dilatih", "Terkendala"]),
        ("nama=Baru&nik=1&q=x", ["Berizin", "Terkendala", "Didampingi", "Dilatih", "Baru"]),
    ],
)
def test_people_are_filtered_and_sorted(client: Client, some_people, filters, names):
    assert listed(client, f"{PEOPLE}?{filters}") == names


@pytest.fixture
def some_permits(officer) -> None:
    colleague = an_officer(username="rekan")
    running = a_participant(JULY, name="Berjalan", sector="fashion", business_is_new=False)
    a_permit(running, officer, number="1/2018", issued_on=AUGUST)
    revoked = a_permit(None, officer, number="2/2018", issued_on=date(2018, 8, 2), kind=Kind.SKU)
    voided = a_permit(None, colleague, number="3/2018", issued_on=date(2018, 8, 3))
    a_permit(None, colleague, number="4/2018", issued_on=JULY)
    deeds.revoke(revoked, on=date(2018, 9, 5), by=officer, reason="Usaha tutup.")
    deeds.void(voided, by=officer, reason="Salah catat.")


@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        ("", "3 2 1 4"),
        ("urut=terbit-lama", "4 1 2 3"),
        ("urut=catat", "4 3 2 1"),
        ("urut=catat-lama", "1 2 3 4"),
        ("jenis=SKU", "2"),
        ("keadaan=berlaku", "1 4"),
        ("keadaan=dicabut", "2"),
        ("keadaan=dibatalkan", "3"),
        ("dari=01/08/2018&sampai=02/08/2018", "2 1"),
        ("bidang=fashion", "1"),
        ("usaha=berjalan", "1"),
        ("asal=desk", "3 2 1 4"),
        ("asal=import", ""),
        ("oleh=saya", "2 1"),
        ("oleh=rekan", "3 4"),
    ],
)
def test_permits_are_filtered_and_sorted(client: Client, some_permits, filters, numbers):
    assert [number.removesuffix("/2018") for number in listed(client, f"{PERMITS}?{filters}")] == numbers.split()


def test_every_way_of_recording_can_be_filtered(client: Client, officer):
    assert [client.get(f"{PERMITS}?asal={source}").context["filter"].is_valid() for source in Source.values] == [
        True
    ] * len(Source)


def test_obstacles_are_filtered_and_the_longest_open_comes_first(client: Client, officer):
    for name, kind in (("Satu", "papers"), ("Dua", "rusun"), ("Tiga", "papers")):
        note(a_participant(JULY, name=name), ObstacleKind(kind))
    obstacles.resolve(note(a_participant(JULY, name="Selesai")), by=officer)

    answers = [listed(client, f"{OBSTACLES}?{filters}") for filters in ("", "kendala=papers", "urut=baru")]

    assert answers == [["Satu", "Dua", "Tiga"], ["Satu", "Tiga"], ["Tiga", "Dua", "Satu"]]


def test_the_filters_that_are_set_are_said_in_words(client: Client, some_people):
    page = client.get(f"{PEOPLE}?siap=ya&bidang=food&dari=01/08/2018")

    assert page.context["narrowed"] == ["Siap izin", "Bidang usaha: Kuliner", "Mendaftar sejak: 1 Agustus 2018"]


def test_a_merged_record_is_not_listed(client: Client, officer):
    kept, gone = a_participant(name="Berlaku"), a_participant(name="Digabung")
    merging.merge(kept, gone, by=an_official(), reason="Orang yang sama.")

    assert listed(client, PEOPLE) == ["Berlaku"]


# Pages -------------------------------------------------------------------------------------------


def through(client: Client, address: str) -> list[list[str]]:
    """All pages from the first to the last, and back again they must be the same."""
    sign = "&" if "?" in address else "?"
    page = client.get(address).context["page"]
    pages, places = [listed(client, address)], []
    while page.next:
        place = f"{address}{sign}after={page.next}"
        page = client.get(place).context["page"]
        pages.append(listed(client, place))
        places.append(page.previous)
    for before, names in zip(places, pages, strict=False):
        assert listed(client, f"{address}{sign}before={before}") == names
    return pages


@pytest.mark.parametrize(
    ("address", "pages"),
    [
        (PEOPLE, [["Orang 4", "Orang 3"], ["Orang 2", "Orang 1"], ["Orang 0"]]),
        (f"{PEOPLE}?urut=nama", [["Orang 0", "Orang 1"], ["Orang 2", "Orang 3"], ["Orang 4"]]),
        (f"{PEOPLE}?siap=ya", [["Orang 3", "Orang 4"], ["Orang 0", "Orang 1"], ["Orang 2"]]),
        (PERMITS, [["4/2018", "3/2018"], ["2/2018", "1/2018"], ["0/2018"]]),
        (f"{PERMITS}?urut=catat-lama", [["0/2018", "1/2018"], ["2/2018", "3/2018"], ["4/2018"]]),
    ],
)
def test_lists_are_paged_without_skipping_or_repeating(client: Client, officer, monkeypatch, address, pages):
    monkeypatch.setattr(pagination.keyset_page, "__kwdefaults__", {"descending": False, "size": 2})
    for number in range(5):
        person = a_participant(JULY, name=f"Orang {number}")
        complete(person, Step.P3 if number > 2 else Step.P2)
        a_permit(a_participant(JULY, kelurahan=KAPUK), officer, number=f"{number}/2018", issued_on=AUGUST)
    Participant.objects.filter(kelurahan=KAPUK).update(merged_into=Participant.objects.earliest("id"))

    assert through(client, address) == pages


@pytest.mark.parametrize("place", ["x", "0", "-1", "9" * 40, "1~2", "%00", "²", "999999"])
@pytest.mark.parametrize("address", LISTS)
def test_a_place_that_is_none_means_the_beginning(client: Client, officer, address, place):
    note(a_participant(JULY, name="Satu"))
    a_permit(a_participant(JULY), officer)

    assert listed(client, f"{address}?after={place}") == listed(client, address)


def test_no_name_enters_the_address_of_a_page(client: Client, officer, monkeypatch):
    monkeypatch.setattr(pagination.keyset_page, "__kwdefaults__", {"descending": False, "size": 1})
    for name in ("Kartika", "Sulastri"):
        a_participant(name=name)

    page = client.get(f"{PEOPLE}?urut=nama").context["page"]

    assert page.next == str(Participant.objects.get(name="Kartika").pk)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("address", "statements"), [(PEOPLE, 3), (PERMITS, 3), (OBSTACLES, 3)])
def test_lists_take_as_many_statements_for_many_rows_as_for_one(
    client: Client, officer, rows, address, statements, django_assert_num_queries
):
    for _ in range(rows):
        note(a_participant(JULY))
        a_permit(a_participant(JULY), an_officer())
    client.get(address)

    with django_assert_num_queries(statements) as asked:
        client.get(address)

    assert [query["sql"] for query in asked if "COUNT(" in query["sql"]] == []


# Files -------------------------------------------------------------------------------------------


PREAMBLE = 6


def whole(client: Client, address: str) -> list[str]:
    answer = client.post(address)
    return b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()


def lines(client: Client, address: str) -> list[str]:
    """The headings, and a line for each row."""
    return whole(client, address)[PREAMBLE:]


@pytest.mark.parametrize("name", ["peserta", "izin", "kendala"])
def test_a_file_says_of_where_for_when_how_narrowed_and_by_what_rule(client: Client, name: str):
    filters = "?kendala=papers" if name == "kendala" else "?bidang=food"
    client.force_login(an_official(JAKARTA_BARAT))

    title, as_of, known_at, narrowed, rule, empty = whole(client, f"/{name}/ekspor.csv{filters}")[:PREAMBLE]

    assert title.endswith(",Jakarta Barat")
    assert as_of == "per tanggal,2018-09-09"
    assert known_at.startswith("data sampai,2018-09-09T")
    assert narrowed == "saringan," + ("Kendala: Berkas belum lengkap" if name == "kendala" else "Bidang usaha: Kuliner")
    assert (rule.partition(",")[0], empty) == ("aturan", "")


def test_the_obstacles_that_a_filter_leaves_are_a_file(client: Client, officer):
    person, other = a_participant(JULY), a_participant(JULY)
    note(person)
    note(other, ObstacleKind.NO_NPWP)

    [told] = lines(client, "/kendala/ekspor.csv?kendala=papers")[1:]

    assert told.split(",")[0] == person.displayed_number
    assert "Berkas belum lengkap" in told


def test_a_list_comes_as_a_workbook_too_and_a_long_one_says_what_to_do(client: Client, officer, monkeypatch):
    person = a_participant(JULY, name="=Siti")

    workbook = client.post("/peserta/ekspor.xlsx")
    monkeypatch.setattr("permits.listing.MOST_IN_A_WORKBOOK", 0)
    refused = client.post("/peserta/ekspor.xlsx?bidang=food", follow=True)

    rows = list(load_workbook(io.BytesIO(workbook.content), read_only=True).active.iter_rows(values_only=True))
    assert rows[-1][:2] == (person.displayed_number, "'=Siti")
    assert refused.redirect_chain == [("/peserta/?bidang=food", 302)]
    assert "Saring daftarnya dulu, atau unduh CSV." in refused.content.decode()
    assert client.post("/peserta/ekspor.pdf").status_code == 404


def test_the_people_that_a_filter_leaves_are_a_file_without_nik(client: Client, officer):
    digits = a_nik(serial=1234)
    person = a_participant(JULY, name="=Siti, Contoh", nik=digits, phone="+6281234567890", address="Jalan Contoh 1")
    a_participant(JULY, name="Lain", sector="fashion")

    told = lines(client, "/peserta/ekspor.csv?bidang=food")

    assert told == [
        "nomor_peserta,nama,jenis_kelamin,nomor_hp,kode_wilayah,tempat_usaha,alamat_usaha,nama_usaha,bidang_usaha,"
        "usaha_baru,mendaftar,langkah_berikutnya,memegang_izin,ada_kendala",
        f'{person.displayed_number},"\'=Siti, Contoh",laki-laki,0812 3456 7890,31.73.01.1006,'
        '"Cengkareng Timur, Kec. Cengkareng, Jakarta Barat",Jalan Contoh 1,,Kuliner,ya,2018-07-01,P2,tidak,tidak',
    ]


def test_a_file_holds_no_phone_number_of_who_asked_not_to_be_contacted(client: Client, officer):
    people = [a_participant(JULY, phone=f"+62812345678{end}") for end in (90, 91)]
    for person in people:
        obstacles.set_obstacle(person, kind=ObstacleKind.NO_NPWP, by=officer)
    requests.ask(people[0], kind=RequestKind.ERASURE, by=officer)

    told = [line for path in ("/peserta/ekspor.csv", "/kendala/ekspor.csv") for line in lines(client, path)]

    assert [line for line in told if "0812 3456 7890" in line] == []
    assert len([line for line in told if "0812 3456 7891" in line]) == 2


def test_the_permits_that_a_filter_leaves_are_a_file(client: Client, some_permits):
    told = lines(client, "/izin/ekspor.csv?keadaan=dicabut")

    permit = deeds.Permit.objects.get(number="2/2018")
    assert told[1:] == [
        "SKU,2/2018,2018-08-02,31.73.01.1006,Cengkareng Timur,,,dicabut,2018-09-05,"
        f"{permit.participant.displayed_number},{permit.participant.name},{localtime(permit.recorded_at).isoformat(timespec='seconds')},{permit.recorded_by.username}"
    ]


def test_a_file_holds_all_pages_of_ones_own_scope(client: Client, everywhere, monkeypatch):
    monkeypatch.setattr("permits.listing._ROWS_AT_ONCE", 2)
    client.force_login(an_official(JAKARTA_BARAT))

    told = [line.split(",")[1] for line in lines(client, "/peserta/ekspor.csv")[1:]]

    assert told == ["Timur", "Terkendala Timur", "Kapuk", "Terkendala Kapuk", "Tamu"]


def test_a_file_is_logged_with_its_filter(client: Client, officer):
    lines(client, "/peserta/ekspor.csv?siap=ya&q=Siti")

    [deed] = Event.objects.filter(verb=Verb.EXPORTED)
    assert (deed.actor, deed.changes) == (
        officer,
        {"list": [None, "peserta"], "filter": [None, "siap=ya"], "region": [None, CENGKARENG_TIMUR]},
    )


@pytest.mark.parametrize("address", FILES)
def test_a_file_must_be_asked_for_and_an_invalid_filter_gives_none(client: Client, officer, address):
    invalid = client.post(f"{address}?dari=kemarin&kendala=lupa")

    asked = client.get(f"{address}?urut=lama")
    assert (asked.url, invalid.status_code) == (f"/{address.split('/')[1]}/?urut=lama", 302)
    assert Event.objects.filter(verb=Verb.EXPORTED).count() == 0


def test_strangers_get_no_file(client: Client):
    assert [client.post(address).status_code for address in FILES] == [302] * len(FILES)
