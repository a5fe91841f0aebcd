"""Draws forms in the house style: the renderer Django asks, and what its templates need to know of a field.

Set as ``FORM_RENDERER``, so that the libraries' forms look like ours; ``django.forms`` must be installed,
because the widgets' own templates stay Django's.
"""

from django.forms import BoundField as DjangoBoundField
from django.forms import CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect
from django.forms.renderers import TemplatesSetting


class BoundField(DjangoBoundField):
    """A field on a page: knows its warnings, where a link to it leads, and what describes it."""

    @property
    def warnings(self) -> list[str]:
        """Messages of the form's warnings about this field; a form that knows no warnings has none."""
        return [warning.message for warning in getattr(self.form, "warnings", ()) if warning.field == self.name]

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What is wrong, for the summary: the label, unless the sentence names the field itself, and the sentence."""
        label = str(self.label)
        subject = label.rstrip("?").lower()
        called = "" if self.is_checkbox or self.is_hidden else f"{label} " if label.endswith("?") else f"{label}: "
        return [("" if subject in sentence.lower() else called, sentence) for sentence in map(str, self.errors)]

    @property
    def anchor(self) -> str:
        """Id of the first thing in this field that takes the keyboard, for the links of the error summary."""
        return self.id_for_label or (f"{self.auto_id}_0" if self.is_choice_list else self.auto_id)

    @property
    def is_choice_list(self) -> bool:
        """Radios or several checkboxes, each with a label of its own."""
        return isinstance(self.field.widget, RadioSelect | CheckboxSelectMultiple)

    @property
    def is_checkbox(self) -> bool:
        """One checkbox, whose label stands beside it rather than above."""
        return isinstance(self.field.widget, CheckboxInput)

    @property
    def use_fieldset(self) -> bool:
        return super().use_fieldset and not isinstance(self.field.widget, FileInput)

    @property
    def aria_describedby(self) -> str | None:
        described_by = super().aria_describedby
        if described_by is None or self.is_hidden or not (self.auto_id and self.warnings):
            return described_by
        return f"{described_by} {self.auto_id}_warning".strip()


class HouseRenderer(TemplatesSetting):
    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
    bound_field_class = BoundField
