"""Reads the seeded figures back as every page reads them, and refuses the seed when they are not the story's."""

from collections.abc import Iterator
from datetime import date

from okoce.accounts import activity
from okoce.regions import tree
from participants.models import Step
from permits import counting
from targets import progress
from targets.demo import script


class StoryDiffers(Exception):
    """The figures read back are not those of the story; says which."""


def check(participants: int) -> str:
    """One line of the figures on 9 September 2018. Raises StoryDiffers."""
    read = progress.read(tree.PROVINCE, script.LAST_DAY)
    found, wanted = _found(read), _wanted(participants)
    wrong = [f"{name} is {found[name]} instead of {number}" for name, number in wanted.items() if found[name] != number]
    if wrong:
        raise StoryDiffers("; ".join(wrong))
    figures = read.figures
    return (
        f"{figures.registered} registered ({figures.outside} outside Jakarta), {figures.new_entrepreneurs} new "
        f"entrepreneurs = {figures.iumk} IUMK + {figures.sku} SKU, {figures.issued} permits issued, "
        f"{figures.steps[Step.P7]} at P7; {found['silent kelurahan']} kelurahan silent"
    )


def _found(read: progress.Progress) -> dict[str, int]:
    figures = read.figures
    days = {day for course in (script.REGISTERED, *script.COMPLETED.values()) for day, _ in course}
    steps = {day: counting.board(day.year, day).figures(tree.PROVINCE).steps for day in days}
    return {
        "registered": figures.registered,
        "outside Jakarta": figures.outside,
        "new entrepreneurs": figures.new_entrepreneurs,
        "IUMK": figures.iumk,
        "SKU": figures.sku,
        "permits issued": figures.issued,
        "permits revoked": figures.revoked,
        "silent kelurahan": len(tree.kelurahan()) - len(activity.active_kelurahan(read.as_of)),
        **{f"{step} by {day}": steps[day][step] for step, day, _ in _milestones()},
    }


def _milestones() -> Iterator[tuple[Step, date, int]]:
    for step, course in {Step.P1: script.REGISTERED, **script.COMPLETED}.items():
        for day, figure in course:
            yield step, day, figure


def _wanted(participants: int) -> dict[str, int]:
    counted = script.scaled_kinds(script.COUNTED, participants)
    second = sum(script.scaled_kinds(script.SECOND, participants).values())
    revoked = sum(script.scaled_kinds(script.REVOKED, participants).values())
    _, outside = script.apportion(participants, (script.IN_JAKARTA, script.OUTSIDE_JAKARTA))
    return {
        "registered": participants,
        "outside Jakarta": outside,
        "new entrepreneurs": sum(counted.values()),
        **counted,
        "permits issued": sum(counted.values()) + second + revoked,
        "permits revoked": revoked,
        "silent kelurahan": script.SILENT_KELURAHAN,
        **{f"{step} by {day}": script.scaled(figure, participants) for step, day, figure in _milestones()},
    }
