"""One participant's own standing, said to them: the seven steps, their permits, whether they count and under what."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.urls import reverse

from okoce.regions import tree
from okoce.ui import formats
from participants.models import Participant, Step
from participants.receipts import office_for
from participants.steps import StepState, seven_steps
from participants.timeline import Journey, place_on
from permits.models import Kind, Permit
from permits.timeline import counted_on, last_edge
from targets.guiding import GUIDES

RENEW_WITHIN = timedelta(days=90)
"""How long before an IUMK runs out its holder is told to renew it."""


@dataclass(frozen=True)
class OwnStep:
    """A step as components/steps.html shows it."""

    code: str
    name: str
    state: str
    note: str
    bring: Sequence[str] = ()
    where: str = ""
    url: str = ""
    action: str = ""


@dataclass(frozen=True)
class OwnPermit:
    """A permit with what it means for its holder."""

    permit: Permit
    state: str
    meaning: str


@dataclass(frozen=True)
class Verdict:
    """Whether somebody counts, under what and since when; or why not and what to do."""

    counts: bool
    sentence: str
    remedy: str = ""


@dataclass
class Own:
    """Everything the page of somebody's own steps says; read once, with three statements."""

    person: Participant
    today: date
    permits: list[Permit] = field(init=False)

    def __post_init__(self) -> None:
        self.permits = list(self.person.permits.order_by("issued_on", "id"))
        self._papers = {permit.pk: permit for permit in self.permits}
        paper = counted_on(self.today, [permit.paper for permit in self.permits])
        self.counted = self._papers[paper.id] if paper else None

    def steps(self) -> list[OwnStep]:
        """The seven steps: when and where they were done, what comes next, and what is for later."""
        done = self.person.completions.filter(undone_at__isnull=True, completed_on__lte=self.today)
        days = {Step.P1.value: self.person.registered_on, **dict(done.values_list("step", "completed_on"))}
        if self.counted is not None:
            days[Step.P4.value] = self.counted.issued_on
        journeys = [Journey(move.moved_on, move.origin_id, move.destination_id) for move in self.person.moves.all()]
        return [self._step(state, journeys) for state in seven_steps(days)]

    def papers(self) -> list[OwnPermit]:
        """All permits, the latest first."""
        return [OwnPermit(permit, self._state(permit), self._meaning(permit)) for permit in reversed(self.permits)]

    def verdict(self) -> Verdict:
        """Whether the person counts, in a sentence."""
        if self.counted is not None:
            return Verdict(True, f"Anda dihitung sebagai wirausaha baru sejak {self._since()}, {self._with()}.")
        if not self.permits:
            why = "Anda belum dihitung sebagai wirausaha baru: belum ada izin usaha yang tercatat atas nama Anda."
            return Verdict(False, why, "Sudah punya izin? Bawa suratnya ke kantor kelurahan supaya dicatat.")
        standing = [permit for permit in self.permits if not permit.is_voided]
        if not standing:
            why = "Anda belum dihitung sebagai wirausaha baru: izin yang pernah tercatat dibatalkan karena salah catat."
            return Verdict(False, why, "Menurut Anda keliru? Bawa surat izin Anda ke kantor kelurahan.")
        last = max(standing, key=lambda permit: permit.revoked_on or date.max)
        why = f"Anda tidak dihitung lagi sejak {formats.day(last.revoked_on)}: {last} dicabut sejak hari itu."
        return Verdict(False, why, "Dengan izin baru Anda dihitung lagi.")

    @property
    def to_renew(self) -> Permit | None:
        """The counted IUMK, once it runs out soon or has run out."""
        counted = self.counted
        ends_on = counted.expires_on if counted else None
        return counted if ends_on is not None and ends_on - self.today <= RENEW_WITHIN else None

    @property
    def may_move_up(self) -> bool:
        """Whether they hold an SKU and no IUMK: an IUMK may have become possible."""
        valid = [permit for permit in self.permits if permit.paper.valid_on(self.today)]
        return bool(valid) and all(permit.kind == Kind.SKU for permit in valid)

    def _step(self, state: StepState, journeys: list[Journey]) -> OwnStep:
        guide, day = GUIDES[state.step], state.completed_on
        if day is not None:
            return OwnStep(state.code, state.name, state.state, self._done(state, day, journeys))
        url, action = "", ""
        if state.step == Step.P4:
            url, action = reverse("targets:which_permit"), "Uji: IUMK atau SKU?"
        note = f"{guide.what} {guide.to_do}"
        return OwnStep(state.code, state.name, state.state, note, guide.bring, self._where(state.step), url, action)

    def _done(self, state: StepState, day: date, journeys: list[Journey]) -> str:
        if state.step == Step.P4 and self.counted is not None:
            return f"{self.counted}, terbit {formats.day(day)}, {self.counted.place}."
        place = place_on(day, self.person.kelurahan_id, journeys)
        return f"{formats.day(day)}, {tree.where(place) if place else 'luar Jakarta'}."

    def _where(self, step: Step) -> str:
        office = office_for(self.person)
        if office:
            return f"Kantor {office}"
        if step == Step.P4:
            return "Izin diurus di daerah tempat usaha Anda. Pindah ke Jakarta? Beri tahu kantor kelurahan yang baru."
        return "Kantor kelurahan mana pun di Jakarta"

    def _since(self) -> str:
        """The day the present, unbroken time of counting began."""
        edge = last_edge(self.today, [permit.paper for permit in self.permits])
        return formats.day(edge.day if edge else None)

    def _with(self) -> str:
        counted = self.counted
        return f"dengan {counted.kind} nomor {counted.number} dari {counted.place}" if counted else ""

    def _state(self, permit: Permit) -> str:
        if permit.is_voided:
            return f"dibatalkan: {permit.voided_reason}"
        if permit.revoked_on is not None:
            return f"dicabut sejak {formats.day(permit.revoked_on)}: {permit.revoked_reason}"
        if permit.expires_on is None:
            return "berlaku"
        past = permit.expires_on < self.today
        return f"{'masa berlakunya habis' if past else 'berlaku sampai'} {formats.day(permit.expires_on)}"

    def _meaning(self, permit: Permit) -> str:
        if permit.is_voided:
            return "salah catat, tidak pernah dihitung"
        if self.counted is not None and permit.pk == self.counted.pk:
            return "Anda dihitung dengan izin ini"
        if not permit.paper.valid_on(self.today):
            return "tidak dihitung lagi"
        return "izin tambahan: satu orang dihitung satu kali"
