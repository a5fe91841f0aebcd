"""What the pages accept, what they doubt, what they refuse; nothing that was typed is lost over it."""

from datetime import date

import pytest

from participants import nik
from participants.cookies import SealedCookie
from participants.models import Participant
from tests.participants.factories import a_nik
from tests.participants.pages import BUSINESS, NIK, PERSON, a_business, a_person, doubts, fill, problems, send

pytestmark = pytest.mark.django_db

# Turns the direction of writing, and glues without being seen.
RIGHT_TO_LEFT, ZERO_WIDTH = "\u202e", "\u200b"


def after(client, page, answers):
    """The page one lands on after posting answers."""
    return client.post(page, answers, follow=True)


def acknowledged(page) -> dict[str, str]:
    """What the button *Ya, sudah benar* posts."""
    return {"acknowledged": page.context["form"].acknowledgement}


def registered(client, *, person=None, business=None) -> Participant:
    fill(client, person=person, business=business)
    send(client)
    return Participant.objects.get()


# --- NIK, birth date, sex


@pytest.mark.parametrize("written", ["{}", "NIK {}"])
@pytest.mark.parametrize("field", ["name", "birth_date", "phone", "email"])
def test_a_nik_in_another_box_is_refused_and_kept_and_shown_nowhere(client, field, written):
    strayed = a_nik(serial=4712)
    grouped = f"{strayed[:6]} - {strayed[6:12]} - {strayed[12:]}"

    pages = [after(client, PERSON, a_person(**{field: written.format(typed)})) for typed in (strayed, grouped)]

    assert [problems(page) for page in pages] == [{field: ["nik"]}] * 2
    assert [strayed[6:12] in page.content.decode() for page in pages] == [False] * 2
    kept = SealedCookie("registration_draft", seconds=60).read(pages[-1].wsgi_request)
    assert (kept["person"][field], kept["person"]["nik"]) == (written.format(nik.STRUCK), NIK)


@pytest.mark.parametrize("field", ["nik", "birth_date", "phone", "email"])
@pytest.mark.parametrize("between", [".", "—"])
def test_a_nik_in_groups_of_two_is_not_shown_back_either(client, field, between):
    groups = [*(NIK[start : start + 2] for start in range(0, 12, 2)), NIK[12:]]

    client.post(PERSON, a_person(name="12345", **{field: between.join(groups)}))

    assert client.get(PERSON).context["form"][field].value() == ""


@pytest.mark.parametrize("field", ["name", "birth_date", "phone", "email"])
def test_a_megabyte_of_niks_is_refused_as_one_is(client, field):
    page = after(client, PERSON, a_person(**{field: f"{a_nik(serial=4712)} " * 60_000}))

    assert (page.status_code, problems(page)) == (200, {field: ["nik"]})


def test_a_nik_in_a_box_of_the_business_is_refused_and_the_rest_is_shown_back(client):
    client.post(PERSON, a_person())

    page = after(client, BUSINESS, a_business(address=f"Jalan Contoh 1, {NIK}"))

    assert (problems(page), page.context["form"]["address"].value()) == ({"address": ["nik"]}, "Jalan Contoh 1,")


@pytest.mark.parametrize("typed", [NIK, f" {NIK[:6]} {NIK[6:12]} {NIK[12:]} ", f"{NIK[:6]}.{NIK[6:12]}-{NIK[12:]}"])
def test_a_nik_may_be_typed_in_groups(client, typed):
    assert registered(client, person=a_person(nik=typed)).nik_masked == "3173••••••••4711"


@pytest.mark.parametrize(
    "impossible",
    [
        "",
        NIK[:15],
        NIK + "1",
        f"{NIK[:8]}13{NIK[10:]}",  # the thirteenth month
        f"99{NIK[2:]}",  # no such province
        f"O{NIK[1:]}",
        f"{NIK[:8]}\x00{NIK[8:]}",
        "9" * 5000,
        "٣" * 16,
    ],
)
def test_only_an_impossible_nik_is_refused_and_nothing_else_is_lost(client, impossible):
    page = after(client, PERSON, a_person(nik=impossible))

    assert list(problems(page)) == ["nik"]
    assert page.context["form"]["name"].value() == "Siti Contoh"


def test_what_cannot_be_a_nik_is_shown_back_to_be_mended(client):
    page = after(client, PERSON, a_person(nik="3173 9957 0885"))

    assert 'value="3173 9957 0885"' in page.content.decode()


@pytest.mark.parametrize(("field", "typed"), [("birth_date", "18/08/1985"), ("sex", "M")])
def test_what_differs_from_the_nik_is_doubted_and_may_stand(client, field, typed):
    answers = a_person(**{field: typed})

    page = after(client, PERSON, answers)

    assert doubts(page) == [f"{field}.differs_from_nik"]
    assert client.post(PERSON, answers | acknowledged(page))["Location"] == BUSINESS


def test_an_answered_doubt_stays_answered_until_the_end(client):
    answers = a_person(sex="M", birth_date="18/08/1985", phone="0889 0000 0000 0")
    client.post(PERSON, answers | acknowledged(after(client, PERSON, answers)))
    client.post(BUSINESS, a_business())

    send(client)

    assert Participant.objects.get().sex == "M"


def test_another_nik_is_doubted_anew(client):
    page = after(client, PERSON, a_person(sex="M"))

    page = after(client, PERSON, a_person(sex="M", nik=a_nik(female=True, serial=4712)) | acknowledged(page))

    assert doubts(page) == ["sex.differs_from_nik"]


def test_a_birth_date_may_be_typed_without_any_marks(client):
    assert registered(client, person=a_person(birth_date="17081985")).birth_date == date(1985, 8, 17)


@pytest.mark.parametrize(
    ("born_on", "doubt"), [(date(2001, 9, 10), ["birth_date.young"]), (date(1917, 9, 9), ["birth_date.old"])]
)
def test_an_age_without_a_ktp_or_over_a_hundred_is_doubted(client, born_on, doubt):
    answers = a_person(nik=a_nik(born_on, female=True), birth_date=str(born_on))

    assert doubts(after(client, PERSON, answers)) == doubt


@pytest.mark.parametrize("born_on", [date(2001, 9, 9), date(1917, 9, 10)])
def test_an_age_from_17_to_100_is_not(client, born_on):
    answers = a_person(nik=a_nik(born_on, female=True), birth_date=str(born_on))

    assert client.post(PERSON, answers)["Location"] == BUSINESS


def test_a_birth_date_to_come_is_refused(client):
    assert problems(after(client, PERSON, a_person(birth_date="10/09/2018"))) == {"birth_date": ["in_the_future"]}


# --- Name, phone, e-mail


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Suharto", "Suharto"),
        ("  Siti   Nur \t Aini ", "Siti Nur Aini"),
        ("Ma'ruf", "Ma'ruf"),
        ("Ma`ruf", "Ma`ruf"),
        ("H. Abd. Rahman, S.E.", "H. Abd. Rahman, S.E."),
        ("Renée-Marie", "Renée-Marie"),
        (f"Siti{RIGHT_TO_LEFT} Con{ZERO_WIDTH}toh", "Siti Contoh"),
        ("N" * 120, "N" * 120),
    ],
)
def test_names_are_kept_as_people_write_them(client, typed, kept):
    assert registered(client, person=a_person(name=typed)).name == kept


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", "required"),
        (" \u200b ", "required"),
        ("12345", "no_letters"),
        ("...", "no_letters"),
        ("🙂", "no_letters"),
        ("محمد", "no_letters"),
        ("Siti 🙂", "picture"),
        ("Siti\x00Contoh", "unspeakable"),
        ("Siti\x1bContoh", "unspeakable"),
        ("N" * 121, "max_length"),
        ("N" * 50_000, "max_length"),
        ("ﬃ" * 120, "max_length"),  # three letters each where names are compared
    ],
)
def test_names_that_cannot_stand_on_a_ktp_are_refused(client, typed, problem):
    assert problems(after(client, PERSON, a_person(name=typed))) == {"name": [problem]}


@pytest.mark.parametrize("typed", ["0812 3456 7890", "+62 812-3456-7890", "62812 3456 7890", "(0812) 34567890"])
def test_a_phone_number_may_be_spelled_in_any_usual_way(client, typed):
    assert registered(client, person=a_person(phone=typed)).phone == "+6281234567890"


def test_an_unknown_prefix_is_doubted_and_may_stand(client):
    answers = a_person(phone="0841 2345 6789")

    page = after(client, PERSON, answers)

    assert doubts(page) == ["phone.unknown_prefix"]
    assert client.post(PERSON, answers | acknowledged(page))["Location"] == BUSINESS


@pytest.mark.parametrize("typed", ["", "021 555 1234", "0812", "0812\x0034567890", "telepon", "0" * 5000])
def test_what_is_no_mobile_number_is_refused(client, typed):
    assert list(problems(after(client, PERSON, a_person(phone=typed)))) == ["phone"]


@pytest.mark.parametrize("typed", ["siti", "siti@", "siti@contoh\x00.id", "s" * 300 + "@contoh.id"])
def test_what_is_no_email_is_refused(client, typed):
    assert list(problems(after(client, PERSON, a_person(email=typed)))) == ["email"]


# --- Kelurahan


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Cengkareng Timur", "31.73.01.1006"),
        ("kelurahan cengkareng timur", "31.73.01.1006"),
        ("Kel. CENGKARENG-TIMUR", "31.73.01.1006"),
        ("Kapuk", "31.73.01.1005"),  # though Kapuk Muara begins with it
        ("Pal Meriam", "31.75.01.1004"),
        ("Palmeriam", "31.75.01.1004"),
        ("Koja", "31.72.03.1001"),
    ],
)
def test_a_name_in_any_known_spelling_is_accepted_as_it_is(client, typed, code):
    assert registered(client, business=a_business(kelurahan_name=typed)).kelurahan_id == code


def test_part_of_a_name_is_answered_with_those_it_may_mean(client):
    client.post(PERSON, a_person())

    page = after(client, BUSINESS, a_business(kelurahan_name="cengkareng", address="Jalan Contoh 1"))

    assert problems(page) == {"kelurahan": ["required"]}
    labels = [label for _, label in page.context["form"].fields["kelurahan"].choices]
    assert labels[:2] == [
        "Cengkareng Barat, Kec. Cengkareng, Jakarta Barat",
        "Cengkareng Timur, Kec. Cengkareng, Jakarta Barat",
    ]
    assert page.context["form"]["address"].value() == "Jalan Contoh 1"


def test_the_one_that_was_chosen_is_kept(client):
    answers = a_business(kelurahan_name="cengkareng", kelurahan="31.73.01.1006")

    assert registered(client, business=answers).kelurahan_id == "31.73.01.1006"


def test_a_slip_of_the_hand_is_understood_but_asked_about(client):
    client.post(PERSON, a_person())

    page = after(client, BUSINESS, a_business(kelurahan_name="Cengkareng Timru"))

    assert problems(page) == {"kelurahan": ["required"]}
    assert "31.73.01.1006" in dict(page.context["form"].fields["kelurahan"].choices)


def test_a_choice_made_for_another_name_does_not_count(client):
    answers = a_business(kelurahan_name="gambir", kelurahan="31.73.01.1006")

    assert registered(client, business=answers).kelurahan_id == "31.71.01.1001"


def test_a_kecamatans_name_offers_all_its_kelurahan(client):
    page = client.get("/daftar/kelurahan/", {"kelurahan_name": "kebayoran baru"})

    assert len(page.context["form"].candidates) == 10


@pytest.mark.parametrize("typed", ["Entah", "x", "\x00", "🙂", f"{RIGHT_TO_LEFT}", "a" * 10_000, "Pulau Sulawesi"])
def test_an_unknown_kelurahan_is_refused_with_a_way_on(client, typed):
    client.post(PERSON, a_person())

    page = after(client, BUSINESS, a_business(kelurahan_name=typed))

    assert list(problems(page)) == ["kelurahan_name"]


def test_the_list_that_follows_the_typing_is_a_fragment(client):
    page = client.get("/daftar/kelurahan/", {"kelurahan_name": "cengkareng t"}).content.decode()

    assert "<html" not in page
    assert 'type="radio" name="kelurahan" value="31.73.01.1006"' in page


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", ""),
        ("zzzz", "Belum ada kelurahan yang cocok."),
        ("cengkareng", "6 kelurahan cocok. Pilih di bawah kotak ini."),
        ("cengkareng t", "1 kelurahan cocok. Pilih di bawah kotak ini."),
        ("gambir", "Terpilih: Gambir, Kec. Gambir, Jakarta Pusat."),
    ],
)
def test_what_was_found_of_a_name_is_said_under_the_box_for_everybody_to_read(client, typed, told):
    client.post(PERSON, a_person())

    page = client.get(BUSINESS).content.decode()
    found = client.get("/daftar/kelurahan/", {"kelurahan_name": typed}).content.decode()

    assert '<p class="hint" id="kelurahan_found" role="status"></p>' in page
    assert f'<p class="hint" id="kelurahan_found" role="status" hx-swap-oob="innerHTML">{told}</p>' in found


@pytest.mark.parametrize("typed", ["", "zzzz", "\x00", "a" * 10_000])
def test_the_list_that_follows_the_typing_stays_empty_for_nonsense(client, typed):
    page = client.get("/daftar/kelurahan/", {"kelurahan_name": typed})

    assert page.status_code == 200
    assert b"radio" not in page.content


# --- Outside Jakarta, and the rest of page 2


def test_outside_jakarta_needs_a_city_and_no_kelurahan(client):
    client.post(PERSON, a_person())

    page = after(client, BUSINESS, a_business(location="outside", kelurahan_name="cengkareng"))

    assert problems(page) == {"outside_place": ["required"]}
    assert page.context["form"]["kelurahan_name"].value() == "cengkareng"


@pytest.mark.parametrize("typed", ["Jakarta Barat", "DKI Jakarta", "Kab. Kepulauan Seribu"])
def test_a_city_of_jakarta_is_not_outside_it(client, typed):
    client.post(PERSON, a_person())

    page = after(client, BUSINESS, a_business(location="outside", outside_place=typed))

    assert problems(page) == {"outside_place": ["in_jakarta"]}


def test_a_city_left_over_from_another_choice_is_not_kept(client):
    assert registered(client, business=a_business(outside_place="Depok")).outside_place == ""


@pytest.mark.parametrize("field", ["outside_place", "address", "business_name"])
@pytest.mark.parametrize("typed", ["Toko\x00Contoh", "N" * 50_000])
def test_what_the_database_cannot_keep_is_a_problem_of_its_field(client, field, typed):
    client.post(PERSON, a_person())

    page = after(client, BUSINESS, a_business(location="outside", outside_place="Depok") | {field: typed})

    assert list(problems(page)) == [field]


def test_a_business_may_have_a_picture_in_its_name(client):
    person = registered(client, business=a_business(business_name="Bakso 🍜", address="Jalan\nContoh  1"))

    assert (person.business_name, person.address) == ("Bakso 🍜", "Jalan Contoh 1")


@pytest.mark.parametrize("field", ["location", "sector", "business_state"])
@pytest.mark.parametrize(
    ("typed", "problem"), [("", "required"), ("\x00", "invalid_choice"), ("x" * 999, "invalid_choice")]
)
def test_each_choice_must_be_one_of_those_offered(client, field, typed, problem):
    client.post(PERSON, a_person())

    assert problems(after(client, BUSINESS, a_business(**{field: typed}))) == {field: [problem]}


@pytest.mark.parametrize("page", [PERSON, BUSINESS])
def test_an_empty_page_says_what_is_missing_first_of_all_in_its_title(client, page):
    client.post(PERSON, a_person())

    answer = after(client, page, {})

    assert b"<title>Perbaiki: " in answer.content
    assert 'role="alert"' in answer.content.decode()


@pytest.mark.parametrize(
    ("page", "field", "attributes"),
    [
        (PERSON, "nik", {"inputmode": "numeric", "autocomplete": "off"}),
        (PERSON, "name", {"autocomplete": "name"}),
        (PERSON, "birth_date", {"inputmode": "numeric", "autocomplete": "bday"}),
        (PERSON, "phone", {"type": "tel", "autocomplete": "tel"}),
        (PERSON, "email", {"type": "email", "autocomplete": "email"}),
        (BUSINESS, "address", {"autocomplete": "street-address"}),
        (BUSINESS, "business_name", {"autocomplete": "organization"}),
    ],
)
def test_each_field_brings_up_its_keyboard_and_what_the_browser_knows(client, page, field, attributes):
    client.post(PERSON, a_person())

    control = str(client.get(page).context["form"][field])

    for name, value in attributes.items():
        assert f'{name}="{value}"' in control
