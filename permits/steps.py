"""The seven steps of one person with P4, which is derived: its day is the counted permit's (PRODUCT)."""

from datetime import date

from participants.models import Participant, Step
from participants.steps import StepState, seven_steps
from permits.models import Permit
from permits.timeline import Turn, counted_on, last_edge


def counted_permit(person: Participant, day: date) -> Permit | None:
    """The permit a person is counted under on a day, or None."""
    permits = {permit.pk: permit for permit in person.permits.all()}
    counted = counted_on(day, [permit.paper for permit in permits.values()])
    return permits[counted.id] if counted else None


def edge_of_counting(person: Participant, day: date) -> Turn | None:
    """When the present time of counting began, or the last one ended; None for who has not counted by that day."""
    return last_edge(day, [permit.paper for permit in person.permits.all()])


def steps_of(person: Participant, day: date) -> list[StepState]:
    """The seven steps as they stand on `day`."""
    completions = person.completions.filter(undone_at__isnull=True, completed_on__lte=day)
    completed = dict(completions.values_list("step", "completed_on"))
    if person.registered_on <= day:
        completed[Step.P1.value] = person.registered_on
    counted = counted_permit(person, day)
    if counted is not None:
        completed[Step.P4.value] = counted.issued_on
    return seven_steps(completed)
