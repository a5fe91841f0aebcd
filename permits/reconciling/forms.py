"""What is told when a register is sent: the file, and where headings are not known, which column holds what."""

from functools import partial
from typing import Any

from django import forms as django_forms

from okoce.accounts.models import User
from okoce.ui import forms
from permits.importing.forms import FileForm, column_choices
from permits.reconciling import columns, staging
from permits.reconciling.models import Register


class SendForm(FileForm):
    """A register as the licensing office sends it."""

    limits = staging.LIMITS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = "Berkas register"

    def save(self, *, by: User) -> tuple[Register, bool] | None:
        """The register in the file and whether it is new, or None with what is wrong with it among the errors."""
        return self.receive(partial(staging.receive, by=by))


class ColumnsForm(forms.Form):
    """Which column of the register holds what, chosen by hand."""

    def __init__(self, *args: Any, register: Register, **kwargs: Any) -> None:
        super().__init__(*args, initial={name: str(at) for name, at in register.positions.items()}, **kwargs)
        self.register = register
        for column in columns.ALL:
            self.fields[column.name] = django_forms.ChoiceField(
                label=column.label,
                choices=[("", "– tidak ada –"), *column_choices(register.headings, register.samples)],
                required=column.required,
                help_text=column.help_text,
            )

    def save(self) -> None:
        positions = {name: int(at) for name, at in self.cleaned_data.items() if at}
        staging.match_by_hand(self.register, positions)
