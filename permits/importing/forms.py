"""What an officer tells when importing: the file, and where headings are not known, which column holds what."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, BinaryIO, TypeVar

from django import forms as django_forms

from okoce.accounts.models import User
from okoce.ui import forms, tables
from okoce.ui.formats import number
from okoce.ui.tables.headings import letter
from permits.importing import columns, staging
from permits.importing.models import Import

_MIB = 1024 * 1024
_Received = TypeVar("_Received")


class FileForm(forms.Form):
    """A spreadsheet to be read; one that is far too large is told so beside it."""

    limits: tables.Limits

    file = django_forms.FileField(
        label="Berkas",
        allow_empty_file=True,  # an empty one is answered like any other that cannot be read
        widget=django_forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.csv,.txt,.tsv"}),
    )

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = too_large
        most = f"{number(self.limits.size // _MIB)} MB dan {number(self.limits.rows)} baris"
        self.fields["file"].help_text = f"XLSX atau CSV, paling besar {most}."

    def clean(self) -> dict[str, Any]:
        if self.too_large:
            self.errors.pop("file", None)
            limit = number(self.limits.size // _MIB)
            self.add_error("file", f"Berkas ini terlalu besar; paling besar {limit} MB. Bagi menjadi beberapa berkas.")
        return super().clean() or self.cleaned_data

    def receive(self, receive: Callable[[BinaryIO, str], _Received]) -> _Received | None:
        """What `receive` makes of the file and its name, or None with what is wrong with it among the errors."""
        file = self.cleaned_data["file"]
        try:
            return receive(file, file.name)
        except tables.Unreadable as refusal:
            self.add_error("file", str(refusal))
            return None


class SendForm(FileForm):
    """A spreadsheet of permits."""

    limits = staging.LIMITS

    def save(self, *, by: User) -> Import | None:
        """The import of the file, or None with what is wrong with it among the errors."""
        return self.receive(partial(staging.receive, kelurahan=by.kelurahan, by=by))


class ColumnsForm(forms.Form):
    """Which column of the file holds what, chosen by hand."""

    def __init__(self, *args: Any, source: Import, **kwargs: Any) -> None:
        kwargs["initial"] = {name: str(at) for name, at in source.positions.items()}
        super().__init__(*args, **kwargs)
        self.source = source
        choices = [("", "– tidak ada –"), *column_choices(source.headings, source.samples)]
        apart = columns.PARTICIPANT.name in source.positions
        for column in columns.MAPPABLE if apart else columns.TEMPLATE:
            self.fields[column.name] = django_forms.ChoiceField(
                label=column.label,
                choices=choices,
                required=column.required or (column.name == "person" and not apart),
                error_messages={"required": f"Pilih kolom yang memuat {column.label}."},
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        chosen: dict[str, str] = {}
        for name, at in self.positions.items():
            if str(at) in chosen.values():
                self.add_error(name, "Kolom ini sudah dipilih di atas. Pilih kolom lain.")
            chosen[name] = str(at)
        if not self.errors:
            for column in columns.missing(self.positions):
                self.add_error(column.name, f"Pilih kolom yang memuat {column.label}.")
        return data

    @property
    def positions(self) -> dict[str, int]:
        """The chosen columns, from 0."""
        return {name: int(at) for name, at in self.cleaned_data.items() if name in columns.LABELS and at}

    def save(self) -> None:
        staging.match_by_hand(self.source, self.positions)


def column_choices(headings: Sequence[str], samples: Sequence[str]) -> list[tuple[str, str]]:
    """The columns of a file, each with what stands in its first row."""
    return [
        (str(at), f"{letter(at)}: {heading or 'tanpa judul'} (misalnya {sample})")
        for at, (heading, sample) in enumerate(zip(headings, samples, strict=True))
    ]
