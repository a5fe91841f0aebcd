"""A second, plain count of everything, straight from people, steps and permits: what the journals must agree with.

Nothing here uses the code that is under test but the models: the day-by-day rule is written out once more.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import cache
from typing import Any

from okoce.journal.models import Entry, Grain, Tally
from okoce.regions import tree
from participants import journal as steps_journal
from participants.models import Participant, StepEntry, StepTally
from participants.totals.models import StandingTotal
from permits import counting
from permits import journal as permits_journal
from permits.models import Change, Measure, Obstacle, ObstacleTotal, Permit, PermitEntry, PermitTally


def assert_the_books_balance(days: Iterable[date] = (), *, year: int = 2018) -> None:
    """The journals say what the people's timelines say, the totals what the entries say, the boards what counts."""
    people = list(Participant.objects.prefetch_related("permits", "moves", "completions"))
    assert journal(StepEntry) == _by_person(people, steps_journal.lines_of)
    assert journal(PermitEntry) == _by_person(people, permits_journal.lines_of)
    for tally in (StepTally, PermitTally):
        assert stored_totals(tally) == added_totals(tally)
    assert standing_totals() == counted_standings(people)
    assert obstacle_totals() == counted_obstacles()
    present = [person for person in people if person.merged_into_id is None]
    for day in days:
        assert_the_board_adds_up(year, day, present)


def journal(model: type[Entry]) -> dict[int, dict[Any, int]]:
    """What the journal says of each person: lines and their net sign, without what cancels."""
    said: dict[int, Counter] = defaultdict(Counter)
    for entry in model.objects.all():
        said[entry.participant_id][tuple(getattr(entry, name) for name in model.LINE_FIELDS)] += entry.sign
    return _without_nothing(said)


def _by_person(people, lines_of) -> dict[int, dict[Any, int]]:
    return _without_nothing(
        {person.pk: {tuple(line): sign for line, sign in lines_of(person).items()} for person in people}
    )


def _without_nothing(said: dict[int, Any]) -> dict[int, dict[Any, int]]:
    kept = {person: {line: sign for line, sign in lines.items() if sign} for person, lines in said.items()}
    return {person: lines for person, lines in kept.items() if lines}


# --- Running totals --------------------------------------------------------------------------------


def stored_totals(tally: type[Tally]) -> dict[tuple[str, date, str], dict[str, int]]:
    return {
        (row.grain, row.starts_on, row.area): {name: getattr(row, name) for name in ("entries", *tally.COLUMNS)}
        for row in tally.objects.all()
    }


def added_totals(tally: type[Tally]) -> dict[tuple[str, date, str], dict[str, int]]:
    """The totals added up from the entries, entry by entry."""
    sums: dict[tuple[str, date, str], dict[str, int]] = defaultdict(
        lambda: dict.fromkeys(("entries", *tally.COLUMNS), 0)
    )
    for entry in tally.ENTRY.objects.all():
        first_days = {
            Grain.DAY: entry.day,
            Grain.MONTH: date(entry.day.year, entry.day.month, 1),
            Grain.YEAR: date(entry.day.year, 1, 1),
        }
        for grain, starts_on in first_days.items():
            row = sums[grain.value, starts_on, entry.kelurahan_id or ""]
            row["entries"] += 1
            for column, amount in _adds(entry):
                row[column] += amount
    return dict(sums)


def _adds(entry: Entry) -> list[tuple[str, int]]:
    if isinstance(entry, StepEntry):
        return [(entry.step.lower(), entry.sign)]
    kind = entry.kind.lower()
    if entry.measure == Measure.COUNTED:
        changes = {Change.BEGAN: [("began", entry.sign)], Change.STOPPED: [("stopped", -entry.sign)], Change.MOVED: []}
        return [(kind, entry.sign), *changes[Change(entry.change)]]
    column = f"{entry.measure}_{kind}"
    if entry.measure == Measure.REVOKED:
        return [(column, entry.sign)]
    return [
        (column, entry.sign),
        ("investment", entry.sign * entry.investment),
        ("workers", entry.sign * entry.workers),
    ]


def standing_totals() -> Counter:
    """How many people the database says stand where."""
    rows = StandingTotal.objects.exclude(people=0)
    return Counter({(row.area, row.next_step, row.is_ready): row.people for row in rows})


def counted_standings(people: Iterable[Participant]) -> Counter:
    """The same, counted one by one."""
    present = [person for person in people if person.merged_into_id is None]
    return Counter((person.kelurahan_id or "", person.next_step, person.ready_rank is not None) for person in present)


def obstacle_totals() -> Counter:
    """How many open obstacles the database says there are where."""
    return Counter({(row.area, row.kind): row.people for row in ObstacleTotal.objects.exclude(people=0)})


def counted_obstacles() -> Counter:
    """The same, counted one by one."""
    open_ones = Obstacle.objects.filter(resolved_at=None).select_related("participant")
    return Counter((one.participant.kelurahan_id or "", one.kind) for one in open_ones)


# --- Boards ----------------------------------------------------------------------------------------


def counted_permit(permits: Iterable[Permit], day: date) -> Permit | None:
    """Rule 2, written out once more."""
    valid = [
        permit
        for permit in permits
        if permit.voided_at is None
        and permit.issued_on <= day
        and not (permit.revoked_on is not None and permit.revoked_on <= day)
    ]
    return sorted(valid, key=lambda permit: (permit.issued_on, permit.recorded_at, permit.pk))[0] if valid else None


def everybody() -> list[Participant]:
    """All people in force with what they hold and did, for several recounts."""
    return list(Participant.objects.filter(merged_into=None).prefetch_related("permits", "moves", "completions"))


def recount(day: date, people: list[Participant] | None = None) -> dict[str, Counter]:
    """For each kelurahan and "" (luar DKI): who counts on a day by kind, permits issued and revoked, steps reached."""
    found: dict[str, Counter] = defaultdict(Counter)
    for person in everybody() if people is None else people:
        counted = counted_permit(person.permits.all(), day)
        if counted is not None:
            found[counted.kelurahan_id][counted.kind] += 1
        for permit in person.permits.all():
            if permit.voided_at is None:
                found[permit.kelurahan_id]["issued"] += permit.issued_on <= day
                found[permit.kelurahan_id]["revoked"] += permit.revoked_on is not None and permit.revoked_on <= day
        place = _place(person, day) or ""
        found[place]["P1"] += person.registered_on <= day
        for completion in person.completions.all():
            if completion.undone_at is None:
                found[place][completion.step] += completion.completed_on <= day
    return found


def _place(person: Participant, day: date) -> str | None:
    later = [move for move in person.moves.all() if move.moved_on > day]
    return min(later, key=lambda move: move.moved_on).origin_id if later else person.kelurahan_id


def watched_regions() -> list[str]:
    """The province and all regions on the way to a kelurahan that somebody or some permit was ever in."""
    used = {code for tally in (StepTally, PermitTally) for code in tally.objects.values_list("area", flat=True)} - {""}
    return sorted({tree.PROVINCE, *(above for code in used for above in tree.ancestor_codes(code))})


def assert_the_board_adds_up(year: int, day: date, people: list[Participant]) -> None:
    """Every figure of the board is the recount's, children add up to their parent, and kinds to the total."""
    figures_of = cache(counting.board(year, day).figures)
    last_before, last_day = date(year - 1, 12, 31), date(year, 12, 31)
    end = max(min(day, last_day), last_before)
    then, before, today = recount(end, people), recount(last_before, people), recount(day, people)
    started, four_weeks_ago = recount(min(date(2017, 12, 31), day), people), recount(day - timedelta(days=28), people)
    for region in watched_regions():
        figures = figures_of(region)
        codes = tree.nodes()[region].kelurahan_codes

        def net(name, codes=codes):
            return sum(then[code][name] - before[code][name] for code in codes)

        def counting_on(count, codes=codes):
            return sum(count[code]["IUMK"] + count[code]["SKU"] for code in codes)

        assert (figures.iumk, figures.sku) == (net("IUMK"), net("SKU"))
        assert figures.new_entrepreneurs == figures.iumk + figures.sku
        assert (figures.issued, figures.revoked) == (net("issued"), net("revoked"))
        assert figures.began - figures.stopped + figures.moved == figures.new_entrepreneurs
        assert figures.before_programme == counting_on(started)
        assert figures.programme == counting_on(today) - counting_on(started)
        assert figures.steps == _steps_of(today, codes, outside=region == tree.PROVINCE)
        assert figures.outside == (today[""]["P1"] if region == tree.PROVINCE else 0)
        assert sum(figures.blocks) == counting_on(today) - counting_on(four_weeks_ago)
        _assert_children_add_up(figures_of, region)
    assert figures_of(tree.PROVINCE).moved == 0


def _steps_of(count: dict[str, Counter], codes: list[str], *, outside: bool) -> dict[str, int]:
    places = [*codes, ""] if outside else codes
    steps = {step: sum(count[code][step] for code in places) for step in ("P1", "P2", "P3", "P5", "P6", "P7")}
    steps["P4"] = sum(count[code]["IUMK"] + count[code]["SKU"] for code in codes)
    return steps


def _assert_children_add_up(figures_of: Callable[[str], counting.Figures], region: str) -> None:
    figures = figures_of(region)
    children = [figures_of(child.code) for child in tree.nodes()[region].children]
    if not children:
        return
    for name in ("iumk", "sku", "began", "stopped", "issued", "revoked", "programme", "before_programme", "moved"):
        assert getattr(figures, name) == sum(getattr(child, name) for child in children)
    assert figures.registered == sum(child.registered for child in children) + figures.outside
    assert figures.blocks == tuple(sum(blocks) for blocks in zip(*(child.blocks for child in children), strict=True))
