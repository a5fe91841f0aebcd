"""Names that sound alike have one key."""

import pytest

from participants import naming
from participants.spelling import distance


@pytest.mark.parametrize(
    "spellings",
    [
        "Soekarno Sukarno",
        "Djoko Joko",
        "Tjahjono Cahyono",
        "Jahja Yahya",
        "Soejono Sujono Suyono",
        "Wahju Wahyu",
        "Achmad Akhmad Ahmad Ach.",
        "Muhammad Mohamad Moehammad Mohammed Moh. M.",
        "Syarif Sjarif Sharif Syarief",
        "Rizky Rizki Riski Rizqi",
        "Aisyah Aisya Aisah",
        "Novi Nopi Nofi",
        "Tjandra Chandra Candra",
        "Christina Kristina",
        "Eddy Edi Eddie",
        "Jhonny Joni Johnny",
        "Nur'aini Nuraini Noeraini Nur’aini",
        "Ramadhan Ramadan",
        "SITI siti Sitie",
    ],
)
def test_spellings_of_one_name_have_one_key(spellings):
    keys = {tuple(naming.words(spelling)) for spelling in spellings.split()}

    assert len(keys) == 1


@pytest.mark.parametrize(("one", "other"), [("Siti", "Sita"), ("Dewi", "Devi"), ("Budi", "Adi"), ("Rahman", "Rohman")])
def test_different_names_keep_different_keys(one, other):
    assert naming.words(one) != naming.words(other)


def test_titles_and_initials_are_left_out():
    assert naming.words("Hj. Siti Aminah, S.E.") == naming.words("Siti Aminah")


def test_a_name_that_is_nothing_but_a_title_keeps_it():
    assert naming.words("Raden") == ["raden"]


def test_a_word_written_twice_is_one_word():
    assert naming.words("Siti Siti Aminah") == ["siti", "amina"]


def test_a_name_without_latin_letters_has_no_words():
    assert naming.words("王") == []


@pytest.mark.parametrize(
    ("begun", "whole"), [("Soel", "Sulastri"), ("ry", "Ryan"), ("ach", "Ahmad"), ("Rahm", "Rahman")]
)
def test_a_word_only_begun_begins_its_key(begun, whole):
    [key] = naming.words(whole)

    assert any(key.startswith(beginning) for beginning in naming.begun(begun.lower()))


@pytest.mark.parametrize(("beginning", "after"), [("kart", "karu"), ("fiz", "fj"), ("zz", "{"), ("08129", "0812a")])
def test_what_comes_after_a_beginning(beginning, after):
    assert naming.after(beginning) == after


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("kartika", "kartika", 0),
        ("kartka", "kartika", 1),
        ("kartikaa", "kartika", 1),
        ("kartiko", "kartika", 1),
        ("kratika", "kartika", 1),
        ("krtka", "kartika", 2),
        ("budi", "kartika", 3),
    ],
)
def test_slips_of_the_hand_are_counted(one, other, slips):
    assert distance(one, other, 2) == slips
