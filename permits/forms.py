"""What a permit's paper says, as it is typed at the desk; and the deeds done to a permit later."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms as django_forms
from django.core.validators import ProhibitNullCharactersValidator

from okoce import clock
from okoce.accounts.models import User
from okoce.audit import fields as audited
from okoce.regions import tree
from okoce.ui import formats, forms
from participants import search
from participants.fields import refuse_nik
from participants.models import Participant
from permits import deeds, numbers, papers
from permits.models import Kind, ObstacleKind, Outcome, Permit


class PaperForm(forms.Form):
    """Kind, number, date and, for an IUMK, investment and workers; warns where they look wrong, and lets go on."""

    kind = django_forms.ChoiceField(label="Jenis izin", choices=Kind.choices, widget=django_forms.RadioSelect)
    number = django_forms.CharField(
        label="Nomor izin",
        max_length=numbers.LONGEST,
        validators=[ProhibitNullCharactersValidator()],
        widget=django_forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    issued_on = forms.DayField(label="Tanggal terbit")
    investment = forms.WholeNumberField(
        label="Modal usaha (rupiah)",
        required=False,
        min_value=0,
        max_value=papers.LARGEST["investment"],
        help_text="Hanya untuk IUMK.",
    )
    workers = forms.WholeNumberField(
        label="Jumlah tenaga kerja",
        required=False,
        min_value=0,
        max_value=papers.LARGEST["workers"],
        help_text="Hanya untuk IUMK.",
    )

    kelurahan_code = ""
    """The kelurahan that issues the permit."""

    def clean_number(self) -> str:
        number = self.cleaned_data["number"]
        if numbers.holds_nik(number):
            raise django_forms.ValidationError(numbers.HOLDS_NIK, code="nik")
        return number

    def clean_issued_on(self) -> date:
        issued_on = self.cleaned_data["issued_on"]
        if issued_on > clock.today():
            raise django_forms.ValidationError(papers.IN_THE_FUTURE)
        return issued_on

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("kind") == Kind.IUMK:
            self._ask_for_amounts(data)
        else:
            data["investment"] = data["workers"] = None
        if "number" in data and "issued_on" in data:
            for field, code, sentence in self.paper_doubts(data):
                self.warn(field, code, sentence)
        return data

    def paper_doubts(self, data: dict[str, Any]) -> Iterator[tuple[str | None, str, str]]:
        """What is doubtful about the paper: field, code and sentence."""
        yield from papers.doubts_about_number(data["number"], self.kelurahan_code, data["issued_on"])

    def _ask_for_amounts(self, data: dict[str, Any]) -> None:
        for name, sentence in papers.MISSING.items():
            if data.get(name) is None and name not in self.errors:
                self.add_error(name, sentence)
        for field, code, sentence in papers.doubts_about_amounts(data.get("investment"), data.get("workers")):
            self.warn(field, code, sentence)

    @property
    def paper(self) -> deeds.Paper:
        """The paper that was typed; only when the form is valid."""
        data = self.cleaned_data
        return deeds.Paper(
            kind=Kind(data["kind"]),
            number=data["number"],
            issued_on=data["issued_on"],
            kelurahan=self.kelurahan_code,
            investment=data["investment"],
            workers=data["workers"],
        )


class RecordForm(PaperForm):
    """Records a permit that the officer's kelurahan issued to one person."""

    submission = django_forms.UUIDField(widget=django_forms.HiddenInput, required=False)

    def __init__(self, *args: Any, person: Participant, officer: User, **kwargs: Any) -> None:
        kwargs["initial"] = {"submission": uuid4()} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.person = person
        self.officer = officer
        self.kelurahan_code = officer.kelurahan
        if not self.is_bound:
            # Where typing begins: with the number, once the kind is remembered from the permit before.
            first = "number" if self.initial.get("kind") else "kind"
            self.fields[first].widget.attrs["autofocus"] = True

    def paper_doubts(self, data: dict[str, Any]) -> Iterator[tuple[str | None, str, str]]:
        yield from super().paper_doubts(data)
        yield from papers.doubts_about_day(data["issued_on"], self.person.registered_on)
        held = self.person.permits.valid_on(clock.today()).first()
        if held is not None and held.submission != data.get("submission"):
            yield papers.second(held.kind, held.number)

    def save(self) -> Permit | None:
        """The recorded permit, or None with the refusal among the errors."""
        try:
            return deeds.record(self.person, self.paper, by=self.officer, submission=self.cleaned_data["submission"])
        except deeds.DeedRefused as refusal:
            self.refuse(refusal)
            return None


class ReasonForm(forms.Form):
    """Asks why, and nothing else."""

    reason = django_forms.CharField(
        label="Alasan", max_length=200, validators=[ProhibitNullCharactersValidator(), refuse_nik]
    )


class ObstacleForm(forms.Form):
    """One of the short list, with a note that only *Lainnya* needs. Each kind is a button of its own on the page."""

    kind = django_forms.ChoiceField(
        label="Kendala", choices=ObstacleKind.choices, error_messages={"invalid_choice": "Pilih salah satu kendala."}
    )
    note = django_forms.CharField(
        label="Catatan",
        required=False,
        max_length=200,
        validators=[ProhibitNullCharactersValidator(), refuse_nik],
        help_text="Perlu diisi untuk “Lainnya”. Jangan menulis NIK di sini.",
        widget=django_forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("kind") == ObstacleKind.OTHER and not data.get("note") and "note" not in self.errors:
            self.add_error("note", "Tulis kendalanya di sini, lalu pilih “Lainnya” lagi.")
        return data

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """What the buttons post and say."""
        return [(kind.value, str(kind.label)) for kind in ObstacleKind]


class OutcomeForm(forms.Form):
    """How an obstacle ended, said by the button pressed."""

    outcome = django_forms.ChoiceField(choices=[(end.value, end.label) for end in (Outcome.RESOLVED, Outcome.MISTAKEN)])


class _Reasoned(ReasonForm):
    """A deed that says why."""

    def do(self, permit: Permit, by: User) -> None:
        """Do the deed that the form is for; raises DeedRefused."""
        raise NotImplementedError

    def stands(self, permit: Permit) -> str:
        """What is said where the permit is already as the deed would make it; nothing where it is not."""
        raise NotImplementedError


_CHANGED = (
    "Izin ini baru saja diubah orang lain. Bandingkan isian Anda dengan yang kini tercatat, ubah yang perlu, lalu "
    "kirim lagi."
)


class CorrectForm(PaperForm, _Reasoned):
    """Corrects what was typed wrong: the permit then counts as if it had always been so."""

    kelurahan = django_forms.CharField(label="Kelurahan penerbit", max_length=60)
    participant = django_forms.CharField(
        label="Nomor peserta", max_length=20, help_text="Ubah hanya bila izin tercatat pada orang yang salah."
    )

    seen = django_forms.CharField(widget=django_forms.HiddenInput, required=False, max_length=64)
    """The mark of the permit as it stood when the form was drawn."""

    field_order = ["kind", "number", "issued_on", "investment", "workers", "kelurahan", "participant", "reason"]

    def __init__(self, *args: Any, permit: Permit, official: User, **kwargs: Any) -> None:
        kwargs["initial"] = _as_typed(permit)
        super().__init__(*args, **kwargs)
        self.permit = permit
        self.official = official
        self.kelurahan_code = permit.kelurahan_id

    def clean_kelurahan(self) -> str:
        found = tree.find_kelurahan(self.cleaned_data["kelurahan"])
        if len(found) != 1:
            raise django_forms.ValidationError("Kelurahan tidak dikenal. Tulis namanya dengan lengkap.")
        if not self.official.answers_for(found[0].code):
            raise django_forms.ValidationError("Kelurahan ini bukan wilayah Anda. Minta pejabat PGO memperbaikinya.")
        return found[0].code

    def clean_participant(self) -> Participant:
        person = search.find_exact(
            self.cleaned_data["participant"], Participant.objects.visible_to(self.official).current()
        )
        if person is None:
            raise django_forms.ValidationError("Peserta tidak ditemukan. Periksa nomor pesertanya.")
        return person

    def clean(self) -> dict[str, Any]:
        self.kelurahan_code = self.cleaned_data.get("kelurahan", self.kelurahan_code)
        return super().clean()

    def save(self) -> bool:
        """Whether the correction was made; a refusal stands among the errors."""
        data = self.cleaned_data
        try:
            deeds.correct(
                self.permit,
                self.paper,
                by=self.official,
                person=data["participant"],
                reason=data["reason"],
                seen=data["seen"],
            )
        except deeds.DeedRefused as refusal:
            if refusal.message == deeds.CHANGED_MEANWHILE:
                self._show_what_stands()
            else:
                self.refuse(refusal)
            return False
        return True

    def _show_what_stands(self) -> None:
        """Say beside each answer that differs what somebody else has recorded; sent again, the answers are meant."""
        self.permit.refresh_from_db()
        stands = _as_typed(self.permit)
        self.data = dict(self.data.items()) | {self.add_prefix("seen"): stands["seen"]}
        # However they were spelled; an error takes the answer away.
        recorded = {"kelurahan": self.permit.kelurahan_id, "participant": self.permit.participant}
        same = {name for name, now in recorded.items() if self.cleaned_data[name] == now}
        self.add_error(None, _CHANGED)
        for name, said in deeds.state_of(self.permit).items():
            if name not in same and self.fields[name].has_changed(stands[name], self[name].data):
                self.add_error(name, f"Kini tercatat: {audited.said(name, said) or formats.NOTHING}")


def _as_typed(permit: Permit) -> dict[str, Any]:
    """What a correction starts from."""
    return {
        "kind": permit.kind,
        "number": permit.number,
        "issued_on": permit.issued_on,
        "investment": permit.investment,
        "workers": permit.workers,
        "kelurahan": tree.nodes()[permit.kelurahan_id].name,
        "participant": permit.participant.displayed_number,
        "seen": deeds.mark_of(permit),
    }


class RevokeForm(_Reasoned):
    """Revokes a permit from a day on: it counted until then."""

    revoked_on = forms.DayField(label="Dicabut sejak")
    field_order = ["revoked_on", "reason"]

    def do(self, permit: Permit, by: User) -> None:
        deeds.revoke(permit, on=self.cleaned_data["revoked_on"], by=by, reason=self.cleaned_data["reason"])

    def stands(self, permit: Permit) -> str:
        on = self.cleaned_data["revoked_on"]
        same = permit.revoked_on == on and not permit.is_voided
        return f"Izin ini sudah dicabut sejak {formats.day(on)}." if same else ""


class WithdrawForm(_Reasoned):
    """Takes back a revocation."""

    def do(self, permit: Permit, by: User) -> None:
        deeds.withdraw_revocation(permit, by=by, reason=self.cleaned_data["reason"])

    def stands(self, permit: Permit) -> str:
        return "" if permit.is_revoked or permit.is_voided else "Izin ini tidak sedang dicabut."


class VoidForm(_Reasoned):
    """Voids a permit that was recorded by mistake: it never counted."""

    def do(self, permit: Permit, by: User) -> None:
        deeds.void(permit, by=by, reason=self.cleaned_data["reason"])

    def stands(self, permit: Permit) -> str:
        return "Izin ini sudah dibatalkan." if permit.is_voided else ""
