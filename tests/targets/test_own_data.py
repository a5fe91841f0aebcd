"""My data: what is held, corrected at once or asked for, copied, and ended."""

import json
from datetime import date

import pytest
from django.core import mail

from okoce.audit.models import Event, Verb
from participants.attending import sessions
from participants.attending.recording import record_all
from participants.attending.sessions import Plan
from participants.deeds import complete_step, move, open_outside_scope
from participants.models import Participant, Step
from participants.notices import stopping
from participants.own import accounts, requests
from participants.own.models import DataRequest, RequestedField, RequestKind, RequestOutcome
from participants.own.requests import Place
from permits import deeds
from permits.deciding import grant
from permits.merging import merge
from tests.okoce.accounts.factories import an_officer, an_official
from tests.okoce.regions.codes import CENGKARENG_TIMUR, GAMBIR, KAPUK
from tests.participants.attending.lists import a_list, numbers_of
from tests.participants.factories import a_nik, a_participant
from tests.permits.factories import a_permit

pytestmark = pytest.mark.django_db

PASSWORD = "perahu-biru"
NIK = a_nik(serial=8801)
DATA = "/saya/data/"
PAGES = [
    DATA,
    "/saya/data/kontak/",
    "/saya/data/usaha/",
    "/saya/data/hapus/",
    "/saya/data/salinan/",
    *(f"/saya/data/perbaikan/{name}/" for name in ("nama", "nik", "tanggal-lahir", "jenis-kelamin", "kelurahan")),
]


@pytest.fixture
def siti(client):
    person = a_participant(
        date(2018, 7, 1),
        nik=NIK,
        name="Siti Contoh",
        phone="+6281200000001",
        email="siti@contoh.id",
        kelurahan=CENGKARENG_TIMUR,
    )
    client.force_login(accounts.open_account(person, password=PASSWORD))
    person.refresh_from_db()
    return person


def wrong(page) -> list[str]:
    """The fields that a page finds something wrong with."""
    return list(page.context["form"].errors)


def said(page) -> list[str]:
    return [str(message) for message in page.context["messages"]]


# --- Who may ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_my_data_are_for_participants_only(client, page):
    assert client.get(page).status_code == 302

    for user in (an_officer(), an_official()):
        client.force_login(user)
        assert client.get(page).status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_pages_of_my_data_show_my_nik_masked_and_are_kept_by_no_browser(client, siti, page):
    answer = client.get(page)

    assert answer.status_code == 200
    assert NIK not in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]


def test_what_somebody_else_asked_for_cannot_be_taken_back(client, siti):
    other = a_participant()
    asked = requests.ask(other, kind=RequestKind.ERASURE, by=accounts.open_account(other, password=PASSWORD))

    assert client.post(f"/saya/data/permintaan/{asked.pk}/batal/").status_code == 404
    assert DataRequest.objects.open().count() == 1


def test_nothing_is_written_by_looking(client, siti):
    led_to = {
        "/saya/data/email/": "/saya/data/",
        "/saya/data/salinan/unduh/": "/saya/data/salinan/",
        "/saya/data/permintaan/1/batal/": "/saya/data/",
    }

    assert {address: client.get(address).headers["Location"] for address in led_to} == led_to


# --- Letters ---------------------------------------------------------------------------------------


def test_letters_are_stopped_and_begun_again_where_the_address_stands(client, siti):
    before = stopping.has_stopped(siti)
    stopped = client.post("/saya/data/email/", {"letters": "tidak"}, follow=True)
    while_stopped = stopping.has_stopped(siti)
    begun = client.post("/saya/data/email/", {"letters": "ya"}, follow=True)

    assert (before, while_stopped, stopping.has_stopped(siti)) == (False, True, False)
    assert stopped.context["letters_stopped"] is True
    assert said(stopped) == ["Email tentang langkah dan izin Anda tidak dikirim lagi. Kabarnya tetap ada di portal."]
    assert begun.context["letters_stopped"] is False
    assert said(begun) == ["Email tentang langkah dan izin Anda dikirim lagi."]


def test_letters_stopped_by_their_own_link_are_begun_again_here(client, siti):
    client.post(f"/pemberitahuan/{stopping.token_of(siti)}/")

    client.post("/saya/data/email/", {"letters": "ya"})

    assert stopping.has_stopped(siti) is False


def test_who_has_no_address_is_not_asked_about_letters(client, siti):
    Participant.objects.filter(pk=siti.pk).update(email="")

    page = client.get(DATA).content.decode()

    assert "/saya/data/email/" not in page


def test_letters_are_ones_own_matter(client, siti):
    for user in (an_officer(), an_official()):
        client.force_login(user)
        assert client.post("/saya/data/email/", {"letters": "tidak"}).status_code == 403

    assert stopping.has_stopped(siti) is False


# --- At once ---------------------------------------------------------------------------------------


def test_phone_and_email_are_corrected_with_the_password(client, siti):
    page = client.post(
        "/saya/data/kontak/",
        {"phone": "0812 0000 0002", "email": "Siti.Baru@contoh.id", "password": PASSWORD},
        follow=True,
    )

    siti.refresh_from_db()
    assert page.redirect_chain == [(DATA, 302)]
    assert said(page) == ["Nomor HP dan email Anda tersimpan."]
    assert (siti.phone, siti.email, siti.user.email) == (
        "+6281200000002",
        "Siti.Baru@contoh.id",
        "siti.baru@contoh.id",
    )


def test_the_address_that_was_replaced_is_told(client, siti):
    client.post("/saya/data/kontak/", {"phone": "081200000001", "email": "baru@contoh.id", "password": PASSWORD})

    [message] = mail.outbox
    assert (message.to, message.subject) == (["siti@contoh.id"], "[OK OCE Jakarta] Alamat email Anda sudah diganti")
    assert "baru@contoh.id" not in message.body


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"password": "salah-sandi"}, "password"),
        ({"password": ""}, "password"),
        ({"phone": "021 555 1234"}, "phone"),
        ({"phone": ""}, "phone"),
        ({"email": "bukan email"}, "email"),
        ({"email": "a\x00@contoh.id"}, "email"),
    ],
)
def test_what_will_not_do_is_asked_for_again(client, siti, changed, field):
    given = {"phone": "081200000002", "email": "baru@contoh.id", "password": PASSWORD}

    page = client.post("/saya/data/kontak/", given | changed)

    siti.refresh_from_db()
    assert wrong(page) == [field]
    assert (siti.phone, siti.email) == ("+6281200000001", "siti@contoh.id")


@pytest.mark.parametrize("field", ["phone", "email"])
def test_a_nik_in_a_box_for_ones_contact_is_refused_and_not_shown_back(client, siti, field):
    given = {"phone": "081200000002", "email": "baru@contoh.id", "password": PASSWORD}

    page = client.post("/saya/data/kontak/", given | {field: NIK})

    assert (wrong(page), NIK in page.content.decode()) == ([field], False)


def test_guessing_the_password_there_is_limited(client, siti):
    given = {"phone": "081200000002", "email": "", "password": "salah-sandi"}
    for _ in range(5):
        client.post("/saya/data/kontak/", given)

    page = client.post("/saya/data/kontak/", given | {"password": PASSWORD})

    assert page.context["form"].errors["password"] == ["Terlalu banyak percobaan. Tunggu lima menit, lalu coba lagi."]


def test_name_and_address_of_the_business_are_corrected(client, siti):
    client.post("/saya/data/usaha/", {"business_name": " Warung  Siti ", "address": "Gang Mawar 3", "sector": "craft"})

    siti.refresh_from_db()
    assert (siti.business_name, siti.address, siti.sector) == ("Warung Siti", "Gang Mawar 3", "craft")


# --- Asked for -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "answers", "field", "wanted"),
    [
        ("nama", {"name": " Siti  Lengkap "}, RequestedField.NAME, "Siti Lengkap"),
        ("nik", {"nik": "3173 9957 0885 9999"}, RequestedField.NIK, "3173995708859999"),
        ("tanggal-lahir", {"birth_date": "2 Januari 1980"}, RequestedField.BIRTH_DATE, date(1980, 1, 2)),
        ("jenis-kelamin", {"sex": "F"}, RequestedField.SEX, "F"),
        (
            "kelurahan",
            {"location": "jakarta", "kelurahan_name": "Kapuk", "kelurahan": KAPUK, "since": "always"},
            RequestedField.KELURAHAN,
            Place(KAPUK),
        ),
        (
            "kelurahan",
            {"location": "outside", "outside_place": "Kota Bekasi", "since": "moved", "moved_on": "01/08/2018"},
            RequestedField.KELURAHAN,
            Place(None, "Kota Bekasi", date(2018, 8, 1)),
        ),
    ],
)
def test_what_says_who_i_am_is_asked_for(client, siti, name, answers, field, wanted):
    page = client.post(f"/saya/data/perbaikan/{name}/", answers | {"note": "KTP baru"}, follow=True)

    asked = DataRequest.objects.get()
    assert page.redirect_chain == [(DATA, 302)]
    assert (asked.field, requests.wanted_of(asked), asked.note, asked.made_by) == (field, wanted, "KTP baru", siti.user)
    assert page.context["open"] == [asked]


@pytest.mark.parametrize(
    ("name", "answers", "field"),
    [
        ("nama", {"name": "Siti Contoh"}, "name"),
        ("nama", {"name": "123"}, "name"),
        ("nama", {"name": ""}, "name"),
        ("nik", {"nik": NIK}, "nik"),
        ("nik", {"nik": "3173"}, "nik"),
        ("tanggal-lahir", {"birth_date": "17/08/1985"}, "birth_date"),
        ("tanggal-lahir", {"birth_date": "10/09/2018"}, "birth_date"),
        ("jenis-kelamin", {"sex": "M"}, "sex"),
        ("jenis-kelamin", {"sex": "X"}, "sex"),
        ("kelurahan", {}, "location"),
        (
            "kelurahan",
            {"location": "jakarta", "kelurahan_name": "Cengkareng Timur", "since": "always"},
            "kelurahan_name",
        ),
        ("kelurahan", {"location": "jakarta", "kelurahan_name": "Gambir", "since": "moved"}, "moved_on"),
        (
            "kelurahan",
            {"location": "jakarta", "kelurahan_name": "Kapuk", "since": "moved", "moved_on": "01/07/2018"},
            "moved_on",
        ),
        ("kelurahan", {"location": "jakarta", "kelurahan_name": "Xyzzy", "since": "always"}, "kelurahan_name"),
    ],
)
def test_what_cannot_be_asked_for_is_said(client, siti, name, answers, field):
    page = client.post(f"/saya/data/perbaikan/{name}/", answers)

    assert field in wrong(page)
    assert DataRequest.objects.count() == 0


IN_KAPUK = {"location": "jakarta", "kelurahan_name": "Kapuk", "kelurahan": KAPUK}
IN_DEPOK = {"location": "outside", "outside_place": "Kota Depok"}
_NOT_ALWAYS = (
    "Usaha Anda tercatat pindah pada 1 Agustus 2018, jadi tempatnya tidak dapat diubah sejak awal. "
    "Pilih “Usaha saya pindah” dan tulis tanggal pindahnya."
)
_NOT_OUTSIDE = (
    "Usaha Anda tercatat di luar Jakarta, dan pindah di luar Jakarta tidak dicatat tanggalnya. "
    "Pilih “Sejak awal; yang tercatat salah” untuk memperbaiki tempatnya."
)


@pytest.mark.parametrize(
    ("to", "answers", "errors"),
    [
        (GAMBIR, IN_KAPUK | {"since": "always"}, {"since": [_NOT_ALWAYS]}),
        (GAMBIR, IN_DEPOK | {"since": "always"}, {"since": [_NOT_ALWAYS]}),
        (None, IN_KAPUK | {"since": "always"}, {"since": [_NOT_ALWAYS]}),
        (None, IN_DEPOK | {"since": "moved", "moved_on": "02/08/2018"}, {"since": [_NOT_OUTSIDE]}),
        (
            GAMBIR,
            IN_KAPUK | {"since": "moved", "moved_on": "01/08/2018"},
            {"moved_on": ["Tulis tanggal sesudah 1 Agustus 2018 dan tidak di masa depan."]},
        ),
    ],
)
def test_who_has_moved_is_told_early_what_nobody_could_grant(client, siti, to, answers, errors):
    move(siti, to=to, on=date(2018, 8, 1), by=an_official(), outside_place="" if to else "Kota Bekasi")

    page = client.post("/saya/data/perbaikan/kelurahan/", answers)

    assert page.context["form"].errors == errors
    assert DataRequest.objects.count() == 0


@pytest.mark.parametrize(
    ("to", "answers"),
    [(GAMBIR, IN_KAPUK | {"since": "moved", "moved_on": "02/08/2018"}), (None, IN_DEPOK | {"since": "always"})],
)
def test_who_has_moved_asks_for_a_further_move_or_another_name_outside(client, siti, to, answers):
    move(siti, to=to, on=date(2018, 8, 1), by=an_official(), outside_place="" if to else "Kota Bekasi")

    client.post("/saya/data/perbaikan/kelurahan/", answers)

    grant(DataRequest.objects.get(), by=an_official())
    siti.refresh_from_db()
    assert (siti.kelurahan_id, siti.outside_place) in [(KAPUK, ""), (None, "Kota Depok")]


def test_a_nik_typed_wrong_is_not_shown_back_when_it_may_be_one(client, siti):
    page = client.post("/saya/data/perbaikan/nik/", {"nik": NIK})

    assert NIK not in page.content.decode()


def test_the_same_is_asked_for_once(client, siti):
    client.post("/saya/data/perbaikan/nama/", {"name": "Siti Lengkap"})
    page = client.post("/saya/data/perbaikan/nama/", {"name": "Siti Lain"}, follow=True)

    assert said(page)[-1] == "Permintaan yang sama masih menunggu keputusan."
    assert DataRequest.objects.count() == 1


def test_there_is_no_page_for_what_is_not_asked_for(client, siti):
    assert client.get("/saya/data/perbaikan/telepon/").status_code == 404


def test_what_was_asked_for_is_taken_back(client, siti):
    client.post("/saya/data/perbaikan/nama/", {"name": "Siti Lengkap"})
    page = client.post(f"/saya/data/permintaan/{DataRequest.objects.get().pk}/batal/", follow=True)

    assert said(page)[-1] == "Permintaan dibatalkan."
    assert [asked.outcome for asked in page.context["decided"]] == [RequestOutcome.RETRACTED]


def test_a_refusal_is_read_with_its_reason(client, siti):
    client.post("/saya/data/perbaikan/nama/", {"name": "Siti Lengkap"})
    requests.refuse(DataRequest.objects.get(), by=an_officer(), reason="KTP berbunyi lain")

    assert "KTP berbunyi lain" in client.get(DATA).content.decode()


# --- The end ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [RequestKind.ERASURE, RequestKind.WITHDRAWAL])
def test_the_end_is_asked_for_with_the_password(client, siti, kind):
    client.post("/saya/data/hapus/", {"kind": kind, "understood": "on", "password": PASSWORD})

    siti.refresh_from_db()
    assert [asked.kind for asked in DataRequest.objects.all()] == [kind]
    assert not siti.may_be_contacted


@pytest.mark.parametrize(
    ("changed", "field"), [({"kind": ""}, "kind"), ({"understood": ""}, "understood"), ({"password": "x"}, "password")]
)
def test_the_end_is_not_asked_for_by_accident(client, siti, changed, field):
    page = client.post("/saya/data/hapus/", {"kind": "erasure", "understood": "on", "password": PASSWORD} | changed)

    assert wrong(page) == [field]
    assert DataRequest.objects.count() == 0


# --- The copy --------------------------------------------------------------------------------------


def attend(person, official) -> None:
    """A mentoring on whose list the person stands."""
    held_on = date(2018, 8, 1)
    session = sessions.plan(
        Plan(step=Step.P3, place="Balai Warga", region=CENGKARENG_TIMUR, held_on=held_on, invited=2), by=official
    )
    record_all(a_list(numbers_of(person), official, step="P3", held_on=held_on, session=session), by=official)


def a_life(person) -> None:
    officer, official = an_officer(), an_official()
    complete_step(person, step=Step.P2, on=date(2018, 7, 10), by=official)
    attend(person, official)
    deeds.revoke(a_permit(person, officer, number="1/e/2018"), on=date(2018, 9, 9), by=officer, reason="usaha tutup")
    open_outside_scope(person, by=an_officer(GAMBIR), reason="datang ke loket")
    merge(person, a_participant(name="Siti Kembar", phone="+6281200000077"), by=official, reason="orang yang sama")


def test_the_file_holds_everything_and_says_who_did_what_by_office(client, siti):
    a_life(siti)

    answer = client.post("/saya/data/salinan/unduh/")

    copy = json.loads(answer.content)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="data-saya-{siti.displayed_number}.json"'
    assert copy["peserta"][0]["nama"] == "Siti Contoh"
    assert copy["peserta"][0]["nik"] == f"{NIK[:4]}••••••••{NIK[-4:]}"
    assert copy["persetujuan"][0]["email_dihentikan"] is False
    assert [step["langkah"] for step in copy["langkah"]] == ["P2 Pelatihan", "P3 Pendampingan"]
    assert copy["pelatihan"] == [{"tanggal": "2018-08-01", "tempat": "Balai Warga"}]
    assert [(letter["perihal"], letter["hasil"]) for letter in copy["email"]] == [
        ("langkah selesai", "menunggu"),
        ("langkah selesai", "menunggu"),
        ("izin tercatat", "menunggu"),
    ]
    assert [(permit["nomor"], permit["alasan_dicabut"]) for permit in copy["izin"]] == [("1/e/2018", "usaha tutup")]
    assert [other["nama"] for other in copy["catatan_digabung"]] == ["Siti Kembar"]
    assert ["membuka peserta wilayah lain", "petugas kelurahan Gambir", "datang ke loket"] in [
        [deed["perbuatan"], deed["oleh"], deed["alasan"]] for deed in copy["riwayat"]
    ]
    assert NIK not in answer.content.decode()


def test_the_trainings_of_a_record_that_was_merged_are_ones_own(client, siti):
    official, gone, last = an_official(), a_participant(), a_participant()
    attend(last, official)
    for kept, absorbed in ((gone, last), (siti, gone)):
        merge(kept, absorbed, by=official, reason="orang yang sama")

    copy = json.loads(client.post("/saya/data/salinan/unduh/").content)

    assert copy["pelatihan"] == [{"tanggal": "2018-08-01", "tempat": "Balai Warga"}]


def test_taking_the_copy_away_is_recorded(client, siti):
    client.post("/saya/data/salinan/unduh/")

    event = Event.objects.get(verb=Verb.COPY_TAKEN)
    assert (event.actor, event.subject, event.changes) == (siti.user, f"participant:{siti.pk}", {})


def test_the_page_says_the_same_in_words(client, siti):
    a_life(siti)

    page = client.get("/saya/data/salinan/")

    assert [part.key for part in page.context["parts"]] == list(
        json.loads(client.post("/saya/data/salinan/unduh/").content)
    )[2:]
    shown = page.content.decode()
    assert [
        words for words in ("1 September 2018", "usaha tutup", "Siti Kembar", "0812 0000 0077") if words not in shown
    ] == []


def test_the_copy_takes_as_many_statements_for_many_steps_and_permits(client, siti, django_assert_max_num_queries):
    a_life(siti)
    with django_assert_max_num_queries(27):
        client.get("/saya/data/salinan/")

    for step in (Step.P5, Step.P6, Step.P7):
        complete_step(siti, step=step, on=date(2018, 8, 1), by=an_official())
        a_permit(siti)
    with django_assert_max_num_queries(27):
        client.get("/saya/data/salinan/")
