"""The questions of registration, page by page. Each form judges the answers that a draft keeps."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, cast

from django.core.exceptions import ValidationError
from django.forms import BooleanField, CharField, ChoiceField, Field, HiddenInput, RadioSelect, Textarea, TextInput
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from okoce import clock
from okoce.journal.models import Sex
from okoce.regions import tree
from okoce.ui import formats, forms
from okoce.ui.addresses import address
from okoce.ui.rendering import BoundField
from participants import nik
from participants.ages import age_on
from participants.drafts import Answers, Draft
from participants.fields import DayField, EmailField, LineField, NikField, NumberField, PhoneField, one_line
from participants.models import Sector
from participants.naming import name_key
from participants.places import is_in_jakarta, meant_by
from participants.registering import CONSENT_VERSION, Registration, is_registered

CONSENTED_DAY = formats.day(date.fromisoformat(CONSENT_VERSION))

IN_JAKARTA, OUTSIDE = "jakarta", "outside"
NEW, RUNNING = "new", "running"
AGE_OF_KTP = 17
OLDEST = 100

_STATES = {NEW: "Baru, atau akan dimulai", RUNNING: "Sudah berjalan"}
# Longer answers cannot be right, and would not fit the cookie that keeps them.
_LONGEST_CHOICE = 13
_LONGEST_ANSWER = 30
_LONGEST_ACKNOWLEDGEMENT = 200
_PICTURES = {"So", "Co", "Cn", "Cs"}
_NOT_FINISHED = "not_finished"
_PICK_ONE = {"invalid_choice": "Pilih salah satu."}


@dataclass(frozen=True)
class Said:
    """One answer, for people to check, and where it is changed."""

    label: str
    value: str | None
    url: str


class _Question(BoundField):
    """A question of a page. Where nobody answered any yet it looks the same to everybody, and is drawn once."""

    _drawn: ClassVar[dict[tuple[type, str], SafeString]] = {}

    def as_field_group(self) -> SafeString:
        if self.form.is_bound or self.form.initial:
            return super().as_field_group()
        key = type(self.form), self.name
        if key not in self._drawn:
            self._drawn[key] = super().as_field_group()
        return self._drawn[key]


class _PageForm(forms.Form):
    """The questions of one page."""

    bound_field_class = _Question
    page: str

    @classmethod
    def typed(cls, posted: QueryDict) -> Answers:
        """The answers to this page's questions as they were typed, cut one mark above what would be accepted.

        A NIK is kept where one is asked for, and nowhere else.
        """
        answers = {}
        for name, field in cls.base_fields.items():
            answer = one_line(posted.get(name, ""))
            answers[name] = (answer if isinstance(field, NikField) else nik.struck(answer))[: _longest(field) + 1]
        acknowledged = " ".join(posted.getlist(forms.ACKNOWLEDGED))
        answers[forms.ACKNOWLEDGED] = acknowledged[:_LONGEST_ACKNOWLEDGEMENT]
        return {name: answer for name, answer in answers.items() if answer}

    def said(self, name: str, value: str | None, *, label: str = "") -> Said:
        anchor = cast(BoundField, self[name]).anchor
        return Said(label or str(self.fields[name].label), value or None, f"{address(self.page)}#{anchor}")


class PersonForm(_PageForm):
    """Who you are. Disagreement between NIK and person is a doubt, since wrong dates on NIKs are never changed."""

    page = "participants:register"

    nik = NikField(help_text="16 angka pada KTP Anda.")
    name = LineField(
        label="Nama lengkap",
        max_length=120,
        help_text="Seperti pada KTP.",
        widget=TextInput(attrs={"autocomplete": "name", "autocapitalize": "words", "spellcheck": "false"}),
    )
    birth_date = DayField(
        label="Tanggal lahir",
        help_text="Hari, bulan, tahun. Contoh: 17/08/1985 atau 17081985.",
        widget=TextInput(attrs={"autocomplete": "bday"}),
    )
    sex = ChoiceField(
        label="Jenis kelamin",
        choices=[(value, label.capitalize()) for value, label in Sex.choices],
        widget=RadioSelect,
        error_messages=_PICK_ONE,
    )
    phone = PhoneField(label="Nomor HP")
    email = EmailField(label="Email", required=False, max_length=120)

    def __init__(self, draft: Draft) -> None:
        super().__init__(draft.person)
        self.draft = draft
        kept = nik.possible((draft.person or {}).get("nik", ""))
        self.keeps_nik = bool(kept)
        if kept:
            self.fields["nik"].help_text = f"Sudah terisi: {nik.masked(kept)}. Tulis lagi hanya untuk menggantinya."

    @classmethod
    def typed_again(cls, posted: QueryDict, draft: Draft) -> Answers:
        """The answers posted; a NIK left empty is the one the draft keeps, because the page does not show it."""
        kept = (draft.person or {}).get("nik", "")
        return ({"nik": kept} if nik.possible(kept) else {}) | cls.typed(posted)

    @property
    def nik_is_taken(self) -> bool:
        return self.has_error("nik", "already_registered")

    def clean_nik(self) -> str:
        digits = self.cleaned_data["nik"]
        if is_registered(digits, besides=self.draft.submission_of(digits)):
            raise ValidationError("NIK ini sudah terdaftar, jadi tidak perlu didaftarkan lagi.", "already_registered")
        return digits

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        key = name_key(name)
        if not any(mark.isalpha() for mark in key):
            raise ValidationError("Tulis nama dengan huruf, seperti pada KTP.", "no_letters")
        if any(_is_picture(mark) for mark in name):
            raise ValidationError("Nama tidak dapat berisi gambar atau lambang. Hapus tandanya.", "picture")
        if len(key) > 120:
            # One mark may be compared as three letters, such as the ligature ﬃ, and the key has a column of its own.
            raise ValidationError("Nama ini terlalu panjang. Paling banyak 120 huruf.", "max_length")
        return name

    def clean_birth_date(self) -> date:
        born_on = self.cleaned_data["birth_date"]
        if born_on > clock.today():
            raise ValidationError("Tanggal lahir ini belum tiba. Periksa tahunnya.", "in_the_future")
        return born_on

    def clean(self) -> None:
        digits, born_on, sex = (self.cleaned_data.get(name) for name in ("nik", "birth_date", "sex"))
        if born_on:
            self._doubt_age(age_on(born_on, clock.today()))
        if not digits:
            return
        claim, shown = nik.birth_claim(digits), nik.masked(digits)
        if born_on and not claim.agrees_with(born_on):
            message = f"NIK {shown} menyebut tanggal lahir lain. Periksa NIK dan tanggal lahir Anda."
            self.warn("birth_date", "differs_from_nik", message)
        if sex and claim.sex != sex:
            message = f"NIK {shown} menyebut jenis kelamin lain. Periksa NIK dan jenis kelamin Anda."
            self.warn("sex", "differs_from_nik", message)

    def answers(self) -> list[Said]:
        clean = self.cleaned_data
        return [
            self.said("nik", nik.masked(clean["nik"])),
            self.said("name", clean["name"]),
            self.said("birth_date", formats.day(clean["birth_date"])),
            self.said("sex", Sex(clean["sex"]).label.capitalize()),
            self.said("phone", formats.phone(clean["phone"])),
            self.said("email", clean["email"]),
        ]

    def _doubt_age(self, age: int) -> None:
        if age < AGE_OF_KTP:
            message = f"Menurut tanggal ini umur Anda {age} tahun, sedangkan KTP diberikan mulai umur 17 tahun."
            self.warn("birth_date", "young", message)
        elif age > OLDEST:
            self.warn("birth_date", "old", f"Menurut tanggal ini umur Anda {age} tahun. Periksa tahunnya.")


class BusinessForm(_PageForm):
    """Where and what your business is. The kelurahan is found by its name; where several may be meant, it asks."""

    page = "participants:register_business"

    location = ChoiceField(
        label="Di mana usaha Anda?",
        choices=[(IN_JAKARTA, "Di Jakarta"), (OUTSIDE, "Di luar Jakarta")],
        widget=RadioSelect,
        error_messages=_PICK_ONE | {"required": "Pilih di Jakarta atau di luar Jakarta."},
    )
    kelurahan_name = LineField(
        label="Kelurahan tempat usaha",
        max_length=50,
        help_text="Untuk usaha di Jakarta. Ketik namanya atau sebagian, misalnya: cengkareng.",
        widget=TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    kelurahan = ChoiceField(
        label="Maksud Anda?",
        widget=RadioSelect,
        error_messages={"required": "Pilih kelurahan yang Anda maksud."},
    )
    outside_place = LineField(
        label="Kota atau kabupaten",
        max_length=80,
        help_text="Untuk usaha di luar Jakarta. Contoh: Tangerang Selatan.",
        widget=TextInput(attrs={"autocomplete": "address-level2"}),
    )
    address = LineField(
        label="Alamat usaha",
        required=False,
        max_length=200,
        help_text="Jalan, nomor, RT/RW.",
        widget=Textarea(attrs={"autocomplete": "street-address", "rows": "2"}),
    )
    business_name = LineField(
        label="Nama usaha",
        required=False,
        max_length=120,
        widget=TextInput(attrs={"autocomplete": "organization"}),
    )
    sector = ChoiceField(label="Bidang usaha", choices=Sector, widget=RadioSelect, error_messages=_PICK_ONE)
    business_state = ChoiceField(
        label="Usaha baru atau sudah berjalan?",
        choices=list(_STATES.items()),
        widget=RadioSelect,
        error_messages=_PICK_ONE | {"required": "Pilih usaha baru atau sudah berjalan."},
    )

    @classmethod
    def left_half_typed(cls, posted: QueryDict) -> Answers:
        """The answers of somebody who goes back to page 1: kept as they are, and judged once they are sent."""
        return cls.typed(posted) | {_NOT_FINISHED: "1"}

    def __init__(self, draft: Draft, *, asking: bool = False) -> None:
        """The page with the answers of `draft`; while somebody is still `asking`, nothing is judged."""
        answers = dict(draft.business or {})
        asking = bool(answers.pop(_NOT_FINISHED, asking))
        self.exactly, self.candidates = meant_by(answers.get("kelurahan_name", ""))
        if answers.get("kelurahan") not in [node.code for node in self.candidates]:
            answers.pop("kelurahan", None)  # chosen for a name that was typed before
        if self.exactly:
            answers.setdefault("kelurahan", self.exactly.code)
        super().__init__(None if asking or draft.business is None else answers, initial=answers)
        self._ask_only_what_fits(answers.get("location"))

    def clean_kelurahan_name(self) -> str:
        name = self.cleaned_data["kelurahan_name"]
        if self._is_in_jakarta and name and not self.candidates:
            message = "Tidak ada kelurahan dengan nama ini. Periksa ejaannya, atau tulis nama kecamatannya."
            raise ValidationError(message, "unknown")
        return name

    def clean_outside_place(self) -> str:
        place = self.cleaned_data["outside_place"]
        if self._is_in_jakarta:
            return ""
        if place and not any(mark.isalpha() for mark in place):
            raise ValidationError("Tulis nama kota atau kabupaten.", "no_letters")
        if place and is_in_jakarta(place):
            raise ValidationError("Tempat ini di Jakarta. Pilih “Di Jakarta”, lalu tulis kelurahannya.", "in_jakarta")
        return place

    @property
    def heard(self) -> str:
        """What is said of the name while it is typed: the kelurahan it is, how many it may be, or that none is."""
        if self.exactly and len(self.candidates) == 1:
            return f"Terpilih: {tree.where(self.exactly.code)}."
        if self.candidates:
            return f"{len(self.candidates)} kelurahan cocok. Pilih di bawah kotak ini."
        return "Belum ada kelurahan yang cocok." if self.initial.get("kelurahan_name") else ""

    @property
    def kelurahan_code(self) -> str | None:
        """The kelurahan in Jakarta, or None for a business outside it."""
        return self.cleaned_data["kelurahan"] if self._is_in_jakarta else None

    def answers(self) -> list[Said]:
        clean = self.cleaned_data
        return [
            self.said("kelurahan_name", tree.where(self.kelurahan_code))
            if self.kelurahan_code
            else self.said("outside_place", f"{clean['outside_place']} (luar Jakarta)", label="Tempat usaha"),
            self.said("address", clean["address"]),
            self.said("business_name", clean["business_name"]),
            self.said("sector", Sector(clean["sector"]).label),
            self.said("business_state", _STATES[clean["business_state"]]),
        ]

    @property
    def _is_in_jakarta(self) -> bool:
        return self.data.get("location") == IN_JAKARTA

    def _ask_only_what_fits(self, location: str | None) -> None:
        if self.candidates and location != OUTSIDE:
            field = cast(ChoiceField, self.fields["kelurahan"])
            field.choices = [(node.code, tree.where(node.code)) for node in self.candidates]
        else:
            del self.fields["kelurahan"]
        if self.is_bound:
            self.fields["kelurahan_name"].required = location == IN_JAKARTA
            self.fields["outside_place"].required = location == OUTSIDE


class ConsentForm(forms.Form):
    """Consent to the notice, for exactly the answers that were shown."""

    shown = CharField(widget=HiddenInput, required=False)
    consent = BooleanField(error_messages={"required": "Centang persetujuan ini untuk mengirim pendaftaran."})

    def __init__(self, answers: Answers | QueryDict | None, draft: Draft) -> None:
        super().__init__(answers, initial={"shown": draft.fingerprint})
        self.fields["consent"].label = format_html(
            'Saya sudah membaca <a href="{}">pemberitahuan privasi {}</a> dan setuju data saya dipakai seperti itu.',
            reverse("participants:privacy"),
            CONSENTED_DAY,
        )

    @classmethod
    def asked_again(cls, draft: Draft) -> "ConsentForm":
        """The form after it was sent without consent."""
        return cls({"shown": draft.fingerprint}, draft)

    @property
    def shows_other_answers(self) -> bool:
        """Whether the draft was changed, in another window, after it was shown in this one."""
        return self["shown"].data not in (None, self["shown"].initial)


class NumberForm(forms.Form):
    """A participant number typed from a receipt; its check character tells a slip of the hand."""

    number = NumberField()

    @property
    def is_a_nik(self) -> bool:
        return self.has_error("number", "nik")


def registration(draft: Draft, person: PersonForm, business: BusinessForm) -> Registration:
    """What to register, from two valid pages."""
    who, what = person.cleaned_data, business.cleaned_data
    return Registration(
        submission=draft.submission_of(who["nik"]),
        **{name: who[name] for name in ("nik", "name", "birth_date", "sex", "phone", "email")},
        kelurahan=business.kelurahan_code,
        **{name: what[name] for name in ("outside_place", "address", "business_name", "sector")},
        business_is_new=what["business_state"] == NEW,
    )


def _longest(field: Field) -> int:
    if isinstance(field, ChoiceField):
        return _LONGEST_CHOICE
    return getattr(field, "max_length", None) or _LONGEST_ANSWER


def _is_picture(mark: str) -> bool:
    return unicodedata.category(mark) in _PICTURES
