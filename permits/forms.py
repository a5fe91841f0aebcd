"""What a permit's paper says, as an officer types it."""

from typing import Any
from uuid import uuid4

from django import forms as django_forms
from django.core.validators import ProhibitNullCharactersValidator

from okoce import clock
from okoce.accounts.models import User
from okoce.ui import forms
from okoce.ui.formats import day
from participants.models import Participant
from permits import numbers
from permits.deeds import DeedRefused, Paper, record
from permits.models import Kind, Permit

_LEAST_INVESTMENT = 0
_MOST_WORKERS = 19
_MOST_INVESTMENT = 500_000_000


class RecordForm(forms.Form):
    """Records an IUMK or SKU for one person; warns where paper and record disagree, and lets go on."""

    kind = django_forms.ChoiceField(label="Jenis izin", choices=Kind.choices, widget=django_forms.RadioSelect)
    number = django_forms.CharField(
        label="Nomor izin",
        max_length=80,
        validators=[ProhibitNullCharactersValidator()],
        widget=django_forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    issued_on = forms.DayField(label="Tanggal terbit")
    investment = forms.WholeNumberField(
        label="Modal usaha (rupiah)", required=False, min_value=_LEAST_INVESTMENT, help_text="Hanya untuk IUMK."
    )
    workers = forms.WholeNumberField(
        label="Jumlah tenaga kerja", required=False, min_value=0, max_value=10_000, help_text="Hanya untuk IUMK."
    )
    submission = django_forms.UUIDField(widget=django_forms.HiddenInput, required=False)

    def __init__(self, *args: Any, person: Participant, officer: User, **kwargs: Any) -> None:
        kwargs["initial"] = {"submission": uuid4()} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.person = person
        self.officer = officer

    def clean_issued_on(self):
        issued_on = self.cleaned_data["issued_on"]
        if issued_on > clock.today():
            raise django_forms.ValidationError("Tanggal terbit ada di masa depan. Periksa tanggal pada surat izin.")
        return issued_on

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("kind") == Kind.IUMK:
            self._ask_for_amounts(data)
        else:
            data["investment"] = data["workers"] = None
        if "number" in data and "issued_on" in data:
            self._doubt(data)
        return data

    def _ask_for_amounts(self, data: dict[str, Any]) -> None:
        for name, what in (("investment", "modal usaha"), ("workers", "jumlah tenaga kerja")):
            if data.get(name) is None and name not in self.errors:
                self.add_error(name, f"Tulis {what} seperti pada surat IUMK.")
        if (data.get("investment") or 0) > _MOST_INVESTMENT:
            self.warn("investment", "large", "Modal usaha IUMK paling besar Rp500.000.000. Periksa banyaknya nol.")
        if (data.get("workers") or 0) > _MOST_WORKERS:
            self.warn("workers", "many", "Usaha dengan IUMK paling banyak punya 19 tenaga kerja.")

    def _doubt(self, data: dict[str, Any]) -> None:
        issued_on = data["issued_on"]
        for sentence in numbers.doubts(data["number"], kelurahan=self.officer.kelurahan, issued_on=issued_on):
            self.warn("number", "claims", sentence)
        if issued_on < self.person.registered_on:
            self.warn(
                "issued_on", "before", f"Izin terbit sebelum peserta mendaftar ({day(self.person.registered_on)})."
            )
        held = self.person.permits.valid_on(clock.today()).first()
        if held is not None and held.submission != data.get("submission"):
            self.warn(
                None, "holds", f"Peserta sudah memegang {held.kind} nomor {held.number}. Izin ini menjadi izin kedua."
            )

    def save(self) -> Permit | None:
        """The recorded permit, or None with the refusal among the errors; nothing typed is lost."""
        data = self.cleaned_data
        paper = Paper(
            kind=Kind(data["kind"]),
            number=data["number"],
            issued_on=data["issued_on"],
            kelurahan=self.officer.kelurahan,
            investment=data["investment"],
            workers=data["workers"],
        )
        try:
            return record(self.person, paper, by=self.officer, submission=data["submission"])
        except DeedRefused as refusal:
            self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)
            return None
