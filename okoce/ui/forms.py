"""The forms of the portal: errors beside the field, warnings that ask once, constraints nobody slips past.

Use as Django's own module: ``from okoce.ui import forms``, then ``forms.Form``, ``forms.ModelForm``,
``forms.DayField``, ``forms.WholeNumberField``, ``forms.PhoneField``, ``forms.EmailField``.

A form may have doubts that are not errors. In ``clean`` (or ``clean_<field>``)::

    self.warn("number", "other_area", "Nomor ini menyebut kelurahan lain. Periksa sekali lagi.")

``is_valid()`` is then False, without errors, until the person has answered *Ya, sudah benar*: the page shows
each warning beside its field and all of them on top (components/warnings.html) with a button that posts
``acknowledged``. The same warnings about the same words are not asked again; a new one is. A view needs no
more than the usual ``if form.is_valid()``. A field may doubt its own value in ``doubts(value)``, which yields
(code, message).
"""

import hashlib
from dataclasses import dataclass
from typing import Protocol

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms.utils import pretty_name

from okoce.ui.fields import DayField, EmailField, PhoneField, WholeNumberField
from okoce.ui.rendering import BoundField, HouseRenderer

__all__ = [
    "DayField",
    "EmailField",
    "Form",
    "HouseForm",
    "HouseRenderer",
    "ModelForm",
    "PhoneField",
    "Warned",
    "WholeNumberField",
]

ACKNOWLEDGED = "acknowledged"


@dataclass(frozen=True)
class Warned:
    """One doubt about a form: the field it stands beside (None: the whole form), code and sentence."""

    field: str | None
    code: str
    message: str
    token: str


class Refusal(Protocol):
    """What is said where the rules refuse a deed: a sentence, and the name of the input it is about, if it is one."""

    message: str
    field: str | None


class HouseForm(forms.BaseForm):
    """What Form and ModelForm share; a library's form is made one of ours by inheriting it first.

    The browser's own bubbles are left out: they hide all errors but one.
    """

    default_renderer = HouseRenderer
    bound_field_class = BoundField
    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self._warnings: list[Warned] = []

    def full_clean(self):
        self._warnings = []
        super().full_clean()

    def _clean_fields(self):
        for name, field in self.fields.items():
            _say_what_is_missing(field, name)
        super()._clean_fields()  # type: ignore[misc]
        for name, value in list(self.cleaned_data.items()):
            for code, message in getattr(self.fields.get(name), "doubts", _no_doubts)(value):
                self.warn(name, code, message)

    def warn(self, field: str | None, code: str, message: str) -> None:
        """Ask before going on. The question is about these very words: other words are asked about again."""
        words = self[field].data if field else ""
        digest = hashlib.sha256(f"{message}\0{words}".encode()).hexdigest()[:12]
        name = f"{field}.{code}" if field else code
        self._warnings.append(Warned(field, code, message, f"{name}~{digest}"))

    def refuse(self, refusal: Refusal) -> None:
        """Put a deed's refusal beside the field it is about, or above the form; nothing typed is lost."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)

    @property
    def warnings(self) -> list[Warned]:
        """All warnings, answered or not."""
        return self._warnings if self.is_bound and self.errors is not None else []

    @property
    def unanswered_warnings(self) -> list[Warned]:
        answered = self._answered_tokens()
        return [warning for warning in self.warnings if warning.token not in answered]

    @property
    def answered_warnings(self) -> list[Warned]:
        answered = self._answered_tokens()
        return [warning for warning in self.warnings if warning.token in answered]

    @property
    def awaits_answer(self) -> bool:
        """Nothing is wrong, but somebody must say *Ya, sudah benar* first."""
        return self.is_bound and not self.errors and bool(self.unanswered_warnings)

    @property
    def acknowledgement(self) -> str:
        """What the button *Ya, sudah benar* posts as ``acknowledged``: the codes of all it answers."""
        return " ".join(warning.token for warning in self.warnings)

    @property
    def answered(self) -> str:
        """What was acknowledged before and still holds, carried along while errors are mended."""
        return " ".join(warning.token for warning in self.answered_warnings)

    @property
    def acknowledged_name(self) -> str:
        return self.add_prefix(ACKNOWLEDGED)

    def is_valid(self) -> bool:
        return super().is_valid() and not self.unanswered_warnings

    def _answered_tokens(self) -> set[str]:
        name = self.acknowledged_name
        posted = self.data.getlist(name) if hasattr(self.data, "getlist") else [self.data.get(name) or ""]
        return set(" ".join(posted).split())


class Form(HouseForm, forms.Form):
    """A form of the portal that is not about one row."""


class ModelForm(HouseForm, forms.ModelForm):
    """A form about one row, held to all constraints of the row.

    Django skips a constraint that mentions a field the form does not show, and the database then answers with
    a 500. Here only fields that are in error already are left out; what a constraint says about a field that
    is not shown is said above the form.
    """

    def validate_unique(self):
        super().validate_unique()
        try:
            self.instance.validate_constraints(exclude=set(self.errors) - {NON_FIELD_ERRORS})
        except ValidationError as error:
            self._update_errors(error)

    def save(self, commit=True):
        if self.unanswered_warnings:
            raise ValueError("a form with an unanswered warning cannot be saved: ask is_valid() first")
        return super().save(commit)

    def _update_errors(self, errors):
        super()._update_errors(_onto_shown_fields(errors, self.fields))  # type: ignore[misc]


def _onto_shown_fields(errors: ValidationError, shown) -> ValidationError:
    if not hasattr(errors, "error_dict"):
        return errors
    placed: dict[str, list[ValidationError]] = {}
    for name, messages in errors.error_dict.items():
        placed.setdefault(name if name in shown else NON_FIELD_ERRORS, []).extend(messages)
    return ValidationError(placed)


def _no_doubts(_value):
    return ()


def _say_what_is_missing(field: forms.Field, name: str) -> None:
    """Give a required field a sentence that names it, unless the form brought one."""
    if not field.required or field.error_messages["required"] is not forms.Field.default_error_messages["required"]:
        return
    label = str(field.label or pretty_name(name))
    if isinstance(field.widget, forms.CheckboxInput):
        sentence = "Centang kotak ini untuk melanjutkan."
    elif isinstance(field, forms.ChoiceField | forms.ModelChoiceField | forms.FileField):
        sentence = f"{label} belum dipilih."
    else:
        sentence = f"{label} belum diisi."
    field.error_messages["required"] = sentence
