"""What PGO officials tell of steps: who came, which step on which day, and of a training session."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms as django_forms

from okoce import clock
from okoce.accounts.models import User
from okoce.regions import tree
from okoce.regions.models import Level
from okoce.ui import forms, tables
from okoce.ui.formats import day, moment
from okoce.ui.formats import number as say
from okoce.ui.tables import cells
from participants.attending import sessions, staging
from participants.attending.checking import doubt_about
from participants.attending.models import OF_SESSIONS, AttendanceList, TrainingSession
from participants.attending.reading import Mention
from participants.attending.sessions import Plan
from participants.deeds import DeedRefused
from participants.fields import LineField
from participants.models import COMPLETED_BY_PGO, Participant, Step

_MIB = 1024 * 1024
_LONGEST_TEXT = 500_000
STEPS = [(step.value, f"{step.value} {step.label}") for step in COMPLETED_BY_PGO]


class _PastedField(django_forms.CharField):
    """A list somebody pasted; it may hold NIKs, so it is never shown back: its entries are, masked."""

    def prepare_value(self, value: Any) -> str:
        return ""


def _step_field(choices: list[tuple[str, str]] = STEPS) -> django_forms.ChoiceField:
    return django_forms.ChoiceField(label="Langkah", choices=choices, widget=django_forms.RadioSelect)


def _day_field(label: str = "Tanggal selesai") -> forms.DayField:
    return forms.DayField(label=label, latest=clock.today)


class EntriesForm(forms.Form):
    """People, pasted or in a spreadsheet, or both. What can be read of them is kept whatever else is wrong."""

    text = _PastedField(
        label="Nomor peserta atau NIK",
        required=False,
        max_length=_LONGEST_TEXT,
        strip=False,
        help_text="Tempel daftarnya: satu orang satu baris, atau dipisah koma. Nama di sampingnya boleh ikut.",
        widget=django_forms.Textarea(attrs={"rows": "8", "autocomplete": "off", "spellcheck": "false"}),
    )
    file = django_forms.FileField(
        label="Atau berkas",
        required=False,
        allow_empty_file=True,  # an empty one is answered like any other that cannot be read
        help_text=(
            f"XLSX atau CSV, paling besar {say(staging.LIMITS.size // _MIB)} MB dan {say(staging.MOST_ENTRIES)} baris, "
            "dengan kolom NIK atau Nomor peserta."
        ),
        widget=django_forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.csv,.txt,.tsv"}),
    )

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].error_messages |= {
            "max_length": f"Tulisan ini terlalu panjang. Satu daftar paling banyak {say(staging.MOST_ENTRIES)} orang.",
            "null_characters_not_allowed": "Ada tanda yang tidak dapat dibaca. Salin lagi daftarnya, lalu tempel.",
        }
        self.too_large = too_large
        self.entries: list[Mention] = []
        self.notes: list[str] = []

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.too_large:
            limit = say(staging.LIMITS.size // _MIB)
            self.add_error("file", f"Berkas ini terlalu besar; paling besar {limit} MB. Bagi menjadi beberapa berkas.")
        self._read_text(data.get("text") or "")
        self._read_file(data.get("file"))
        if not self.entries and not self.errors.get("text") and not self.errors.get("file"):
            self.add_error("text", "Tempel daftarnya, atau pilih berkasnya.")
        return data

    def _read_text(self, text: str) -> None:
        try:
            self.entries += staging.entries_of_text(text)
        except staging.TooMany as refusal:
            self.add_error("text", str(refusal))

    def _read_file(self, file: Any) -> None:
        if file is None:
            return
        try:
            entries, self.notes = staging.entries_of_file(file)
        except (tables.Unreadable, staging.TooMany) as refusal:
            self.add_error("file", str(refusal))
        else:
            self.entries += entries

    @property
    def can_be_kept(self) -> bool:
        """Whether there is somebody on the list, and the list itself is no more than one takes."""
        return self.is_bound and not self.errors.get("text") and 0 < len(self.entries) <= staging.MOST_ENTRIES

    @property
    def file_name(self) -> str:
        file = self.cleaned_data.get("file")
        return file.name if file is not None and "file" not in self.errors else ""


class ListForm(EntriesForm):
    """An attendance list with the step and the day it is for; those of a session are given."""

    step = _step_field()
    held_on = _day_field()
    field_order = ["step", "held_on", "text", "file"]

    def __init__(self, *args: Any, session: TrainingSession | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session = session
        if session is not None:
            del self.fields["step"], self.fields["held_on"]

    def save(self, *, by: User) -> AttendanceList:
        """The list as it waits; without a step or a day while these are not right."""
        return staging.receive(
            self.entries,
            step=self.cleaned_data.get("step", ""),
            held_on=self.cleaned_data.get("held_on"),
            session=self.session,
            file_name=self.file_name,
            notes=self.notes,
            by=by,
        )

    @property
    def typed_wrong(self) -> dict[str, str]:
        """The step and the day as they were typed, if one of them is not right."""
        if "step" not in self.errors and "held_on" not in self.errors:
            return {}
        return typed(self)


class ChooseForm(forms.Form):
    """Which step was completed on which day."""

    step = _step_field()
    held_on = _day_field()


def typed(form: forms.Form) -> dict[str, str]:
    """The step and the day as they were typed, for an address to carry: a NIK that strayed there is masked."""
    return {name: cells.without_long_numbers(form.data.get(name, ""))[:40] for name in ("step", "held_on")}


class CompleteForm(forms.Form):
    """One more step of one person."""

    step = _step_field()
    held_on = _day_field()

    def __init__(self, *args: Any, person: Participant, missing: list[Step], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        field = self.fields["step"]
        field.choices = [(step.value, f"{step.value} {step.label}") for step in missing]  # type: ignore[attr-defined]
        field.error_messages["invalid_choice"] = "Langkah ini sudah tercatat selesai. Pilih langkah lain."

    def clean_held_on(self) -> date:
        on = self.cleaned_data["held_on"]
        if doubt := doubt_about(self.person, on):
            self.warn("held_on", "early", doubt)
        return on


class SessionForm(forms.Form):
    """A training session, and how many came."""

    step = _step_field([(step.value, f"{step.value} {step.label}") for step in OF_SESSIONS])
    held_on = forms.DayField(label="Tanggal")
    place = LineField(label="Tempat", max_length=120, help_text="Contoh: Balai Warga RW 05.")
    region = django_forms.ChoiceField(
        label="Wilayah",
        help_text="Kelurahan, kecamatan, atau kota yang diundang.",
        error_messages={"invalid_choice": "Wilayah ini bukan wilayah Anda. Pilih salah satu wilayah Anda."},
    )
    invited = forms.WholeNumberField(label="Diundang", max_value=sessions.MOST_PEOPLE)
    came = forms.WholeNumberField(
        label="Hadir",
        required=False,
        max_value=sessions.MOST_PEOPLE,
        help_text="Jumlah yang dihitung di tempat. Tanpa ini, dipakai jumlah peserta pada daftar hadirnya.",
    )

    submission = django_forms.UUIDField(widget=django_forms.HiddenInput, required=False)
    seen = django_forms.CharField(widget=django_forms.HiddenInput, required=False)

    def __init__(self, *args: Any, official: User, session: TrainingSession | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = _initial_of(session) if session else {"submission": uuid4()}
        super().__init__(*args, **kwargs)
        self.official, self.session = official, session
        self.fields["region"].choices = _regions(official)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        invited, came = data.get("invited"), data.get("came")
        if invited is not None and came is not None and came > invited:
            self.warn("came", "more", f"Yang hadir {say(came)}, lebih banyak daripada yang diundang.")
        if self.session is not None and self._overwrites(self.session):
            self.warn(None, "moved", _changed_meanwhile(self.session))
        return data

    def save(self) -> TrainingSession | None:
        """The session, new or changed, or None with the refusal among the errors."""
        try:
            if self.session is None:
                submission = self.cleaned_data["submission"]
                return sessions.plan(self._plan, by=self.official, submission=submission)
            return sessions.change(self.session, self._plan, by=self.official, seen=self.session.mark)
        except DeedRefused as refusal:
            self.refuse(refusal)
            return None

    def _overwrites(self, session: TrainingSession) -> bool:
        """Whether words would be lost that were said while this form was open; a second click says nothing else."""
        is_stale = not self.errors and self.cleaned_data["seen"] != session.mark
        return is_stale and sessions.differs(session, self._plan)

    @property
    def _plan(self) -> Plan:
        data = self.cleaned_data
        return Plan(
            step=Step(data["step"]),
            place=data["place"],
            region=data["region"],
            held_on=data["held_on"],
            invited=data["invited"],
            came=data["came"],
        )


def _changed_meanwhile(session: TrainingSession) -> str:
    """What somebody else said of a session while this form was open."""
    came = "belum ditulis" if session.came is None else say(session.came)
    who = f" oleh {session.changed_by}" if session.changed_by else ""
    when = f" pada {moment(session.changed_at)}" if session.changed_at else ""
    return (
        f"Sementara itu kegiatan ini diubah{who}{when}: {session.step} pada {day(session.held_on)}, diundang "
        f"{say(session.invited)}, hadir {came}. Tetap ganti dengan isian Anda?"
    )


def _initial_of(session: TrainingSession) -> dict[str, str | date | int | None]:
    """What the form of a session begins with."""
    names = ("step", "held_on", "place", "invited", "came")
    return {name: getattr(session, name) for name in names} | {"region": session.region_id, "seen": session.mark}


def _regions(official: User) -> list[tuple[str, Any]]:
    """The regions an official answers for, those of a city together."""
    own = official.region_node or tree.province()
    nodes = [node for node in tree.nodes().values() if tree.contains(own.code, node.code)]
    groups: dict[str, list[tuple[str, str]]] = {}
    for node in nodes:
        if node.level == Level.PROVINCE:
            continue
        city = tree.path(node.code)[1].short_name
        groups.setdefault(city, []).append((node.code, _title(node)))
    top = [(own.code, own.title)] if own.level == Level.PROVINCE else []
    return [("", "Pilih wilayah"), *top, *groups.items()]


def _title(node: tree.Node) -> str:
    if node.level != Level.KELURAHAN:
        return node.title
    return f"{node.title}, Kec. {tree.nodes()[node.parent_code or tree.PROVINCE].name}"
