"""What a password must be, and that it is said in words."""

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from okoce.accounts.models import Role, User
from tests.okoce.accounts.factories import an_officer
from tests.okoce.regions.codes import CENGKARENG_TIMUR


def verdict(password: str, role: Role = Role.PARTICIPANT, **fields) -> list[str]:
    """The codes of what is wrong with a password."""
    try:
        validate_password(password, User(role=role, **fields))
    except ValidationError as refused:
        return [str(problem.code) for problem in refused.error_list]
    return []


@pytest.mark.parametrize(
    "password", ["kopi susu hangat", "perahu-biru", "tahu isi 7", "gerobakku di pojok", "nbvqwzxk"]
)
def test_two_words_are_enough_for_a_participant(password):
    assert verdict(password) == []


@pytest.mark.parametrize(
    ("password", "wrong"),
    [
        ("pendek7", ["too_short"]),
        ("17081985", ["only_digits"]),
        ("081234567890", ["only_digits"]),
        ("bismillah", ["common"]),
        ("Bismillah123", ["common"]),
        ("jakarta!!", ["common"]),
        ("password1", ["common"]),
        ("aaaabbbb", ["common"]),
        ("a" * 129 + "bcdefg", ["too_long"]),
        ("1" * 129, ["too_long"]),
        ("a" + "1" * 20_000 + "a", ["too_long"]),
    ],
)
def test_what_is_short_or_tried_first_is_refused(password, wrong):
    assert verdict(password) == wrong


def test_a_password_like_the_phone_name_or_email_of_its_account_is_refused():
    account = {"username": "+6281234567890", "name": "Siti Rahmawati", "email": "warung.siti@contoh.id"}

    assert verdict("siti rahmawati", **account) == ["password_too_similar"]
    assert verdict("warung.siti", **account) == ["password_too_similar"]
    assert verdict("x+6281234567890", **account) == ["password_too_similar"]


@pytest.mark.parametrize("role", [Role.OFFICER, Role.PGO, Role.ADMINISTRATOR])
def test_officials_need_twelve_marks(role):
    assert verdict("perahu-biru", role) == ["too_short"]
    assert verdict("perahu-biru-7", role) == []


def test_where_the_account_is_not_known_the_stricter_rule_holds():
    with pytest.raises(ValidationError) as refused:
        validate_password("perahu-biru", None)

    assert refused.value.messages == ["Kata sandi ini terlalu pendek. Tulis paling sedikit 12 huruf atau angka."]


@pytest.mark.parametrize(
    "password",
    [
        "siti12345678",
        "siti-rahmawati-88",
        "Okoce2018!!",
        "nik3173011708850001",
        "jakarta-okoce-2018",
        "petugas.okoce.1",
    ],
)
def test_a_password_made_of_what_others_know_of_somebody_is_refused(password):
    assert verdict(password, username="+6281234567890", name="Siti Rahmawati") == ["password_too_similar"]


@pytest.mark.django_db
def test_an_officers_kelurahan_is_no_password_either():
    assert verdict("cengkareng-timur-7", Role.OFFICER, username="petugas", region_id=CENGKARENG_TIMUR) == [
        "password_too_similar"
    ]


@pytest.mark.parametrize("password", ["x3173011708850001", "3173011708850001!", "081234567890ab", "17-08-1985ya"])
def test_a_nik_a_phone_or_a_date_with_a_few_letters_is_refused(password):
    assert verdict(password) == ["a_number"]


def test_a_name_among_other_words_is_no_matter():
    assert verdict("siti jual gerobak bakso", name="Siti Rahmawati") == []


def test_a_hash_is_as_costly_as_owasp_asks():
    assert PBKDF2PasswordHasher().iterations >= 600_000


@pytest.mark.django_db
def test_whoever_has_no_password_to_change_gets_one_as_those_who_forgot_theirs(client):
    officer = an_officer()
    officer.set_unusable_password()
    officer.save()
    client.force_login(officer)

    answer = client.get("/sandi/ganti/", follow=True)

    assert [address for address, _ in answer.redirect_chain] == ["/sandi/ganti/tanpa/", "/sandi/lupa/"]
    assert answer.status_code == 200
