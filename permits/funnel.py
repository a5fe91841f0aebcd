"""How many people reached each step, and how many reached it in order: someone may arrive with a permit (PRODUCT)."""

from collections import Counter
from datetime import date

from django.db.models import Case, Exists, IntegerField, OuterRef, QuerySet, Sum, Value, When

from okoce import clock
from okoce.regions import tree
from participants.models import Participant, ParticipantQuerySet, Step, StepCompletion
from participants.totals.reading import by_next_step
from permits.models import Permit, PermitQuerySet

_BITS = {step: 1 << position for position, step in enumerate(Step)}


def in_order(region: str, day: date) -> dict[Step, int]:
    """For each step the people of a region who have completed it and all steps before it by `day`.

    Counted by where people are now; P4 by holding a permit valid on `day`, wherever it was issued. Today's are read
    from the totals of where people stand, an earlier day's from all steps and permits.
    """
    if day == clock.today():
        return _as_they_stand(region)
    masks = _masks(region, day)
    counts: Counter[Step] = Counter({Step.P1: _people(region).filter(registered_on__lte=day).count()})
    for mask, people in masks.items():
        for step in list(Step)[1:]:
            if not mask & _BITS[step]:
                break
            counts[step] += people
    return {step: counts[step] for step in Step}


def people_in_order(people: ParticipantQuerySet, step: Step, day: date) -> ParticipantQuerySet:
    """Those of `people` whom `in_order` counts at a step on a day."""
    before = list(Step)[: list(Step).index(step) + 1]
    if day == clock.today():
        return people if step == Step.P1 else people.exclude(next_step__in=before)
    people = people.filter(registered_on__lte=day)
    for one in before[1:]:
        done = _holding(day) if one == Step.P4 else _completions(day).filter(step=one)
        people = people.filter(Exists(done.filter(participant=OuterRef("pk"))))
    return people


def _as_they_stand(region: str) -> dict[Step, int]:
    """By the next step of each: whoever has to do the fourth has done the three before it."""
    waiting = by_next_step(region)
    left = sum(waiting.values())
    counts = {}
    for step in Step:
        left -= waiting.get(step.value, 0)
        counts[step] = left
    return counts


def _people(region: str) -> QuerySet[Participant]:
    people = Participant.objects.current()
    return people if region == tree.PROVINCE else people.filter(kelurahan__in=tree.nodes()[region].kelurahan_codes)


def _masks(region: str, day: date) -> Counter[int]:
    """How many people who were registered by then have completed which set of the steps after P1, as bits."""
    bits = Case(*[When(step=step, then=Value(bit)) for step, bit in _BITS.items()], output_field=IntegerField())
    completions = _completions(day).filter(participant__merged_into__isnull=True, participant__registered_on__lte=day)
    holders = _holding(day)
    if region != tree.PROVINCE:
        codes = tree.nodes()[region].kelurahan_codes
        completions = completions.filter(participant__kelurahan__in=codes)
        holders = holders.filter(participant__kelurahan__in=codes)
    permitted = set(holders.values_list("participant_id", flat=True))
    rows = completions.order_by().values_list("participant_id").annotate(bits=Sum(bits))
    return Counter(mask | (_BITS[Step.P4] if person in permitted else 0) for person, mask in rows)


def _completions(day: date) -> QuerySet[StepCompletion]:
    return StepCompletion.objects.filter(undone_at__isnull=True, completed_on__lte=day)


def _holding(day: date) -> PermitQuerySet:
    return Permit.objects.valid_on(day)
