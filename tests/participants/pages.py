"""Walks through the pages of registration as a browser does: answers typed, redirects followed, cookies kept."""

from django.http import HttpResponse
from django.test import Client

from tests.participants.factories import a_nik

PERSON, BUSINESS, CHECK, RECEIPT = "/daftar/", "/daftar/usaha/", "/daftar/kirim/", "/daftar/selesai/"
FORGET = "/daftar/hapus/"

# Born on the factories' birthday, a woman, as this person says.
NIK = a_nik(female=True, serial=4711)


def a_person(**answers: str) -> dict[str, str]:
    """What somebody types on page 1."""
    return {
        "nik": NIK,
        "name": "Siti Contoh",
        "birth_date": "17/08/1985",
        "sex": "F",
        "phone": "0812 3456 7890",
        "email": "siti@contoh.id",
    } | answers


def a_business(**answers: str) -> dict[str, str]:
    """What somebody types on page 2."""
    return {
        "location": "jakarta",
        "kelurahan_name": "Cengkareng Timur",
        "address": "Jalan Contoh 1",
        "business_name": "Warung Contoh",
        "sector": "food",
        "business_state": "new",
    } | answers


def fill(client: Client, *, person: dict[str, str] | None = None, business: dict[str, str] | None = None) -> None:
    """Pages 1 and 2 answered, page 3 not yet sent."""
    client.post(PERSON, person or a_person())
    client.post(BUSINESS, business or a_business())


def send(client: Client, **answers: str) -> HttpResponse:
    """Page 3 sent as it was shown, with consent; the answer is not followed."""
    shown = client.get(CHECK).context["form"]["shown"].value()
    return client.post(CHECK, {"shown": shown, "consent": "on"} | answers)


def problems(page: HttpResponse) -> dict[str, list[str]]:
    """The codes of what a page finds wrong, by field."""
    return {
        name: [problem.code for problem in errors.as_data()] for name, errors in page.context["form"].errors.items()
    }


def doubts(page: HttpResponse) -> list[str]:
    """The fields and codes of what a page asks once more."""
    return [f"{doubt.field}.{doubt.code}" for doubt in page.context["form"].unanswered_warnings]
