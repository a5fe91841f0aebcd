"""The record of deeds in words: what was done to a person and their permits, for officials to read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Min, Q, QuerySet

from okoce.accounts.models import User
from okoce.audit import fields
from okoce.audit.models import Event, Verb
from okoce.audit.recording import subject_of
from okoce.journal.models import Sex
from okoce.ui import formats
from participants.models import Opening, Participant, Reason, Step, StepCompletion
from participants.own.models import RequestedField, RequestKind
from permits.models import Kind, ObstacleKind, Outcome, Permit, PermitEntry, Remark

MOST = 200


def explain() -> None:
    """Let the record say in words what deeds on people and permits hold as codes."""
    fields.explain("kind", (*Kind.choices, *ObstacleKind.choices))
    fields.explain("step", ((step.value, f"{step.value} {step.label}") for step in Step))
    fields.explain("sex", Sex.choices)
    fields.explain("business_is_new", (("True", "ya"), ("False", "tidak")))
    fields.explain("outcome", Outcome.choices)
    fields.explain("request", RequestKind.choices)
    fields.explain("field", RequestedField.choices)


@dataclass(frozen=True)
class Change:
    """One field of a deed: what it was before (nothing where it is new) and what it is."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Told:
    """One deed in words: when, what, by whom, why, and what it changed; `permit` where it was done to one, whether it
    gave that to somebody else, and whether it is somebody else's by now.
    """

    at: datetime
    verb: str
    actor: User | None
    reason: str
    changes: list[Change]
    permit: Permit | None = None
    changed_holder: bool = False
    is_lost: bool = False

    @property
    def what(self) -> str:
        if self.verb == Verb.REGISTERED and self.actor is None:
            return "mendaftar sendiri"
        return str(Verb(self.verb).label)


def history_of(person: Participant) -> list[Told]:
    """Everything that was done to a person, their steps, permits and obstacles, latest first.

    Of a permit that is somebody else's by now, what was done from their first line of it in the journal to their last,
    which is when it was taken from them (rule 3); it is called as it was called then.
    """
    permits = {subject_of(permit): permit for permit in person.permits.all()}
    theirs = Q(subject__in=[subject_of(person), *permits])
    entries = PermitEntry.objects.filter(participant=person).exclude(permit__participant=person)
    held = entries.order_by().values("permit").annotate(first=Min("deed"), last=Max("deed"))
    spans = {one["permit"]: (one["first"], one["last"]) for one in held}
    lost = {subject_of(permit): permit for permit in Permit.objects.filter(pk__in=spans)}
    for subject, permit in lost.items():
        theirs |= Q(subject=subject, pk__range=spans[permit.pk])
    permits |= lost
    events = _latest(Event.objects.filter(theirs))
    _call_as_then(lost, events)
    reasons = dict(Reason.objects.filter(participant=person).values_list("deed", "text"))
    reasons |= dict(Remark.objects.filter(permit__in=permits.values()).values_list("deed", "text"))
    reasons |= _why_opened(person, events) | _why_undone(person, events)
    return list(_told(events, reasons, permits, lost))


def _call_as_then(lost: Mapping[str, Permit], events: Sequence[Event]) -> None:
    """Give permits the kind and number they had when they were taken away; `events` are those until then."""
    for event in reversed(events):
        if event.subject not in lost:
            continue
        for name in {"kind", "number"} & event.changes.keys():
            was, now = event.changes[name]
            setattr(lost[event.subject], name, was if "participant" in event.changes else now)


def history_of_permit(permit: Permit) -> list[Told]:
    """Everything that was done to a permit, latest first."""
    events = _latest(Event.objects.filter(subject=subject_of(permit)))
    return list(_told(events, dict(Remark.objects.filter(permit=permit).values_list("deed", "text")), {}, {}))


def _latest(events: QuerySet[Event]) -> list[Event]:
    return list(events.select_related("actor").order_by("-id")[:MOST])


def _why_opened(person: Participant, events: Iterable[Event]) -> dict[int, str]:
    """The reasons given for opening somebody outside one's scope, once a day by each official."""
    openings = Opening.objects.filter(participant=person).values_list("opened_by", "day", "reason")
    given: dict[tuple[int | None, date], str] = {(actor, day): reason for actor, day, reason in openings}
    opened = [event for event in events if event.verb == Verb.OPENED_OUTSIDE]
    return {event.pk: given.get((event.actor_id, _day_of(event)), "") for event in opened}


def _why_undone(person: Participant, events: Iterable[Event]) -> dict[int, str]:
    """The reasons given for taking back steps; a completion was undone at the moment of its deed."""
    undone = [event for event in events if event.verb == Verb.STEP_UNDONE]
    if not undone:
        return {}
    completions = StepCompletion.objects.filter(participant=person, undone_at__in=[event.at for event in undone])
    given = {(at, step): reason for at, step, reason in completions.values_list("undone_at", "step", "undone_reason")}
    return {event.pk: given.get((event.at, event.changes["step"][0]), "") for event in undone}


def _day_of(event: Event) -> date:
    return event.at.astimezone(formats.JAKARTA).date()


def _told(
    events: Iterable[Event], reasons: Mapping[int, str], permits: Mapping[str, Permit], lost: Mapping[str, Permit]
) -> Iterator[Told]:
    for event in events:
        permit = permits.get(event.subject)
        yield Told(
            at=event.at,
            verb=event.verb,
            actor=event.actor,
            reason=reasons.get(event.pk, ""),
            # What a permit said when it was recorded stands on its own page.
            changes=[] if permit and event.verb == Verb.RECORDED else list(_changes(event)),
            permit=permit,
            changed_holder=event.verb == Verb.CORRECTED and "participant" in event.changes,
            is_lost=event.subject in lost,
        )


def _changes(event: Event) -> Iterator[Change]:
    order = list(fields.NAMES)  # the database keeps none
    told = sorted(event.changes.items(), key=lambda item: order.index(item[0]) if item[0] in order else len(order))
    for field, pair in told:
        if isinstance(pair, list) and len(pair) == 2:
            before, after = (fields.said(field, value) for value in pair)
            if before or after:
                yield Change(fields.name_of(field), before, after)
