"""Seeds the demo programme: all of it or nothing."""

from collections.abc import Callable

from django.conf import settings
from django.db import transaction

from okoce.audit import sealing
from okoce.journal import gate
from okoce.regions import loading
from participants.models import Participant
from targets import goals
from targets.demo import checking, papers, places, script, settling, staff, trainings, wishes
from targets.demo.ledger import Ledger
from targets.demo.people import Crowd
from targets.demo.playing import Play

FEWEST = 100
"""With fewer people the story has nobody left for some of its parts."""


ALREADY_HERE = "already here, nothing changed"


class SeedingRefused(Exception):
    """The demo must not be seeded here; says why."""


def seed(participants: int, seed: int, tell: Callable[[str], None]) -> str:
    """Fill an empty database with the demo programme; a line with its figures, or ALREADY_HERE.

    Raises SeedingRefused without PROGRAMME_DATE, with too few participants, or where people are registered already;
    checking.StoryDiffers when the figures read back are not the story's. Interrupted, it leaves nothing behind but
    regions and targets.
    """
    if settings.PROGRAMME_DATE is None:
        raise SeedingRefused("PROGRAMME_DATE is not set: the demo belongs to a day, and never into production.")
    if staff.is_there():
        return ALREADY_HERE
    _refuse(participants)
    loading.load()
    goals.load_defaults()
    with transaction.atomic():
        gate.pass_through()
        _play(participants, seed, tell)
        line = checking.check(participants)
    sealing.seal()
    return line


def _refuse(participants: int) -> None:
    if participants < FEWEST:
        raise SeedingRefused(f"The demo needs at least {FEWEST} participants.")
    if Participant.objects.exists():
        raise SeedingRefused("This database holds people who are not the demo's: nothing was changed.")


def _play(participants: int, seed: int, tell: Callable[[str], None]) -> None:
    layout = places.lay_out(script.chance(seed, "places"))
    crowd = Crowd(participants, layout, seed)
    ledger = Ledger(crowd)
    officials = staff.appoint()
    play = Play(
        crowd=crowd,
        places=layout,
        plans=papers.plan(participants, layout, script.chance(seed, "papers")),
        staff=officials,
        ledger=ledger,
        seed=seed,
    )
    play.run(_progress(participants, tell))
    settling.settle()
    trainings.hold(officials.pgo)
    staff.welcome(Participant.objects.get(pk=ledger.ids[play.somebody_mentored()]))
    wishes.express()
    staff.note(play.active | staff.sign_ins(script.chance(seed, "sign-ins"), layout))


def _progress(participants: int, tell: Callable[[str], None]) -> Callable[[int], None]:
    """Says each tenth of the way once."""
    said = 0

    def hear(registered: int) -> None:
        nonlocal said
        tenths = 10 * registered // participants
        if tenths > said:
            said = tenths
            tell(f"{10 * tenths:3} %  {registered} registered")

    return hear
