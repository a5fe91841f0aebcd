"""What participants write about their account and their data, and what officials decide about it."""

from copy import deepcopy
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError
from django.forms import BooleanField, CharField, ChoiceField, PasswordInput, RadioSelect, Textarea, TextInput
from django.http import QueryDict

from okoce import clock
from okoce.accounts.models import User
from okoce.ui import formats, forms
from participants import nik
from participants.deeds import last_moved_on
from participants.drafts import Draft
from participants.fields import DayField, EmailField, LineField, NikField, NikHidingField, PhoneField
from participants.forms import BusinessForm, PersonForm
from participants.models import Participant
from participants.own import links
from participants.own.models import DataRequest, RequestedField, RequestKind
from participants.own.requests import Place, Wanted, wanted_of

NOT_A_CODE = "Kode ini salah ketik. Periksa lagi huruf demi huruf; ada 12 huruf dan angka."
ALWAYS, MOVED = "always", "moved"

_SAME = "Isinya sama dengan yang tercatat sekarang."


class CodeForm(forms.Form):
    """The code that an official handed out."""

    code = NikHidingField(
        label="Kode dari petugas",
        max_length=40,
        help_text="12 huruf dan angka. Contoh: 4K7H-2MX9-QRLW.",
        widget=TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"max_length": NOT_A_CODE, "null_characters_not_allowed": NOT_A_CODE},
    )

    def clean_code(self) -> str:
        code = links.parse(self.cleaned_data["code"])
        if code is None:
            raise ValidationError(NOT_A_CODE, code="mistyped")
        return code


class _Confirmed(forms.Form):
    """A form that asks for the password of whoever sends it, where a device left lying about must not be enough."""

    password = CharField(
        label="Kata sandi Anda",
        max_length=128,
        strip=False,
        help_text="Untuk memastikan bahwa ini Anda sendiri.",
        widget=PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        if not by.is_participant:
            del self.fields["password"]  # an official has seen the person and their identity card

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        if not get_adapter().reauthenticate(self.by, password):
            raise get_adapter().validation_error("incorrect_password")
        return password


class ContactForm(_Confirmed):
    """How somebody is reached."""

    phone = PhoneField(label="Nomor HP")
    email = EmailField(label="Email", required=False, max_length=120)
    field_order = ["phone", "email", "password"]

    def __init__(self, *args: Any, person: Participant, **kwargs: Any) -> None:
        super().__init__(*args, initial={"phone": person.phone, "email": person.email}, **kwargs)


class BusinessDetailsForm(forms.Form):
    """What the business is called, its address within the kelurahan, and what it deals in."""

    business_name = deepcopy(BusinessForm.base_fields["business_name"])
    address = deepcopy(BusinessForm.base_fields["address"])
    sector = deepcopy(BusinessForm.base_fields["sector"])

    def __init__(self, *args: Any, person: Participant, **kwargs: Any) -> None:
        recorded = {name: getattr(person, name) for name in self.base_fields}
        super().__init__(*args, initial=recorded, **kwargs)


class _CorrectionForm(forms.Form):
    """Asks an official to correct one thing; `wanted` is what it should be."""

    note = LineField(
        label="Keterangan",
        required=False,
        max_length=200,
        help_text="Misalnya: KTP baru, atau salah ketik saat mendaftar.",
        widget=Textarea(attrs={"rows": "2"}),
    )

    def __init__(self, answers: QueryDict | None, *, person: Participant) -> None:
        super().__init__(answers)
        self.person = person

    @property
    def wanted(self) -> Wanted:
        raise NotImplementedError


class NameForm(_CorrectionForm):
    name = deepcopy(PersonForm.base_fields["name"])
    field_order = ["name", "note"]

    def clean_name(self) -> str:
        name = PersonForm.clean_name(self)  # type: ignore[arg-type]
        if name == self.person.name:
            raise ValidationError(_SAME, code="same")
        return name

    @property
    def wanted(self) -> Wanted:
        return self.cleaned_data["name"]


class NewNikForm(_CorrectionForm):
    nik = NikField(help_text="16 angka pada KTP.")
    field_order = ["nik", "note"]

    def clean_nik(self) -> str:
        digits = self.cleaned_data["nik"]
        if nik.blind_index(digits).is_stored_as(self.person.nik_index):
            raise ValidationError(_SAME, code="same")
        return digits

    @property
    def wanted(self) -> Wanted:
        return self.cleaned_data["nik"]


class BirthDateForm(_CorrectionForm):
    birth_date = deepcopy(PersonForm.base_fields["birth_date"])
    field_order = ["birth_date", "note"]

    def clean_birth_date(self) -> Any:
        born_on = PersonForm.clean_birth_date(self)  # type: ignore[arg-type]
        if born_on == self.person.birth_date:
            raise ValidationError(_SAME, code="same")
        return born_on

    @property
    def wanted(self) -> Wanted:
        return self.cleaned_data["birth_date"]


class SexForm(_CorrectionForm):
    sex = deepcopy(PersonForm.base_fields["sex"])
    field_order = ["sex", "note"]

    def clean_sex(self) -> str:
        if self.cleaned_data["sex"] == self.person.sex:
            raise ValidationError(_SAME, code="same")
        return self.cleaned_data["sex"]

    @property
    def wanted(self) -> Wanted:
        return self.cleaned_data["sex"]


class PlaceForm(BusinessForm):
    """Where the business is, asked as at the registration, and since when it is there."""

    address = business_name = sector = business_state = None  # type: ignore[assignment]

    since = ChoiceField(
        label="Sejak kapan usaha Anda di sana?",
        choices=[(ALWAYS, "Sejak awal; yang tercatat salah"), (MOVED, "Usaha saya pindah")],
        widget=RadioSelect,
        error_messages={"required": "Pilih sejak awal atau pindah.", "invalid_choice": "Pilih salah satu."},
    )
    moved_on = DayField(label="Tanggal pindah", required=False, help_text="Hanya bila pindah. Contoh: 31/08/2018.")
    note = deepcopy(_CorrectionForm.base_fields["note"])

    def __init__(self, answers: QueryDict | None, *, person: Participant) -> None:
        super().__init__(Draft(business=None if answers is None else self.typed(answers)))
        self.fields["note"].help_text = "Misalnya: usaha pindah, atau salah pilih saat mendaftar."
        self.person = person
        self.last_moved_on = last_moved_on(person)

    def clean_moved_on(self) -> Any:
        moved_on = self.cleaned_data["moved_on"]
        if self.cleaned_data.get("since") != MOVED:
            return None
        if moved_on is None:
            raise ValidationError("Tanggal pindah belum diisi.", code="required")
        before = self.last_moved_on or self.person.registered_on
        if not before < moved_on <= clock.today():
            first = formats.day(before)
            raise ValidationError(f"Tulis tanggal sesudah {first} dan tidak di masa depan.", code="impossible")
        return moved_on

    def clean(self) -> None:
        if self.errors:
            return
        self._refuse_ungrantable()
        there = (self.kelurahan_code, self.cleaned_data["outside_place"])
        if there == (self.person.kelurahan_id, self.person.outside_place):
            self.add_error("kelurahan_name" if self.kelurahan_code else "outside_place", _SAME)

    def _refuse_ungrantable(self) -> None:
        """Say early what no official could grant: a move between places outside, another place before all moves."""
        stays_outside = self.kelurahan_code is None and self.person.kelurahan_id is None
        has_moved = self.cleaned_data["since"] == MOVED
        if stays_outside and has_moved:
            self.add_error(
                "since",
                "Usaha Anda tercatat di luar Jakarta, dan pindah di luar Jakarta tidak dicatat tanggalnya. "
                "Pilih “Sejak awal; yang tercatat salah” untuk memperbaiki tempatnya.",
            )
        elif self.last_moved_on and not (has_moved or stays_outside):
            self.add_error(
                "since",
                f"Usaha Anda tercatat pindah pada {formats.day(self.last_moved_on)}, jadi tempatnya tidak dapat diubah "
                "sejak awal. Pilih “Usaha saya pindah” dan tulis tanggal pindahnya.",
            )

    @property
    def wanted(self) -> Wanted:
        clean = self.cleaned_data
        return Place(self.kelurahan_code, clean["outside_place"], clean["moved_on"])


CORRECTIONS = {
    RequestedField.NAME: NameForm,
    RequestedField.NIK: NewNikForm,
    RequestedField.BIRTH_DATE: BirthDateForm,
    RequestedField.SEX: SexForm,
    RequestedField.KELURAHAN: PlaceForm,
}
"""The form for each thing that an official corrects."""


class EndForm(_Confirmed):
    """Withdraws consent, or asks to be forgotten."""

    kind = ChoiceField(
        label="Apa yang diminta?",
        choices=[
            (RequestKind.ERASURE, "Hapus data"),
            (RequestKind.WITHDRAWAL, "Tarik persetujuan: data tidak dipakai lagi, lalu dihapus"),
        ],
        widget=RadioSelect,
        error_messages={"required": "Pilih salah satu.", "invalid_choice": "Pilih salah satu."},
    )
    note = LineField(label="Alasan", required=False, max_length=200, widget=Textarea(attrs={"rows": "2"}))
    understood = BooleanField(
        label="Saya mengerti bahwa data yang sudah dihapus tidak dapat dikembalikan.",
        error_messages={"required": "Centang bahwa Anda mengerti."},
    )
    field_order = ["kind", "note", "understood", "password"]


class RefusalForm(forms.Form):
    """Why a request is refused, for the person to read."""

    reason = LineField(
        label="Alasan menolak",
        max_length=200,
        help_text="Pemohon membacanya. Sebutkan apa yang dapat dilakukannya.",
        widget=Textarea(attrs={"rows": "2"}),
    )


class GrantForm(forms.Form):
    """What an official makes sure of before granting a request.

    Of a NIK only the ends are shown, so the whole is typed from the identity card and held against what is wanted.
    """

    nik = NikField(label="NIK pada KTP", help_text="Tulis dari KTP pemohon; dibandingkan dengan NIK yang diminta.")
    understood = BooleanField(
        label="Saya mengerti: data orang ini dihapus sekarang juga dan tidak dapat dikembalikan.",
        error_messages={"required": "Centang bahwa Anda mengerti."},
    )

    def __init__(self, answers: QueryDict | None, *, asked: DataRequest) -> None:
        super().__init__(answers)
        self.asked = asked
        if asked.field != RequestedField.NIK:
            del self.fields["nik"]
        if asked.kind == RequestKind.CORRECTION:
            del self.fields["understood"]

    def clean_nik(self) -> str:
        digits = self.cleaned_data["nik"]
        if digits != wanted_of(self.asked):
            raise ValidationError(
                "NIK pada KTP tidak sama dengan yang diminta. Tolak permintaan ini, atau minta pemohon memperbaikinya.",
                code="differs",
            )
        return digits
