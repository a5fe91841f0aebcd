"""The receipt: shown again for an hour in the browser that registered, and the card to keep."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString

from okoce.regions import tree
from okoce.ui import formats
from okoce.ui.qr import qr_code
from participants.cookies import SealedCookie
from participants.merged import in_force
from participants.models import Participant

_COOKIE = SealedCookie("registration_receipt", seconds=60 * 60)


def keep(response: HttpResponse, person: Participant) -> HttpResponse:
    """The response, after which the browser keeps this person's receipt for an hour."""
    return _COOKIE.keep(response, person.number)


def forget(response: HttpResponse) -> HttpResponse:
    """The response, after which the browser keeps no receipt."""
    return _COOKIE.forget(response)


def number_kept(request: HttpRequest) -> str | None:
    """The participant number of the receipt that this browser keeps."""
    return _COOKIE.read(request)


def holder(request: HttpRequest) -> Participant | None:
    """Who registered in this browser within the hour: the record in force; nobody once their data were erased."""
    number = number_kept(request)
    found = Participant.objects.filter(number=number).first() if number else None
    person = in_force(found) if found else None
    return None if person is None or person.is_erased else person


@dataclass(frozen=True)
class Known:
    """All that anybody may know about a participant number."""

    number: str
    place: str
    since: date


def known_about(number: str) -> Known | None:
    """What the check page says of a number, or None; a record merged into another speaks for that one."""
    person = Participant.objects.filter(number=number).select_related("merged_into").first()
    if person is None or person.is_erased:
        return None
    stands = in_force(person)
    return Known(person.displayed_number, office_for(stands) or "Di luar Jakarta", stands.registered_on)


def office_for(person: Participant) -> str:
    """Where somebody goes: "Kelurahan Cengkareng Timur"; nothing for a business outside Jakarta."""
    node = tree.get(person.kelurahan_id) if person.kelurahan_id else None
    return node.title if node else ""


@dataclass(frozen=True)
class Receipt:
    """What somebody keeps after registering; `address` is the public page that knows the number."""

    person: Participant
    address: str

    @classmethod
    def of(cls, person: Participant, request: HttpRequest) -> "Receipt":
        path = reverse("participants:check", args=[person.displayed_number])
        return cls(person, request.build_absolute_uri(path))

    @property
    def number(self) -> str:
        return self.person.displayed_number

    @property
    def spelled(self) -> str:
        """The number to be read aloud: "4 K 7 H 2, M X 9 Q R"."""
        return ", ".join(" ".join(group) for group in self.number.split("-"))

    @property
    def facts(self) -> list[dict[str, str]]:
        return [
            {"label": "Nama", "value": self.person.name},
            {"label": "Tempat usaha", "value": self.person.place},
            {"label": "Terdaftar sejak", "value": formats.day(self.person.registered_on)},
        ]

    @property
    def text(self) -> str:
        """The receipt as a message to oneself."""
        return f"Nomor peserta OK OCE saya: {self.number}. Periksa di {self.address}"

    @property
    def whatsapp(self) -> str:
        """Opens WhatsApp with the text ready."""
        return f"https://wa.me/?text={quote(self.text)}"

    @property
    def office(self) -> str:
        return office_for(self.person)

    @property
    def qr(self) -> SafeString:
        return qr_code(self.address)
