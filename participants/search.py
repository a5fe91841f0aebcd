"""Finding people: by NIK, participant number, phone or name, in one box."""

from typing import TYPE_CHECKING

from okoce.ui.reading import parse_phone
from participants import nik, numbers
from participants.naming import name_key

if TYPE_CHECKING:
    from participants.models import Participant, ParticipantQuerySet

MOST = 20


def find_exact(text: str, among: "ParticipantQuerySet") -> "Participant | None":
    """The one person with exactly this NIK or participant number, or None."""
    number = numbers.parse(text)
    if number is not None:
        return among.filter(number=number).first()
    try:
        return among.filter(nik_index=nik.blind_index(nik.parse(text))).first()
    except nik.ImpossibleNik:
        return None


def find(text: str, among: "ParticipantQuerySet") -> "list[Participant]":
    """At most MOST people who match what somebody typed: by exact NIK or number, by phone, or by words of the name."""
    exact = find_exact(text, among)
    if exact is not None:
        return [exact]
    phone = _phone(text)
    if phone is not None:
        return list(among.filter(phone=phone).order_by("name_key", "id")[:MOST])
    words = name_key(text).split()
    if not words:
        return []
    for word in words:
        among = among.filter(name_key__contains=word)
    return list(among.order_by("name_key", "id")[:MOST])


def _phone(text: str) -> str | None:
    try:
        return parse_phone(text).e164
    except ValueError:
        return None
