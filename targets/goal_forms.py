"""What an official writes when setting targets: one, all kelurahan at once, or a file of them."""

from typing import Any

from django import forms as django_forms
from django.core.validators import ProhibitNullCharactersValidator

from okoce import clock
from okoce.accounts.models import User
from okoce.regions import tree
from okoce.ui import forms
from okoce.ui.formats import moment
from okoce.ui.formats import number as say
from participants.fields import refuse_nik
from targets import goals, setting
from targets.goals import Period
from targets.models import Target


class _Reasoned(forms.Form):
    """A deed that says why."""

    reason = django_forms.CharField(
        label="Alasan",
        max_length=setting.LONGEST_REASON,
        validators=[ProhibitNullCharactersValidator(), refuse_nik],
        help_text="Disimpan bersama perubahan ini dan dibaca siapa pun yang membuka riwayatnya.",
    )


class AssignForm(_Reasoned):
    """A new target for one region and period; asks again where somebody else was quicker or the number is odd."""

    number = forms.WholeNumberField(label="Target baru", min_value=0, help_text="Jumlah wirausaha baru.")
    seen = django_forms.IntegerField(widget=django_forms.HiddenInput, required=False)
    field_order = ["number", "reason", "seen"]

    def __init__(self, *args: Any, region: str, period: Period, official: User, **kwargs: Any) -> None:
        self.in_force = goals.last(period, region)
        kwargs["initial"] = {"seen": setting.mark(self.in_force)}
        super().__init__(*args, **kwargs)
        self.region, self.period, self.official = region, period, official

    def clean_number(self) -> int:
        number = self.cleaned_data["number"]
        try:
            setting.refuse_impossible(self.region, self.period, number, self.official)
        except setting.SettingRefused as refusal:
            raise django_forms.ValidationError(refusal.message) from None
        return number

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        before = self.in_force.number if self.in_force else None
        if self.in_force and data.get("seen") != self.in_force.pk:
            self.warn(None, "moved", _said(self.in_force))
        if "number" in data and data["number"] != before:
            for code, sentence in setting.doubts(self.period, data["number"], before):
                self.warn("number", code, sentence)
        return data

    def save(self) -> Target | None:
        """The target as set, or None with the refusal among the errors."""
        try:
            return setting.assign(
                region=self.region,
                period=self.period,
                number=self.cleaned_data["number"],
                by=self.official,
                reason=self.cleaned_data["reason"],
                seen=setting.mark(self.in_force),
            )
        except setting.SettingRefused as refusal:
            self.refuse(refusal)
            return None


def _said(row: Target) -> str:
    who = f" oleh {row.set_by}" if row.set_by else ""
    where = tree.nodes()[row.region_id].title
    return f"Sementara itu target {where} ditetapkan {say(row.number)}{who} pada {moment(row.set_at)}. Tetap ganti?"


class ShareForm(_Reasoned):
    """How much is shared out among all kelurahan, and which way."""

    way = django_forms.ChoiceField(label="Cara membagi", choices=setting.Way.choices, widget=django_forms.RadioSelect)
    total = forms.WholeNumberField(
        label="Jumlah yang dibagi",
        min_value=0,
        help_text="Terisi jumlah target kelurahan sekarang; jumlah seluruh kelurahan tepat sama dengan angka ini.",
    )
    seen = django_forms.IntegerField(widget=django_forms.HiddenInput, required=False)
    field_order = ["way", "total", "reason", "seen"]

    def __init__(self, *args: Any, period: Period, official: User, sum_now: int | None, **kwargs: Any) -> None:
        self.last = goals.last(period)
        kwargs["initial"] = {"seen": setting.mark(self.last)} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.period, self.official, self.sum_now = period, official, sum_now

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.last and data.get("seen") != self.last.pk:
            self.warn(None, "moved", _said(self.last))
        if "total" in data and self.sum_now is not None and data["total"] != self.sum_now:
            change = f"dari {say(self.sum_now)} menjadi {say(data['total'])}"
            self.warn("total", "sum", f"Jumlah target semua kelurahan berubah {change}.")
        if self.period[1] < clock.today():
            self.warn(None, "over", f"Tahun {goals.name_of(self.period)} sudah lewat.")
        return data

    def save(self) -> int | None:
        """How many targets were set, or None with the refusal among the errors."""
        data = self.cleaned_data
        try:
            rows = setting.share_out(
                period=self.period,
                way=setting.Way(data["way"]),
                total=data["total"],
                by=self.official,
                reason=data["reason"],
                seen=setting.mark(self.last),
            )
        except setting.SettingRefused as refusal:
            self.refuse(refusal)
            return None
        return len(rows)


class UploadForm(forms.Form):
    """A changed file of targets."""

    file = django_forms.FileField(
        label="Berkas yang sudah diubah",
        help_text="XLSX atau CSV, dengan kolom kode dan kolom target.",
        widget=django_forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"empty": "Berkas ini kosong. Pilih berkas yang berisi target."},
    )


class TakeOverForm(_Reasoned):
    """The reason for taking over a file that was compared."""
