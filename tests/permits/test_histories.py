"""Random histories of every deed there is, over few people, places and days (rules 1 to 9, most of all 3, 4 and 6).

After each deed the journals are what people, steps and permits say, every total is the sum of its entries, every board
adds up at every level, and every day of the past, as known at any moment of the past, is what it was then.
"""

from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from okoce import clock
from participants import deeds as steps
from participants.deeds import DeedRefused
from participants.models import COMPLETED_BY_PGO, Participant, StepCompletion
from participants.registering import register
from permits import counting, deeds, erasing, merging, obstacles, people, standings, verifying
from permits.models import Kind, Merge, ObstacleKind, Permit
from tests.okoce.accounts.factories import an_official
from tests.okoce.regions.codes import CENGKARENG_TIMUR, GAMBIR, KAPUK
from tests.participants.factories import a_nik, a_registration
from tests.permits.recounting import assert_the_books_balance, watched_regions

FIRST_MOMENT = timezone.make_aware(datetime(2018, 12, 27, 9))
PLACES = [KAPUK, CENGKARENG_TIMUR, GAMBIR]
YEARS = (2018, 2019)

somebody = st.integers(0, 3)
something = st.integers(0, 3)
places = st.sampled_from(PLACES)
places_or_outside = st.sampled_from([None, *PLACES])
sexes = st.sampled_from("FM")
days_ago = st.integers(0, 9)
few_numbers = st.integers(1, 5)


@dataclass(frozen=True)
class Remembered:
    """What a board said at one moment."""

    moment: datetime
    year: int
    as_of: date
    figures: dict[str, dict[str, Any]]


def said(year: int, as_of: date, known_at: datetime | None = None) -> dict[str, dict[str, Any]]:
    """Everything a board says of the regions anybody was ever in; what never was is not there."""
    board = counting.board(year, as_of, known_at)
    return {code: figures for code in watched_regions() if any_of(figures := asdict(board.figures(code)))}


def any_of(figures: dict[str, Any]) -> bool:
    return any(figures[name] for name in figures if name not in {"blocks", "steps"}) or any(
        [*figures["blocks"], *figures["steps"].values()]
    )


class Histories(RuleBasedStateMachine):
    """Officials at work; each reads a record, and does something to it, perhaps after somebody else did."""

    @initialize()
    def begin(self) -> None:
        self.open_transaction = transaction.atomic()
        self.open_transaction.__enter__()
        self.no_programme_date = override_settings(PROGRAMME_DATE=None)
        self.no_programme_date.enable()
        self.traveller = time_machine.travel(FIRST_MOMENT, tick=False)
        self.time = self.traveller.start()
        self.done = 0
        self.official = an_official()
        self.registered = 0
        self.people: list[Participant] = []
        self.merged: list[Participant] = []
        self.merges: list[Merge] = []
        self.permits: list[Permit] = []
        self.completions: list[StepCompletion] = []
        self.remembered: list[Remembered] = []
        for place in (KAPUK, GAMBIR, None):
            self.register(place, "F", True)
        self.time.shift(timedelta(days=4))
        for who, kind in enumerate([Kind.IUMK, Kind.SKU, Kind.IUMK]):
            self.record(who, kind, who + 1, PLACES[who], 2 * who)
            self.complete_step(who, COMPLETED_BY_PGO[0], who)

    def teardown(self) -> None:
        if not hasattr(self, "traveller"):
            return
        try:
            for memory in self.remembered:
                self.is_still_so(memory)
            assert list(verifying.differences(verifying.Figures())) == []
            assert list(standings.differing()) == []
        finally:
            self.traveller.stop()
            self.no_programme_date.disable()
            transaction.set_rollback(True)
            self.open_transaction.__exit__(None, None, None)

    def day(self, ago: int) -> date:
        return clock.today() - timedelta(days=ago)

    def person(self, index: int) -> Participant:
        """Somebody in force, or the one whose record was merged last."""
        among = [*self.people, *self.merged[-1:]]
        return among[index % len(among)]

    def permit(self, index: int) -> Permit:
        return self.permits[index % len(self.permits)]

    # --- Time ---

    @rule(days=st.integers(1, 3))
    def days_pass(self, days: int) -> None:
        self.time.shift(timedelta(days=days))

    @rule(year=st.sampled_from(YEARS), ago=st.sampled_from([0, 0, 2, 5]))
    def read_a_board(self, year: int, ago: int) -> None:
        self.remembered.append(Remembered(clock.now(), year, self.day(ago), said(year, self.day(ago))))
        self.time.shift(timedelta(minutes=1))

    # --- Deeds on people ---

    @precondition(lambda self: len(self.people) < 3)
    @rule(place=places_or_outside, sex=sexes, business_is_new=st.booleans())
    def register(self, place: str | None, sex: str, business_is_new: bool) -> None:
        self.registered += 1
        registration = a_registration(
            nik=a_nik(serial=self.registered),
            kelurahan=place,
            outside_place="" if place else "Kota Depok",
            sex=sex,
            business_is_new=business_is_new,
        )
        self.people.append(register(registration))

    @rule(who=somebody, step=st.sampled_from(COMPLETED_BY_PGO[:2]), ago=days_ago)
    def complete_step(self, who, step, ago) -> None:
        with suppress(DeedRefused):
            self.completions.append(
                steps.complete_step(self.person(who), step=step, on=self.day(ago), by=self.official)
            )

    @precondition(lambda self: self.completions)
    @rule(which=something)
    def undo_step(self, which) -> None:
        with suppress(DeedRefused):
            completion = self.completions[which % len(self.completions)]
            steps.undo_step(completion, by=self.official, reason="Keliru.")

    @rule(who=somebody, to=places_or_outside, ago=days_ago)
    def move(self, who, to, ago) -> None:
        with suppress(DeedRefused):
            outside = "" if to else "Kota Bogor"
            steps.move(self.person(who), to=to, on=self.day(ago), by=self.official, outside_place=outside)

    @rule(who=somebody, to=places_or_outside, ago=days_ago)
    def correct_registration(self, who, to, ago) -> None:
        with suppress(DeedRefused):
            people.correct_registration(
                self.person(who),
                by=self.official,
                registered_on=self.day(ago),
                kelurahan=to,
                outside_place="" if to else "Kota Bekasi",
            )

    @rule(who=somebody, sex=sexes, business_is_new=st.booleans())
    def correct_traits(self, who, sex, business_is_new) -> None:
        with suppress(DeedRefused):
            people.correct_traits(self.person(who), by=self.official, sex=sex, business_is_new=business_is_new)

    @rule(kept=somebody, gone=somebody)
    def merge(self, kept, gone) -> None:
        with suppress(DeedRefused):
            absorbed = self.person(gone)
            self.merges.append(merging.merge(self.person(kept), absorbed, by=self.official, reason="Orang yang sama."))
            self.people.remove(absorbed)
            self.merged.append(absorbed)

    @precondition(lambda self: self.merges)
    @rule(which=something)
    def take_apart(self, which) -> None:
        with suppress(DeedRefused):
            merge = self.merges[-1 - which % len(self.merges)]
            merging.unmerge(merge, by=self.official, reason="Dua orang.")
            self.merged.remove(merge.absorbed)
            self.people.append(merge.absorbed)

    @rule(who=somebody, kind=st.sampled_from([ObstacleKind.NO_NPWP, ObstacleKind.PAPERS]))
    def meet_an_obstacle(self, who, kind) -> None:
        with suppress(DeedRefused):
            obstacles.set_obstacle(self.person(who), kind=kind, by=self.official)

    @precondition(lambda self: self.done % 7 == 0)
    @rule(who=somebody)
    def erase(self, who) -> None:
        with suppress(DeedRefused):
            erasing.erase(self.person(who), by=self.official)

    # --- Deeds on permits ---

    @rule(who=somebody, kind=st.sampled_from(Kind), number=few_numbers, place=places, ago=days_ago)
    def record(self, who, kind, number, place, ago) -> None:
        amounts = (number * 1000, number) if kind == Kind.IUMK else (None, None)
        paper = deeds.Paper(kind, f"{number}/2018", self.day(ago), place, *amounts)
        with suppress(DeedRefused):
            self.permits.append(deeds.record(self.person(who), paper, by=self.official))

    @precondition(lambda self: self.permits)
    @rule(
        which=something,
        number=st.none() | few_numbers,
        ago=st.none() | days_ago,
        place=st.none() | places,
        who=st.none() | somebody,
    )
    def correct(self, which, number, ago, place, who) -> None:
        stored = Permit.objects.get(pk=self.permit(which).pk)
        paper = deeds.Paper(
            kind=Kind(stored.kind),
            number=f"{number}/2018" if number else stored.number,
            issued_on=stored.issued_on if ago is None else self.day(ago),
            kelurahan=place or stored.kelurahan_id,
            investment=stored.investment,
            workers=stored.workers,
        )
        with suppress(DeedRefused):
            owner = None if who is None else self.person(who)
            deeds.correct(self.permit(which), paper, by=self.official, person=owner, reason="Salah ketik.")

    @precondition(lambda self: self.permits)
    @rule(which=something)
    def correct_kind(self, which) -> None:
        stored = Permit.objects.get(pk=self.permit(which).pk)
        iumk = deeds.Paper(Kind.IUMK, stored.number, stored.issued_on, stored.kelurahan_id, 7000, 7)
        sku = replace(iumk, kind=Kind.SKU, investment=None, workers=None)
        with suppress(DeedRefused):
            deeds.correct(self.permit(which), sku if stored.kind == Kind.IUMK else iumk, by=self.official)

    @precondition(lambda self: self.permits)
    @rule(which=something, ago=days_ago)
    def revoke(self, which, ago) -> None:
        with suppress(DeedRefused):
            deeds.revoke(self.permit(which), on=self.day(ago), by=self.official, reason="Usaha tutup.")

    @precondition(lambda self: self.permits)
    @rule(which=something)
    def withdraw_revocation(self, which) -> None:
        with suppress(DeedRefused):
            deeds.withdraw_revocation(self.permit(which), by=self.official, reason="Keliru.")

    @precondition(lambda self: self.permits)
    @rule(which=something)
    def void(self, which) -> None:
        with suppress(DeedRefused):
            deeds.void(self.permit(which), by=self.official, reason="Salah orang.")

    # --- What always holds ---

    @invariant()
    def everything_adds_up(self) -> None:
        if not hasattr(self, "time"):
            return
        self.done += 1
        days = [] if self.done % 4 else [self.day(self.done // 4 % 3 * 2)]
        assert_the_books_balance(days, year=YEARS[self.done // 4 % 2])

    @invariant()
    def the_past_is_what_it_was(self) -> None:
        if getattr(self, "remembered", None) and not self.done % 4:
            self.is_still_so(self.remembered[self.done % len(self.remembered)])
        if hasattr(self, "time"):
            self.time.shift(timedelta(minutes=1))

    @staticmethod
    def is_still_so(memory: Remembered) -> None:
        assert said(memory.year, memory.as_of, memory.moment) == memory.figures


@pytest.mark.django_db
def test_any_history_of_deeds_leaves_figures_that_add_up_and_a_past_that_stands():
    run_state_machine_as_test(Histories, settings=settings(max_examples=20, stateful_step_count=40))
