"""One permit's page and the deeds done from it: correct, revoke, take a revocation back, void."""

from datetime import date

import pytest
from django.test import Client

from okoce import clock
from participants import deeds as step_deeds
from participants.models import Participant
from permits import deeds
from permits.models import Kind, Permit
from targets import progress
from tests.okoce.accounts.factories import a_participants_account, an_administrator, an_officer, an_official
from tests.okoce.regions.codes import CENGKARENG_TIMUR, GAMBIR, JAKARTA_BARAT, KAPUK
from tests.participants.factories import a_participant
from tests.permits.factories import a_permit
from tests.targets.pages import text_of

pytestmark = pytest.mark.django_db

DEEDS = ["cabut", "batalkan"]


@pytest.fixture
def officer(client: Client):
    officer = an_officer(name="Petugas")
    client.force_login(officer)
    return officer


@pytest.fixture
def permit(officer) -> Permit:
    person = a_participant(date(2018, 7, 1), name="Kartika Wulandari")
    return a_permit(person, officer, number="7/31.73.01.1006/e/2018", issued_on=date(2018, 8, 1))


def typed(permit: Permit, **changes: str) -> dict[str, str]:
    """The page of a correction as it is shown, changed."""
    return {
        "kind": permit.kind,
        "number": permit.number,
        "issued_on": f"{permit.issued_on:%d/%m/%Y}",
        "investment": "5.000.000",
        "workers": "2",
        "kelurahan": "Cengkareng Timur",
        "participant": permit.participant.displayed_number,
        "reason": "Salah ketik.",
    } | changes


def correct(client: Client, permit: Permit, **changes: str):
    return client.post(f"/izin/{permit.pk}/perbaiki/", typed(permit, **changes))


def do(client: Client, permit: Permit, deed: str, **answers: str):
    return client.post(f"/izin/{permit.pk}/{deed}/", {"reason": "Usaha tutup."} | answers)


def counted(region: str = CENGKARENG_TIMUR) -> int:
    return progress.read(region, clock.today()).standing.result


def history(client: Client, permit: Permit) -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    told = client.get(f"/izin/{permit.pk}/").context["history"]
    return [(one.what, one.reason, [(it.field, it.before, it.after) for it in one.changes]) for one in told]


# Who may see and change it -----------------------------------------------------------------------


def test_strangers_are_sent_to_sign_in(permit):
    stranger = Client()
    addresses = [
        f"/izin/{permit.pk}/",
        f"/izin/{permit.pk}/perbaiki/",
        *(f"/izin/{permit.pk}/{deed}/" for deed in DEEDS),
    ]

    assert [stranger.get(address).url for address in addresses] == [f"/masuk/?next={address}" for address in addresses]


@pytest.mark.parametrize(
    ("user", "seen", "changed"),
    [
        (lambda: an_officer(CENGKARENG_TIMUR), 200, 200),
        (lambda: an_officer(KAPUK), 404, 404),
        (lambda: an_official(), 200, 200),
        (lambda: an_official(JAKARTA_BARAT), 200, 200),
        (lambda: an_official("31.71"), 404, 404),
        (an_administrator, 403, 403),
        (a_participants_account, 403, 403),
    ],
)
def test_a_permit_is_shown_and_changed_within_ones_scope_only(client: Client, permit, user, seen, changed):
    client.force_login(user())

    page = client.get(f"/izin/{permit.pk}/")
    forms = [client.get(f"/izin/{permit.pk}/{deed}/") for deed in ("perbaiki", *DEEDS)]

    assert (page.status_code, [form.status_code for form in forms]) == (seen, [changed] * 3)


def test_a_permit_that_another_kelurahan_issued_to_ones_own_participant_is_only_shown(client: Client, officer):
    permit = a_permit(a_participant(), an_officer(KAPUK), kelurahan=KAPUK)

    answers = [
        client.get(f"/izin/{permit.pk}/"),
        client.get(f"/izin/{permit.pk}/perbaiki/"),
        do(client, permit, "cabut"),
    ]

    assert ([answer.status_code for answer in answers], answers[0].context["can_change"]) == ([200, 403, 403], False)


def test_a_voided_permit_is_not_changed_any_more(client: Client, permit):
    deeds.void(permit, by=permit.recorded_by, reason="Salah catat.")

    assert [client.get(f"/izin/{permit.pk}/{deed}/").status_code for deed in ("perbaiki", *DEEDS)] == [403] * 3


@pytest.mark.parametrize("deed", ["hapus", "lain", "perbaiki-lagi"])
def test_there_are_no_other_deeds(client: Client, permit, deed):
    assert client.get(f"/izin/{permit.pk}/{deed}/").status_code == 404


# Correcting --------------------------------------------------------------------------------------


def test_a_correction_counts_as_if_always_so_and_its_history_says_what_was(client: Client, permit):
    answer = correct(client, permit, number="8/31.73.01.1006/e/2018", issued_on="02/08/2018", investment="6.000.000")

    permit.refresh_from_db()
    assert (answer.url, permit.number, permit.issued_on) == (
        f"/izin/{permit.pk}/",
        "8/31.73.01.1006/e/2018",
        date(2018, 8, 2),
    )
    assert history(client, permit)[0] == (
        "memperbaiki izin",
        "Salah ketik.",
        [
            ("Nomor", "7/31.73.01.1006/e/2018", "8/31.73.01.1006/e/2018"),
            ("Tanggal terbit", "1 Agustus 2018", "2 Agustus 2018"),
            ("Modal usaha", "Rp5.000.000", "Rp6.000.000"),
        ],
    )


def test_a_permit_turned_into_an_sku_states_no_amounts(client: Client, permit):
    correct(client, permit, kind="SKU", number="7/SKU/2018")

    permit.refresh_from_db()
    assert (permit.kind, permit.investment, permit.workers) == (Kind.SKU, None, None)


def test_a_permit_recorded_for_the_wrong_person_goes_to_the_right_one(client: Client, permit):
    other = a_participant(date(2018, 7, 1), name="Kartika Lain")

    correct(client, permit, participant=other.displayed_number)

    permit.refresh_from_db()
    assert (permit.participant, counted()) == (other, 1)
    assert history(client, permit)[0][2] == [
        ("Nomor peserta", Participant.objects.get(name="Kartika Wulandari").displayed_number, other.displayed_number)
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"kelurahan": "Antah"}, "kelurahan"),
        ({"kelurahan": "Kapuk"}, "kelurahan"),
        ({"participant": "xxx"}, "participant"),
        ({"issued_on": "10/09/2018"}, "issued_on"),
        ({"number": "x\0"}, "number"),
    ],
)
def test_a_correction_that_cannot_be_is_said_and_keeps_all_that_was_typed(client: Client, permit, changes, field):
    page = correct(client, permit, **changes)

    form = page.context["form"]
    assert (page.status_code, list(form.errors)) == (200, [field])
    assert {name: form[name].value() for name in typed(permit)} == typed(permit, **changes)


def test_nobody_is_given_a_permit_who_is_out_of_sight(client: Client, permit):
    stranger = a_participant(kelurahan=GAMBIR)

    form = correct(client, permit, participant=stranger.displayed_number).context["form"]

    assert list(form.errors) == ["participant"]


def test_a_number_that_is_taken_is_said_beside_the_number(client: Client, permit):
    a_permit(None, permit.recorded_by, number="9/e/2018")

    form = correct(client, permit, number="9/E/2018").context["form"]

    assert list(form.errors) == ["number"]


def test_a_correction_does_not_undo_what_somebody_else_corrected_since_the_page_was_shown(client: Client, permit):
    seen = client.get(f"/izin/{permit.pk}/perbaiki/").context["form"]["seen"].value()
    correct(client, permit, kind="SKU", number="7/SKU/2018")

    page = correct(client, permit, issued_on="02/08/2018", seen=seen)

    permit.refresh_from_db()
    form = page.context["form"]
    assert (permit.kind, permit.number, permit.issued_on) == (Kind.SKU, "7/SKU/2018", date(2018, 8, 1))
    assert (form["issued_on"].value(), form["reason"].value()) == ("02/08/2018", "Salah ketik.")
    assert {name: errors[0] for name, errors in form.errors.items() if name != "__all__"} == {
        "kind": "Kini tercatat: SKU",
        "number": "Kini tercatat: 7/SKU/2018",
        "issued_on": "Kini tercatat: 1 Agustus 2018",
        "investment": "Kini tercatat: –",
        "workers": "Kini tercatat: –",
    }

    correct(client, permit, kind="SKU", number="7/SKU/2018", issued_on="02/08/2018", seen=form["seen"].value())

    permit.refresh_from_db()
    assert (permit.kind, permit.issued_on, len(history(client, permit))) == (Kind.SKU, date(2018, 8, 2), 3)


def test_what_was_only_spelled_otherwise_does_not_differ_from_what_somebody_else_recorded(client: Client, permit):
    seen = client.get(f"/izin/{permit.pk}/perbaiki/").context["form"]["seen"].value()
    correct(client, permit, number="7/e/2018")

    spelled = {"participant": permit.participant.displayed_number.lower(), "kelurahan": "cengkareng timur"}
    form = correct(client, permit, number="8/e/2018", seen=seen, **spelled).context["form"]

    assert [name for name in form.errors if name != "__all__"] == ["number"]


def test_a_correction_sent_twice_is_made_once(client: Client, permit):
    seen = client.get(f"/izin/{permit.pk}/perbaiki/").context["form"]["seen"].value()

    answers = [correct(client, permit, number="8/e/2018", seen=seen) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert len(history(client, permit)) == 2


# Revoking, taking back, voiding ------------------------------------------------------------------


def test_a_revoked_permit_counted_until_then(client: Client, permit):
    do(client, permit, "cabut", revoked_on="05/09/2018")

    assert (counted(), progress.read(CENGKARENG_TIMUR, date(2018, 9, 4)).standing.result) == (0, 1)
    assert history(client, permit)[0] == ("mencabut izin", "Usaha tutup.", [("Dicabut sejak", "", "5 September 2018")])


def test_a_revocation_is_taken_back(client: Client, permit):
    deeds.revoke(permit, on=date(2018, 9, 5), by=permit.recorded_by, reason="Usaha tutup.")

    do(client, permit, "tarik-pencabutan", reason="Ternyata masih buka.")

    assert counted() == 1
    assert history(client, permit)[0] == (
        "menarik kembali pencabutan",
        "Ternyata masih buka.",
        [("Dicabut sejak", "5 September 2018", "")],
    )


def test_a_voided_permit_never_counted(client: Client, permit):
    do(client, permit, "batalkan", reason="Salah catat.")

    assert (counted(), progress.read(CENGKARENG_TIMUR, date(2018, 9, 4)).standing.result) == (0, 0)
    assert history(client, permit)[0] == ("membatalkan izin", "Salah catat.", [])


@pytest.mark.parametrize(
    ("deed", "answers", "field"),
    [
        ("cabut", {"revoked_on": "01/08/2018"}, "revoked_on"),
        ("cabut", {"revoked_on": "10/09/2018"}, "revoked_on"),
        ("cabut", {"revoked_on": ""}, "revoked_on"),
        ("cabut", {"revoked_on": "05/09/2018", "reason": ""}, "reason"),
        ("batalkan", {"reason": "  "}, "reason"),
        ("batalkan", {"reason": "a\0"}, "reason"),
    ],
)
def test_a_deed_that_cannot_be_is_said(client: Client, permit, deed, answers, field):
    page = do(client, permit, deed, **answers)

    assert (page.status_code, list(page.context["form"].errors), counted()) == (200, [field], 1)


@pytest.mark.parametrize(
    ("deed", "answers", "said"),
    [
        ("cabut", {"revoked_on": "05/09/2018"}, "Izin ini sudah dicabut sejak 5 September 2018."),
        ("batalkan", {}, "Izin ini sudah dibatalkan."),
        ("tarik-pencabutan", {}, "Izin ini tidak sedang dicabut."),
    ],
)
def test_a_deed_sent_twice_is_done_once_and_leads_to_the_permit(client: Client, permit, deed, answers, said):
    if deed == "tarik-pencabutan":
        deeds.revoke(permit, on=date(2018, 9, 5), by=permit.recorded_by, reason="Usaha tutup.")
    do(client, permit, deed, **answers)
    before = history(client, permit)

    answer = do(client, permit, deed, **answers)

    told = [str(message) for message in client.get(answer.url).context["messages"]]
    assert (answer.url, told, history(client, permit)) == (f"/izin/{permit.pk}/", [said], before)


def test_a_second_revocation_from_another_day_is_refused(client: Client, permit):
    do(client, permit, "cabut", revoked_on="05/09/2018")

    page = do(client, permit, "cabut", revoked_on="06/09/2018")

    assert (page.status_code, list(page.context["form"].errors)) == (200, ["__all__"])


@pytest.mark.parametrize(
    ("deed", "told"),
    [
        ("cabut", "Pemegangnya tetap dihitung dengan izin ini sampai sehari sebelum dicabut."),
        ("tarik-pencabutan", "Izin ini dihitung seakan tidak pernah dicabut."),
        ("batalkan", "Pemegangnya menjadi tidak pernah dihitung dengan izin ini."),
    ],
)
def test_each_deed_says_what_it_does_to_the_count(client: Client, permit, deed, told):
    assert told in text_of(client.get(f"/izin/{permit.pk}/{deed}/"))


@pytest.mark.parametrize("deed", ["perbaiki", *DEEDS])
def test_looking_changes_nothing(client: Client, permit, deed):
    client.get(f"/izin/{permit.pk}/{deed}/")

    permit.refresh_from_db()
    assert (permit.is_voided, permit.is_revoked, len(history(client, permit))) == (False, False, 1)


def test_the_page_says_whether_its_holder_counts_with_it(client: Client, permit):
    second = a_permit(permit.participant, permit.recorded_by, kind=Kind.SKU, investment=None, workers=None)

    pages = [client.get(f"/izin/{one.pk}/").context for one in (permit, second)]

    assert [(page["is_counted"], page["counted"]) for page in pages] == [(True, permit), (False, permit)]


@pytest.mark.parametrize("user", [an_officer, an_official, lambda: an_official(JAKARTA_BARAT)])
def test_the_page_leads_back_to_the_list_which_whoever_sees_it_may_open(client: Client, permit, user):
    client.force_login(user())

    page = client.get(f"/izin/{permit.pk}/").content.decode()

    main = page.split("<main")[1]
    assert ('<a href="/izin/">← Izin</a>' in main, client.get("/izin/").status_code) == (True, 200)


@pytest.mark.parametrize("times", [1, 3])
def test_the_page_takes_as_many_statements_for_a_long_history_as_for_a_short_one(
    client: Client, permit, times, django_assert_num_queries
):
    for _ in range(times):
        deeds.revoke(permit, on=date(2018, 9, 5), by=permit.recorded_by, reason="Usaha tutup.")
        deeds.withdraw_revocation(permit, by=permit.recorded_by, reason="Keliru.")
    client.get(f"/izin/{permit.pk}/")

    with django_assert_num_queries(6):
        client.get(f"/izin/{permit.pk}/")


def test_moving_takes_no_permit_along(client: Client, permit):
    step_deeds.move(permit.participant, to=GAMBIR, on=date(2018, 9, 3), by=an_official())

    assert client.get(f"/izin/{permit.pk}/").status_code == 200
    assert (counted(), counted(GAMBIR)) == (1, 0)
