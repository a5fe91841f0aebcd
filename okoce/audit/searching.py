"""Searching the record: who, what, about what, on which days, from which address."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms as django_forms
from django.db.models import QuerySet

from okoce import clock
from okoce.accounts.models import User
from okoce.audit import fields, subjects
from okoce.audit.models import Event, Verb
from okoce.ui import formats, forms
from okoce.ui.pagination import Page, keyset_page

KEY = ("at", "id")
_BEFORE_ALL = date(2010, 1, 1)
_SHOWN_OF_A_LIST = 20


class SearchForm(forms.Form):
    """What to look for; all of it is optional, and holds together."""

    who = django_forms.CharField(
        label="Pelaku", required=False, max_length=60, help_text="Nama pengguna, atau nomor akun."
    )
    verb = django_forms.ChoiceField(label="Perbuatan", required=False, choices=[("", "semua"), *Verb.choices])
    subject = django_forms.CharField(
        label="Perihal",
        required=False,
        max_length=60,
        help_text="Nomor peserta, atau jenis dan nomor seperti “izin 12”.",
    )
    since = forms.DayField(label="Dari tanggal", required=False)
    until = forms.DayField(label="Sampai tanggal", required=False)
    address = django_forms.GenericIPAddressField(label="Alamat IP", required=False, unpack_ipv4=True)

    def clean_who(self) -> User | None:
        text = self.cleaned_data["who"].strip()
        if not text:
            return None
        found = User.objects.filter(username=text).first()
        if found is None and text.isdecimal() and len(text) < 16:
            found = User.objects.filter(pk=int(text)).first()
        if found is None:
            raise django_forms.ValidationError("Tidak ada akun dengan nama atau nomor ini. Periksa di daftar akun.")
        return found

    def clean_subject(self) -> str:
        text = self.cleaned_data["subject"].strip()
        found = subjects.find(text) if text else ""
        if found is None:
            raise django_forms.ValidationError(
                "Perihal ini tidak dikenal. Tulis nomor peserta, atau jenis dan nomor seperti “izin 12”."
            )
        return found

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("since") and said.get("until") and said["since"] > said["until"]:
            self.add_error("until", "Tanggal akhir sebelum tanggal awal. Tukar keduanya.")
        return said

    def found(self) -> QuerySet[Event]:
        """The events looked for; of a form that is not valid, none; of one nobody filled in, all."""
        events = Event.objects.select_related("actor")
        if not self.is_bound:
            return events
        if not self.is_valid():
            return events.none()
        said = self.cleaned_data
        wanted: dict[str, Any] = {
            "actor": said["who"],
            "verb": said["verb"],
            "subject": said["subject"],
            "address": said["address"],
            "at__gte": clock.start_of(max(said["since"], _BEFORE_ALL)) if said["since"] else None,
            "at__lte": clock.end_of(min(said["until"], clock.today())) if said["until"] else None,
        }
        return events.filter(**{lookup: value for lookup, value in wanted.items() if value})


def page_of(form: SearchForm) -> Page:
    """A page of what was found, latest first; a place in it is posted with the form."""
    return keyset_page(form.found(), form.data, key=KEY, descending=True)


def doer_of(event: Event) -> str:
    """Who did it, by user name; of participants, whose user name is their telephone, the account's number."""
    if event.actor is None:
        return "–"
    return f"peserta, akun {event.actor_id}" if event.actor.is_participant else event.actor.username


def changes_of(event: Event) -> Iterator[tuple[str, str]]:
    """What was and is, by field, for reading."""
    for name, value in event.changes.items():
        before, after = value if isinstance(value, list) and len(value) == 2 else (None, value)
        told = _said(name, after)
        yield fields.name_of(name), told if before is None else f"{_said(name, before)} → {told}"


def _said(field: str, value: object) -> str:
    if isinstance(value, list):
        rest = f" … ({len(value)})" if len(value) > _SHOWN_OF_A_LIST else ""
        return ", ".join(_said(field, one) for one in value[:_SHOWN_OF_A_LIST]) + rest
    return fields.said(field, value) or formats.NOTHING
