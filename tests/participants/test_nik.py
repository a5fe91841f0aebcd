"""The NIK: its structure, its mask, its encryption and its blind index (PRODUCT, "Personal data")."""

from datetime import date

import pytest
from cryptography.fernet import Fernet, InvalidToken
from hypothesis import given
from hypothesis import strategies as st

from participants import nik
from tests.participants.factories import a_nik

WOMAN, MAN = "3173995708850003", "3173991708850003"


@pytest.mark.parametrize(
    "typed",
    [
        MAN,
        f" {MAN}\n",
        "3173 9917 0885 0003",
        "3173-9917-0885-0003",
        "317399.170885.0003",
        "3173\u00a09917\u00a00885\u00a00003",
    ],
)
def test_a_nik_is_read_with_or_without_spaces_dots_and_dashes(typed):
    assert nik.parse(typed) == MAN


@pytest.mark.parametrize("digits", ["1171011708850003", "5171015708850003", "9471011708850003"])
def test_a_nik_of_another_province_is_as_good(digits):
    assert nik.parse(digits) == digits


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "NIK hanya berisi angka"),
        ("317399170885000", "yang Anda tulis 15 angka"),
        ("31739917088500031", "yang Anda tulis 17 angka"),
        ("317399170885000x", "NIK hanya berisi angka"),
        ("٣١٧٣٩٩١٧٠٨٨٥٠٠٠٣", "NIK hanya berisi angka"),
        ("3173993208850003", "NIK ini tidak mungkin"),
        ("3173990008850003", "NIK ini tidak mungkin"),
        ("3173994008850003", "NIK ini tidak mungkin"),
        ("3173997208850003", "NIK ini tidak mungkin"),
        ("3173991713850003", "NIK ini tidak mungkin"),
        ("3173993002850003", "NIK ini tidak mungkin"),
        ("9973991708850003", "NIK ini tidak mungkin"),
    ],
)
def test_what_cannot_be_a_nik_is_refused_in_words(typed, said):
    with pytest.raises(nik.ImpossibleNik, match=said):
        nik.parse(typed)


@given(st.text(alphabet="0123456789 .-xX³", min_size=5, max_size=15))
def test_a_refusal_never_repeats_what_was_typed(typed):
    with pytest.raises(nik.ImpossibleNik) as refusal:
        nik.parse(typed)

    assert typed not in str(refusal.value)


def test_the_leap_day_of_a_leap_year_is_possible():
    assert nik.parse("3173992902000003") == "3173992902000003"


@pytest.mark.parametrize(
    ("digits", "claim"), [(MAN, nik.BirthClaim(17, 8, 85, "M")), (WOMAN, nik.BirthClaim(17, 8, 85, "F"))]
)
def test_a_nik_says_its_holders_birth_date_and_sex(digits, claim):
    assert nik.birth_claim(digits) == claim


@given(st.dates(date(1930, 1, 1), date(2010, 12, 31)), st.booleans())
def test_every_birth_date_survives_the_way_into_a_nik_and_out(born_on, female):
    claim = nik.birth_claim(nik.parse(a_nik(born_on, female=female, serial=3)))

    assert (claim.agrees_with(born_on), claim.sex) == (True, "F" if female else "M")


def test_a_claim_disagrees_by_day_month_or_year():
    claim = nik.birth_claim(MAN)

    assert [
        claim.agrees_with(born_on)
        for born_on in (date(1985, 8, 17), date(1985, 8, 18), date(1985, 7, 17), date(1986, 8, 17))
    ] == [True, False, False, False]


def test_a_mask_leaves_the_first_and_last_four():
    assert [nik.masked(MAN), nik.masked("")] == ["3173••••••••0003", ""]


def test_the_index_of_one_nik_is_always_the_same_and_another_niks_is_another(settings):
    first = nik.blind_index(MAN)

    assert (first == nik.blind_index(MAN), first == nik.blind_index(WOMAN), len(first)) == (True, False, 32)
    settings.NIK_INDEX_KEYS = ["another-key-of-thirty-two-letters"]
    assert nik.blind_index(MAN) != first


def test_a_nik_comes_back_from_its_encryption_and_looks_another_each_time():
    one, other = nik.encrypt(MAN), nik.encrypt(MAN)

    assert (nik.decrypt(one), nik.decrypt(memoryview(other)), one == other, MAN.encode() in one) == (
        MAN,
        MAN,
        False,
        False,
    )


def test_after_a_new_key_is_put_first_the_old_one_still_opens(settings):
    old = nik.encrypt(MAN)

    settings.NIK_KEYS = [Fernet.generate_key().decode(), *settings.NIK_KEYS]

    assert nik.decrypt(old) == MAN


def test_a_key_that_is_gone_opens_nothing(settings):
    token = nik.encrypt(MAN)
    settings.NIK_KEYS = [Fernet.generate_key().decode()]

    with pytest.raises(InvalidToken):
        nik.decrypt(token)


def test_niks_are_struck_wherever_they_stand():
    assert nik.struck(f"{MAN}, Siti {WOMAN} dan {MAN}.") == f"{nik.STRUCK}, Siti {nik.STRUCK} dan {nik.STRUCK}."


@pytest.mark.parametrize("look_at", [nik.struck, nik.without])
def test_of_a_text_longer_than_any_line_only_the_beginning_is_looked_at(look_at):
    assert (len(look_at(f"{MAN} " * 140_000)) <= 1_000, look_at("a b\n" * 500)) == (True, "a b\n" * 250)


@pytest.mark.parametrize("written", ["31.73.99.17.08.85.0003", "317399 — 170885 — 0003", "3-1-7-3 9917 0885 000 3"])
def test_what_can_be_read_as_a_nik_is_not_shown_again(written):
    assert [nik.possible(written), nik.struck(written), nik.without(written)] == [MAN, nik.STRUCK, ""]


def test_of_a_text_longer_than_any_field_keeps_only_the_beginning_is_searched():
    digits = a_nik(serial=7003)

    assert nik.stands_in("x" * 4_900 + digits)
    assert not nik.stands_in("3-" * 600_000 + digits)
