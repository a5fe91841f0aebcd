"""Participant numbers: unguessable, readable aloud, with a check character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participants import numbers

stems = st.text(alphabet=numbers.ALPHABET, min_size=9, max_size=9)
places = st.integers(0, 9)


def test_a_new_number_is_ten_marks_of_the_alphabet_with_a_right_check_character():
    found = [numbers.new() for _ in range(50)]

    assert [numbers.parse(number) for number in found] == found
    assert len(set(found)) == 50


def test_the_alphabet_has_no_mark_that_is_misread_or_heard_as_another():
    assert set("OIBSGDPTCVEN") & set(numbers.ALPHABET) == set()


@pytest.mark.parametrize("typed", ["4k7h2-mx9q{}", " 4K7H2 MX9Q{} ", "4K7-H2M-X9Q{}", "4K7H2MX9Q{}"])
def test_a_number_is_read_in_any_case_with_spaces_or_dashes(typed):
    number = numbers.with_check("4K7H2MX9Q")

    assert numbers.parse(typed.format(number[-1])) == number


def test_the_letters_o_and_i_are_taken_for_the_digits_they_look_like():
    number = numbers.with_check("10KH2MX9Q")

    assert numbers.parse(number.replace("1", "i").replace("0", "o")) == number


@pytest.mark.parametrize("typed", ["", "4K7H2", "4K7H2-MX9QRR", "4K7H2-MX9Q!", "BBBBB-BBBBB", "٤K7H2MX9QR"])
def test_what_cannot_be_a_number_is_none(typed):
    assert numbers.parse(typed) is None


@pytest.mark.parametrize(
    ("typed", "mistake"),
    [
        ("4K7H2", "Nomor peserta terdiri dari 10 huruf dan angka; yang Anda tulis 5."),
        ("4k7h2 mx9q", "Nomor peserta terdiri dari 10 huruf dan angka; yang Anda tulis 9."),
        ("4K7H2-MX9QQ", numbers.MISTYPED),
        ("BBBBB-BBBBB", numbers.MISTYPED),
        (numbers.with_check("4K7H2MX9Q"), ""),
    ],
)
def test_what_is_wrong_with_a_number_is_said(typed, mistake):
    assert numbers.mistake_in(typed) == mistake


@given(stems, places, st.sampled_from(numbers.ALPHABET))
def test_one_wrong_mark_is_always_noticed(stem, place, wrong):
    number = numbers.with_check(stem)
    typed = number[:place] + wrong + number[place + 1 :]

    assert numbers.parse(typed) == (number if typed == number else None)


@given(stems, st.integers(0, 8))
def test_two_neighbours_changed_over_are_always_noticed(stem, place):
    number = numbers.with_check(stem)
    typed = number[:place] + number[place + 1] + number[place] + number[place + 2 :]

    assert numbers.parse(typed) == (number if typed == number else None)


@given(stems)
def test_a_number_as_shown_is_read_back(stem):
    number = numbers.with_check(stem)

    assert numbers.parse(numbers.displayed(number)) == number


@given(stems, st.integers(1, 10))
def test_every_number_lies_between_the_first_and_the_last_with_its_beginning(stem, length):
    number = numbers.with_check(stem)

    first, last = numbers.between(number[:length])

    assert first <= number <= last
    assert (first[:length], last[:length]) == (number[:length], number[:length])


@given(stems, st.integers(5, 9))
def test_what_numbers_lie_between_is_of_their_alphabet_alone_which_every_language_orders_alike(stem, length):
    first, last = numbers.between(stem[: length - 1] + "Z")

    assert set(first + last) <= set(numbers.ALPHABET)
    assert sorted(numbers.ALPHABET) == list(numbers.ALPHABET)


def test_a_number_is_shown_in_two_groups_of_five():
    assert numbers.displayed("4K7H2MX9QR") == "4K7H2-MX9QR"
