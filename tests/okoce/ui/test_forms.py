import pytest
from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict

from okoce.ui import forms


class Counter(forms.Form):
    """Doubts every number above 100, and a name that is a number."""

    name = django_forms.CharField(label="Nama")
    amount = forms.WholeNumberField(label="Banyaknya")

    def clean(self):
        if self.cleaned_data.get("amount", 0) > 100:
            self.warn("amount", "large", f"{self.cleaned_data['amount']} itu banyak. Periksa sekali lagi.")
        if self.cleaned_data.get("name", "").isdigit():
            self.warn(None, "odd_name", "Nama biasanya bukan angka. Periksa sekali lagi.")


class Stay(models.Model):
    """A row with a rule about two fields, of which a form may show one; it needs no table."""

    arrived = models.IntegerField()
    left = models.IntegerField()
    guest = models.IntegerField(default=1)

    class Meta:
        app_label = "ui_tests"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(left__gte=models.F("arrived")),
                name="nobody_leaves_before_arriving",
                violation_error_message="Tanggal pergi ada sebelum tanggal datang.",
            ),
        ]

    def clean(self):
        if self.guest > 9:
            raise ValidationError({"guest": "Tamunya terlalu banyak."})


class LeaveForm(forms.ModelForm):
    class Meta:
        model = Stay
        fields = ["left"]


def test_a_form_without_doubts_is_valid_at_once():
    assert Counter({"name": "Siti", "amount": "5"}).is_valid()


def test_a_doubt_holds_the_form_back_without_an_error():
    form = Counter({"name": "Siti", "amount": "500"})

    assert not form.is_valid()
    assert form.errors == {}
    assert form.awaits_answer
    assert [(doubt.field, doubt.code, doubt.message) for doubt in form.warnings] == [
        ("amount", "large", "500 itu banyak. Periksa sekali lagi.")
    ]


def test_the_same_doubt_is_not_asked_twice():
    data = {"name": "Siti", "amount": "500"}

    form = Counter(data | {"acknowledged": Counter(data).acknowledgement})

    assert form.is_valid()
    assert not form.awaits_answer
    assert [doubt.code for doubt in form.answered_warnings] == ["large"]


def test_a_new_doubt_is_asked_although_another_was_answered():
    answer = Counter({"name": "Siti", "amount": "500"}).acknowledgement

    form = Counter({"name": "1234", "amount": "500", "acknowledged": answer})

    assert not form.is_valid()
    assert [doubt.code for doubt in form.unanswered_warnings] == ["odd_name"]


def test_one_button_answers_all_doubts():
    data = {"name": "1234", "amount": "500"}

    assert Counter(data | {"acknowledged": Counter(data).acknowledgement}).is_valid()


def test_other_words_are_asked_about_again():
    answer = Counter({"name": "Siti", "amount": "500"}).acknowledgement

    assert not Counter({"name": "Siti", "amount": "5.000", "acknowledged": answer}).is_valid()


def test_an_answer_given_before_is_carried_along_beside_the_button():
    data = QueryDict(mutable=True)
    data.update({"name": "1234", "amount": "500"})
    first, second = (doubt.token for doubt in Counter(data).warnings)
    data.setlist("acknowledged", [first, second])

    assert Counter(data).is_valid()


def test_an_answer_names_the_codes_and_none_of_the_words():
    answer = Counter({"name": "1234", "amount": "500"}).acknowledgement

    assert [part.partition("~")[0] for part in answer.split()] == ["amount.large", "odd_name"]


def test_errors_come_before_doubts():
    form = Counter({"name": "", "amount": "500"})

    assert not form.is_valid()
    assert not form.awaits_answer
    assert list(form.errors) == ["name"]


def test_an_unbound_form_doubts_nothing():
    assert Counter().warnings == []


def test_forms_on_one_page_keep_their_answers_apart():
    data = {"a-name": "Siti", "a-amount": "500"}
    answer = Counter(data, prefix="a").acknowledgement

    assert not Counter(data | {"acknowledged": answer}, prefix="a").is_valid()
    assert Counter(data | {"a-acknowledged": answer}, prefix="a").is_valid()


@pytest.mark.django_db
def test_a_rule_about_a_field_the_form_does_not_show_is_said_above_the_form():
    form = LeaveForm({"left": "3"}, instance=Stay(arrived=5))

    assert form.errors == {"__all__": ["Tanggal pergi ada sebelum tanggal datang."]}


@pytest.mark.django_db
def test_a_row_that_keeps_its_rules_is_valid():
    assert LeaveForm({"left": "7"}, instance=Stay(arrived=5)).is_valid()


@pytest.mark.django_db
def test_a_rule_about_a_field_in_error_waits_for_that_field():
    form = LeaveForm({"left": "x"}, instance=Stay(arrived=5))

    assert list(form.errors) == ["left"]


@pytest.mark.django_db
def test_what_the_model_says_of_a_hidden_field_is_said_above_the_form():
    form = LeaveForm({"left": "7"}, instance=Stay(arrived=5, guest=12))

    assert form.errors == {"__all__": ["Tamunya terlalu banyak."]}


@pytest.mark.django_db
def test_a_form_with_an_open_question_refuses_to_save():
    class Doubting(LeaveForm):
        def clean(self):
            self.warn("left", "long", "Lama sekali.")
            return super().clean()

    form = Doubting({"left": "7"}, instance=Stay(arrived=5))

    with pytest.raises(ValueError, match="unanswered"):
        form.save()
