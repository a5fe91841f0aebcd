"""Which of the seven steps a person has completed, when, and which comes next. Pure."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date

from participants.choices import Step


@dataclass(frozen=True)
class StepState:
    """One of the seven steps of one person."""

    step: Step
    completed_on: date | None
    is_next: bool

    @property
    def code(self) -> str:
        return self.step.value

    @property
    def name(self) -> str:
        return str(self.step.label)

    @property
    def state(self) -> str:
        """done, next or later."""
        return "done" if self.completed_on else "next" if self.is_next else "later"


def seven_steps(completed: Mapping[str, date]) -> list[StepState]:
    """The seven steps in order; the next one is the first that is missing (PRODUCT, "The seven steps")."""
    following = next_step(completed)
    return [StepState(step, completed.get(step), step == following) for step in Step]


def next_step(completed: Container[str]) -> Step | None:
    """The first step that is missing; None of who completed all."""
    return next((step for step in Step if step not in completed), None)
