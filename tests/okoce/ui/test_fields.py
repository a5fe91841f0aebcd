import datetime

import pytest
from django import forms as django_forms
from django.core.exceptions import ValidationError

from okoce.ui import forms


class Paper(forms.Form):
    issued_on = forms.DayField(
        label="Tanggal terbit",
        required=False,
        earliest=datetime.date(2018, 1, 1),
        latest=lambda: datetime.date(2018, 9, 9),
    )
    investment = forms.WholeNumberField(label="Modal", required=False, min_value=1000, max_value=500_000_000)
    phone = forms.PhoneField(label="Nomor HP", required=False)
    email = forms.EmailField(label="Alamat email", required=False)


class Needed(forms.Form):
    name = django_forms.CharField(label="Nama lengkap")
    day = forms.DayField()
    kind = django_forms.ChoiceField(label="Jenis izin", choices=[("IUMK", "IUMK")])
    agreed = django_forms.BooleanField(label="Saya setuju")
    reason = django_forms.CharField(error_messages={"required": "Tulis alasannya."})


def errors_of(**data):
    return {name: list(messages) for name, messages in Paper(data).errors.items()}


def test_a_form_hands_on_days_amounts_and_numbers_rather_than_texts():
    form = Paper({"issued_on": "3 sep 2018", "investment": "Rp1.500.000", "phone": "0812 3456 7890"})

    assert form.is_valid()
    assert form.cleaned_data == {
        "issued_on": datetime.date(2018, 9, 3),
        "investment": 1_500_000,
        "phone": "+6281234567890",
        "email": "",
    }


def test_fields_left_empty_are_nothing():
    form = Paper({"issued_on": " ", "investment": "", "phone": " "})

    assert form.is_valid()
    assert form.cleaned_data == {"issued_on": None, "investment": None, "phone": "", "email": ""}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("31/12/2017", "Tulis tanggal 1 Januari 2018 atau sesudahnya."),
        ("10/9/2018", "Tulis tanggal 9 September 2018 atau sebelumnya."),
        ("10/9", "Tanggal ini tidak terbaca. Tulis tanggal seperti 31/12/2018."),
    ],
)
def test_a_day_outside_its_bounds_is_refused_with_the_bound(written, said):
    assert errors_of(issued_on=written) == {"issued_on": [said]}


@pytest.mark.parametrize(("most", "example"), [(5, "5"), (200, "12"), (2_000_000, "1.500.000"), (None, "1.500.000")])
def test_the_example_of_a_number_is_one_that_the_field_takes(most, example):
    with pytest.raises(ValidationError) as refusal:
        forms.WholeNumberField(max_value=most).clean("banyak")

    assert refusal.value.messages == [f"Angka ini tidak terbaca. Tulis angka bulat seperti {example}."]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("999", "Tulis angka 1.000 atau lebih."),
        ("500.000.001", "Tulis angka 500.000.000 atau kurang."),
        ("lima", "Angka ini tidak terbaca. Tulis angka bulat seperti 1.500.000."),
    ],
)
def test_an_amount_outside_its_bounds_is_refused_with_the_bound(written, said):
    assert errors_of(investment=written) == {"investment": [said]}


def test_an_incomplete_email_address_says_what_one_looks_like():
    assert errors_of(email="siti@") == {"email": ["Alamat email ini belum lengkap. Tulis seperti nama@contoh.id."]}


def test_what_is_missing_is_named():
    assert {name: list(said) for name, said in Needed({}).errors.items()} == {
        "name": ["Nama lengkap belum diisi."],
        "day": ["Day belum diisi."],
        "kind": ["Jenis izin belum dipilih."],
        "agreed": ["Centang kotak ini untuk melanjutkan."],
        "reason": ["Tulis alasannya."],
    }


def test_values_are_shown_back_in_the_spelling_people_are_asked_for():
    form = Paper(initial={"issued_on": datetime.date(2018, 9, 3), "investment": 1_500_000, "phone": "+6281234567890"})

    assert [form[name].value() for name in ("issued_on", "investment", "phone")] == [
        "03/09/2018",
        "1.500.000",
        "0812 3456 7890",
    ]


def test_what_somebody_wrote_is_shown_back_as_they_wrote_it():
    form = Paper({"issued_on": "3 sep 2018", "investment": "Rp5", "phone": "+62 812-3456"})

    assert [form[name].value() for name in ("issued_on", "investment", "phone")] == [
        "3 sep 2018",
        "Rp5",
        "+62 812-3456",
    ]


def test_another_spelling_of_the_same_value_is_no_change():
    form = Paper(
        {"issued_on": "3 September 2018", "investment": "0", "phone": "62812 3456 7890"},
        initial={"issued_on": datetime.date(2018, 9, 3), "investment": 0, "phone": "+6281234567890"},
    )

    assert form.changed_data == []


def test_something_unreadable_is_a_change():
    assert Paper({"issued_on": "kapan-kapan"}).changed_data == ["issued_on"]


def test_each_field_brings_up_its_keyboard():
    form = Paper()

    assert {name: form[name].field.widget.attrs.get("inputmode") for name in form.fields} == {
        "issued_on": "numeric",
        "investment": "numeric",
        "phone": "tel",
        "email": None,
    }
    assert [form[name].field.widget.input_type for name in ("phone", "email")] == ["tel", "email"]


def test_a_prefix_nobody_has_heard_of_is_doubted_but_not_refused():
    form = Paper({"phone": "0841 2345 6789"})

    assert not form.is_valid()
    assert form.errors == {}
    assert [(doubt.field, doubt.code) for doubt in form.warnings] == [("phone", "unknown_prefix")]
