"""Where many people stand, read and brought in step with some statements for all, as `standing.settle` does for one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date

from django.db.models import QuerySet

from participants.models import Participant, StepCompletion
from participants.standing import PersonStanding

_IDS = 500


def in_slices(ids: Iterable[int]) -> Iterator[list[int]]:
    """The ids in their order, as many at a time as a statement takes."""
    ordered = sorted(ids)
    return (ordered[start : start + _IDS] for start in range(0, len(ordered), _IDS))


def steps_done(ids: Iterable[int]) -> dict[int, dict[str, date]]:
    """The steps that stand for each of these people, with their days; nothing for whoever has none."""
    done: dict[int, dict[str, date]] = defaultdict(dict)
    for some in in_slices(ids):
        _add(done, StepCompletion.objects.filter(participant__in=some))
    return done


def steps_done_among(completions: QuerySet[StepCompletion]) -> dict[int, dict[str, date]]:
    """The same for the people of these completions, in one statement."""
    done: dict[int, dict[str, date]] = defaultdict(dict)
    _add(done, completions)
    return done


def _add(done: dict[int, dict[str, date]], completions: QuerySet[StepCompletion]) -> None:
    standing = completions.filter(undone_at__isnull=True)
    for person, step, day in standing.values_list("participant", "step", "completed_on"):
        done[person][step] = day


def write(standings: Mapping[int, PersonStanding], **further: object) -> None:
    """Put where they stand on people's rows, all who stand alike with one statement; `further` columns are alike."""
    alike: dict[PersonStanding, list[int]] = defaultdict(list)
    for person, standing in standings.items():
        alike[standing].append(person)
    for standing, people in alike.items():
        for some in in_slices(people):
            Participant.objects.filter(pk__in=some).update(**asdict(standing), **further)
