"""Obstacles (*kendala*): why somebody has no permit yet, what to do next, and how it ends (PRODUCT, "Obstacles").

Set and resolved by officials within their scope; a recorded permit ends them by itself, and a permit that turns out
to be a mistake opens them again.
"""

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from okoce import clock
from okoce.accounts import activity
from okoce.accounts.models import User
from okoce.audit.models import Event, Verb
from okoce.audit.recording import record
from okoce.faults import retried
from participants import standing
from participants.deeds import CHANGED_MEANWHILE, DeedRefused, refuse_gone
from participants.journal import lock
from participants.models import Participant
from permits.models import Obstacle, ObstacleKind, Outcome, Permit

NEXT: dict[str, str] = {
    ObstacleKind.GREEN_ZONE: "Tawarkan SKU: IUMK tidak dapat terbit di zona hijau, SKU tidak terikat zonasi.",
    ObstacleKind.RUSUN: "Tawarkan SKU: IUMK tidak dapat terbit di atas lantai dasar rusun, SKU tidak terikat zonasi.",
    ObstacleKind.NO_NPWP: "Bantu mendaftar NPWP di kantor pajak atau secara daring; tidak dipungut biaya.",
    ObstacleKind.PAPERS: (
        "Sebutkan berkas yang kurang: KTP, KK, NPWP, 2 pasfoto 4 × 6 berlatar merah, surat permohonan dan pernyataan, "
        "foto tempat usaha, bukti milik atau sewa tempat."
    ),
    ObstacleKind.NOT_REACHED: "Hubungi lagi pada jam lain, kirim pesan WhatsApp, lalu tanyakan ke RT atau RW.",
    ObstacleKind.NO_NEED: "Jelaskan gunanya: izin gratis, dan dengan izin dapat mengajukan modal di Bank DKI.",
    ObstacleKind.MOVED: "Minta alamat baru, lalu kabari PGO supaya kelurahannya diperbarui.",
    ObstacleKind.CLOSED: "Tanyakan apakah akan membuka usaha lagi, dan tawarkan pendampingan.",
    ObstacleKind.OTHER: "Baca catatannya, lalu sepakati langkah berikutnya bersama peserta.",
}
"""What to do next about each kind, for the official who reads it."""


def open_obstacles(person: Participant) -> list[tuple[Obstacle, str]]:
    """What keeps somebody from a permit, and what to do next about each, longest open first."""
    obstacles = person.obstacles.open().select_related("set_by").order_by("id")
    return [(obstacle, NEXT[obstacle.kind]) for obstacle in obstacles]


@retried
def set_obstacle(person: Participant, *, kind: ObstacleKind, by: User, note: str = "") -> Obstacle:
    """The obstacle, now open; one that is open already stays as it is.

    Raises DeedRefused for another kind without a note, for a merged record, and for somebody who holds a valid permit.
    """
    if kind == ObstacleKind.OTHER and not note.strip():
        raise DeedRefused("Tulis kendalanya di catatan.", "note")
    with lock(person.pk) as [locked]:
        refuse_gone(locked)
        if locked.permits.valid_on(clock.today()).exists():
            raise DeedRefused("Peserta ini sudah memegang izin yang berlaku: tidak ada kendala yang perlu dicatat.")
        earlier = locked.obstacles.open().filter(kind=kind).first()
        if earlier is not None:
            return earlier
        obstacle = locked.obstacles.create(kind=kind, note=note.strip(), set_by=by)
        record(Verb.OBSTACLE_SET, locked, by=by, at=obstacle.set_at, changes={"kind": [None, str(kind)]})
        standing.settle(locked, is_held_up=True)
        activity.note(by)
    return obstacle


@retried
def resolve(obstacle: Obstacle, *, by: User, outcome: Outcome = Outcome.RESOLVED) -> Obstacle:
    """The obstacle, resolved or taken back as a mistake.

    Raises DeedRefused when it is not open any more, or has become another record's since it was read.
    """
    with lock(obstacle.participant_id) as [person]:
        locked = Obstacle.objects.select_for_update().get(pk=obstacle.pk)
        if locked.participant_id != person.pk:
            raise DeedRefused(CHANGED_MEANWHILE)
        if not locked.is_open:
            raise DeedRefused("Kendala ini sudah selesai.")
        deed = record(
            Verb.OBSTACLE_RESOLVED,
            person,
            by=by,
            changes={"kind": [locked.kind, None], "outcome": [None, str(outcome)]},
        )
        _end([locked], deed, outcome)
        standing.settle(person, is_held_up=person.obstacles.open().exists())
        activity.note(by)
    return locked


def end_with(person: Participant, deed: Event) -> None:
    """End what is open of somebody for whom nothing more can be done, inside the deed that makes it so."""
    _end(list(person.obstacles.open()), deed, Outcome.RESOLVED)
    standing.settle(person, is_held_up=False)


def follow(person: Participant, permits: Sequence[Permit], deed: Event) -> None:
    """What a deed on a person's permits means for their obstacles, and where they stand after it.

    A valid permit ends what was open. A permit that was voided, or turned out to be somebody else's, never ended
    anything: what it had ended is open again, unless the person was erased. Call it inside the deed, with the person's
    row locked.
    """
    today = clock.today()
    valid = [permit for permit in permits if permit.paper.valid_on(today)]
    is_held_up = person.is_held_up
    if valid and is_held_up:
        _end(list(person.obstacles.open()), deed, Outcome.PERMIT, max(valid, key=lambda permit: permit.pk))
        is_held_up = False
    elif not valid and not person.is_gone:
        is_held_up = _reopen(person, permits) or is_held_up
    if (bool(valid), is_held_up) != (person.holds_permit, person.is_held_up):
        standing.settle(person, holds_permit=bool(valid), is_held_up=is_held_up)


def _end(ended: list[Obstacle], deed: Event, outcome: Outcome, permit: Permit | None = None) -> None:
    for obstacle in ended:
        obstacle.resolved_at, obstacle.resolved_by = deed.at, deed.actor
        obstacle.outcome, obstacle.permit = outcome, permit
        obstacle.save(update_fields=["resolved_at", "resolved_by", "outcome", "permit"])


def _reopen(person: Participant, permits: Sequence[Permit]) -> bool:
    """Whether anything is open again that a permit had ended which now never was, or was never theirs."""
    stood = {permit.pk for permit in permits if not permit.is_voided}
    opened = False
    for obstacle in person.obstacles.filter(outcome=Outcome.PERMIT).exclude(permit__in=stood):
        obstacle.resolved_at = obstacle.resolved_by = obstacle.permit = None
        obstacle.outcome = ""
        try:
            with transaction.atomic():
                obstacle.save(update_fields=["resolved_at", "resolved_by", "outcome", "permit"])
        except IntegrityError:
            continue  # one of its kind was set meanwhile, and is open
        opened = True
    return opened
