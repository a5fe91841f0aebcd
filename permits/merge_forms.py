"""The form that makes two records of one person one."""

from typing import Any, cast

from django import forms as django_forms

from okoce.accounts.models import User
from participants.deeds import DeedRefused
from participants.models import Participant
from permits import duplicates, merging
from permits.forms import ReasonForm
from permits.models import Merge


class MergeForm(ReasonForm):
    """Which record stays, and why the two are one person's."""

    kept = django_forms.ChoiceField(
        label="Catatan yang tetap dipakai",
        widget=django_forms.RadioSelect,
        help_text="Nama, NIK, nomor HP, alamat, dan usahanya tetap seperti di catatan ini.",
        error_messages={"invalid_choice": "Pilih salah satu dari kedua catatan ini."},
    )

    field_order = ["kept", "reason"]

    def __init__(self, *args: Any, pair: tuple[Participant, Participant], **kwargs: Any) -> None:
        kwargs["initial"] = {"kept": duplicates.likely_survivor(*pair).number} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.pair = pair
        cast(django_forms.ChoiceField, self.fields["kept"]).choices = [
            (one.number, f"{one.displayed_number}, {one.name}") for one in pair
        ]
        self.fields[
            "reason"
        ].help_text = "Misalnya: mendaftar dua kali, KTP sudah dicocokkan. Jangan menulis NIK di sini."

    def save(self, by: User) -> Merge | None:
        """The merge, or None with the refusal among the errors."""
        kept, gone = sorted(self.pair, key=lambda one: one.number != self.cleaned_data["kept"])
        try:
            return merging.merge(kept, gone, by=by, reason=self.cleaned_data["reason"])
        except DeedRefused as refusal:
            self.refuse(refusal)
            return None


class UnmergeForm(ReasonForm):
    """Why two records are to be two again."""

    def save(self, merge: Merge, by: User) -> bool:
        """Whether they are; a refusal stands among the errors."""
        try:
            merging.unmerge(merge, by=by, reason=self.cleaned_data["reason"])
        except DeedRefused as refusal:
            self.refuse(refusal)
            return False
        return True
