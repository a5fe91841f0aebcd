"""The questions of registration as an officer asks them at the counter, in one page."""

from django.forms import BooleanField
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html

from okoce.regions import tree
from okoce.ui import forms
from participants.drafts import Draft
from participants.forms import CONSENTED_DAY, IN_JAKARTA, BusinessForm, PersonForm

_PERSON = {"nik": ("NIK", "16 angka pada KTP."), "phone": ("Nomor HP", "Nomor milik peserta.")}
_BUSINESS = {"location": "Di mana usahanya?", "kelurahan": "Kelurahan yang mana?"}


class DeskPersonForm(PersonForm):
    """Who stands at the counter. The shared PC must not offer the names of those who stood there before."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(draft)
        for name, (label, hint) in _PERSON.items():
            self.fields[name].label = label
            if not (name == "nik" and self.keeps_nik):
                self.fields[name].help_text = hint
        _without_suggestions(self)
        self.fields["nik"].widget.attrs["autofocus"] = not self.is_bound


class DeskBusinessForm(BusinessForm):
    """Their business; the officer's own kelurahan is given."""

    def __init__(self, draft: Draft, *, kelurahan: str) -> None:
        if draft.business is None:
            draft = draft.with_business({"location": IN_JAKARTA, "kelurahan_name": tree.nodes()[kelurahan].name})
            super().__init__(draft, asking=True)
        else:
            super().__init__(draft)
        for name, label in _BUSINESS.items():
            if name in self.fields:
                self.fields[name].label = label
        _without_suggestions(self)


class PaperConsentForm(forms.Form):
    """That the person signed the notice on paper."""

    consent = BooleanField(error_messages={"required": "Minta tanda tangan peserta dulu, lalu centang kotak ini."})

    def __init__(self, answers: QueryDict | dict[str, str] | None = None) -> None:
        super().__init__(answers)
        self.fields["consent"].label = format_html(
            'Peserta sudah membaca <a href="{}">pemberitahuan privasi {}</a> dan menandatanganinya di kertas.',
            reverse("participants:privacy"),
            CONSENTED_DAY,
        )


def _without_suggestions(form: forms.Form) -> None:
    for field in form.fields.values():
        field.widget.attrs["autocomplete"] = "off"
