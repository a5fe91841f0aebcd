"""Which paper somebody's business can have: an IUMK, an SKU, or a question for the desk. Pure.

The conditions of an IUMK are those of Governor's Regulation 30/2018 (PRODUCT, "Facts for the help pages"); the two that
zoning sets lead to an SKU, which has none. What somebody does not know is for the desk to say, and never guessed.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models

YES, NO, UNKNOWN = "ya", "tidak", "belum-tahu"


class Advised(models.TextChoices):
    """Where the answers lead."""

    IUMK = "iumk", "IUMK"
    SKU = "sku", "SKU"
    ASK = "tanya", "tanya petugas"


@dataclass(frozen=True)
class Question:
    """A question with its name in the address; `barred` is the answer an IUMK may not have, `why` what that means."""

    name: str
    about: str
    text: str
    hint: str
    barred: str
    why: str
    leads_to: Advised


QUESTIONS = (
    Question(
        "zona",
        "Zona hijau",
        "Apakah tempat usaha Anda di zona hijau?",
        "Zona hijau: taman, jalur hijau, tepi sungai, dan lahan lain yang tidak boleh dipakai berusaha. "
        "Petugas kelurahan dapat memeriksanya.",
        YES,
        "tempat usaha di zona hijau",
        Advised.SKU,
    ),
    Question(
        "rusun",
        "Rusun",
        "Apakah tempat usaha Anda di rusun, di atas lantai dasar?",
        "Kios atau usaha di lantai dasar rusun: jawab tidak.",
        YES,
        "tempat usaha di rusun, di atas lantai dasar",
        Advised.SKU,
    ),
    Question(
        "luas",
        "Luas tempat usaha",
        "Apakah luas tempat usaha Anda paling besar 100 m², atau 30 m² bila di rumah tinggal?",
        "Hitung bagian yang dipakai untuk usaha saja. Usaha keliling: jawab ya.",
        NO,
        "tempat usaha lebih luas dari batas IUMK",
        Advised.ASK,
    ),
    Question(
        "ukuran",
        "Besar usaha",
        "Apakah usaha Anda kecil: modal paling besar Rp500 juta (tanpa tanah dan bangunan), omzet paling besar "
        "Rp2,5 miliar setahun, dan paling banyak 19 tenaga kerja?",
        "Ketiganya harus terpenuhi.",
        NO,
        "usaha lebih besar dari batas IUMK",
        Advised.ASK,
    ),
    Question(
        "ktp",
        "KTP Jakarta",
        "Apakah KTP Anda KTP Jakarta?",
        "IUMK memerlukan KTP Jakarta.",
        NO,
        "KTP bukan KTP Jakarta",
        Advised.ASK,
    ),
)


@dataclass(frozen=True)
class Advice:
    """What is advised, and what speaks against an IUMK or is not known yet."""

    advised: Advised
    reasons: list[str]


def advice(answers: Mapping[str, str]) -> Advice:
    """Where the answers to all QUESTIONS lead.

    One bar that only zoning sets means an SKU, whatever else is unknown; any other bar, or anything unknown, is for the
    desk; with neither it is an IUMK.
    """
    barred = [question for question in QUESTIONS if answers[question.name] == question.barred]
    to_sku = [question.why for question in barred if question.leads_to == Advised.SKU]
    if to_sku:
        return Advice(Advised.SKU, to_sku)
    unknown = [question.text for question in QUESTIONS if answers[question.name] == UNKNOWN]
    if barred or unknown:
        return Advice(Advised.ASK, [*(question.why for question in barred), *unknown])
    return Advice(Advised.IUMK, [])
