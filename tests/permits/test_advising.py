"""Five answers end in an IUMK, in an SKU, or at the desk."""

from itertools import product

import pytest

from permits.advising import NO, QUESTIONS, UNKNOWN, YES, Advised, advice

FITTING = {"zona": NO, "rusun": NO, "luas": YES, "ukuran": YES, "ktp": YES}


def test_a_small_business_in_the_right_place_has_an_iumk():
    assert advice(FITTING) == advice(FITTING)
    assert (advice(FITTING).advised, advice(FITTING).reasons) == (Advised.IUMK, [])


@pytest.mark.parametrize(
    ("answers", "reasons"),
    [
        ({"zona": YES}, ["tempat usaha di zona hijau"]),
        ({"rusun": YES}, ["tempat usaha di rusun, di atas lantai dasar"]),
        ({"zona": YES, "rusun": YES}, ["tempat usaha di zona hijau", "tempat usaha di rusun, di atas lantai dasar"]),
        ({"zona": YES, "luas": UNKNOWN}, ["tempat usaha di zona hijau"]),
    ],
)
def test_where_zoning_bars_an_iumk_there_is_an_sku(answers, reasons):
    found = advice(FITTING | answers)

    assert (found.advised, found.reasons) == (Advised.SKU, reasons)


@pytest.mark.parametrize(
    ("answers", "reasons"),
    [
        ({"luas": NO}, ["tempat usaha lebih luas dari batas IUMK"]),
        ({"ukuran": NO, "ktp": NO}, ["usaha lebih besar dari batas IUMK", "KTP bukan KTP Jakarta"]),
        ({"zona": UNKNOWN}, ["Apakah tempat usaha Anda di zona hijau?"]),
    ],
)
def test_what_is_too_large_or_not_known_is_for_the_desk(answers, reasons):
    found = advice(FITTING | answers)

    assert (found.advised, found.reasons) == (Advised.ASK, reasons)


def test_every_set_of_answers_ends_somewhere_and_only_the_fitting_one_in_an_iumk():
    names = [question.name for question in QUESTIONS]
    ends = {
        answers: advice(dict(zip(names, answers, strict=True))) for answers in product([YES, NO, UNKNOWN], repeat=5)
    }

    assert [answers for answers, end in ends.items() if end.advised == Advised.IUMK] == [tuple(FITTING.values())]
    assert all(end.reasons for end in ends.values() if end.advised != Advised.IUMK)
