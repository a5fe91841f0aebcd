"""Deeds on people: completing and undoing a step, moving, correcting where and what the business is, opening.

Each locks the person, re-checks, changes, and appends to the journal and the audit record in one transaction.
Corrections that also touch the traits of permits live in permits.deeds.
"""

from collections import Counter
from datetime import date

from django.db import transaction
from django.db.models import Max

from okoce import clock
from okoce.accounts.models import User
from okoce.audit.models import Event, Verb
from okoce.audit.recording import record
from okoce.faults import retried
from okoce.journal.posting import difference
from okoce.regions import tree
from okoce.regions.models import Level
from participants import journal, nik
from participants.models import COMPLETED_BY_PGO, Move, Opening, Participant, Step, StepCompletion
from participants.notices.queueing import queue_about_steps
from participants.timeline import StepLine

CHANGED_MEANWHILE = "Catatan ini baru saja diubah orang lain. Muat ulang halaman, lalu coba lagi."


class DeedRefused(Exception):
    """A deed that the rules refuse; `message` says why and what to do, `field` which input it is about."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


def said(reason: str) -> str:
    """The reason somebody gives, without spaces around; raises DeedRefused when there is none, or a NIK in it."""
    if not reason.strip():
        raise DeedRefused("Tulis alasannya.", "reason")
    if nik.stands_in(reason):
        raise DeedRefused(nik.HELD, "reason")
    return reason.strip()


def refuse_merged(person: Participant) -> None:
    """Raise DeedRefused for a record that was merged into another: nothing more is done to it."""
    if person.merged_into_id is not None:
        raise DeedRefused("Catatan peserta ini sudah digabung ke catatan lain. Buka catatan yang berlaku.")


def refuse_gone(person: Participant) -> None:
    """Raise DeedRefused for a merged record, and for somebody whose data were erased at their request."""
    refuse_merged(person)
    if person.is_erased:
        raise DeedRefused("Data peserta ini sudah dihapus atas permintaannya. Tidak ada lagi yang dapat dicatat.")


def refuse_nowhere(kelurahan: str | None, outside_place: str) -> None:
    """Raise DeedRefused unless the place is a kelurahan of Jakarta or names a city outside."""
    node = tree.get(kelurahan) if kelurahan is not None else None
    if kelurahan is not None and (node is None or node.level != Level.KELURAHAN):
        raise DeedRefused("Kelurahan tidak dikenal. Pilih salah satu kelurahan di Jakarta.", "kelurahan")
    if (kelurahan is None) != bool(outside_place.strip()):
        raise DeedRefused("Pilih kelurahan di Jakarta atau tulis kota di luar Jakarta.", "kelurahan")


def refuse_impossible_step(step: Step, on: date) -> None:
    """Raise DeedRefused for P1 and P4, which nobody records by hand, and for a day in the future."""
    if step not in COMPLETED_BY_PGO:
        raise DeedRefused(f"{step.label} tidak dicatat di sini: langkah itu selesai dengan sendirinya.")
    if on > clock.today():
        raise DeedRefused("Tanggal langkah ada di masa depan. Tulis hari ini atau sebelumnya.", "on")


@retried
def complete_step(person: Participant, *, step: Step, on: date, by: User) -> StepCompletion:
    """Record that a person completed a step on a day. Raises DeedRefused for P1, P4, the future or a second time."""
    refuse_impossible_step(step, on)
    with journal.lock(person.pk) as [locked]:
        refuse_gone(locked)
        if locked.completions.filter(step=step, undone_at__isnull=True).exists():
            raise DeedRefused(f"{step.label} sudah tercatat selesai untuk peserta ini.")
        before = journal.lines_of(locked)
        deed = record(Verb.STEP_COMPLETED, locked, by=by, changes={"step": [None, step.value], "on": [None, str(on)]})
        completion = locked.completions.create(step=step, completed_on=on, completed_by=by, recorded_at=deed.at)
        _post_difference(locked, before, deed)
        queue_about_steps([(locked, deed)])
    return completion


@retried
def undo_step(completion: StepCompletion, *, by: User, reason: str) -> None:
    """Take back a completed step, with a reason. Raises DeedRefused without one, or when it was undone already."""
    why = said(reason)
    holder = StepCompletion.objects.values_list("participant_id", flat=True).get(pk=completion.pk)
    with journal.lock(holder) as [person]:
        completion.refresh_from_db()
        if completion.participant_id != holder:
            raise DeedRefused(CHANGED_MEANWHILE)
        refuse_merged(person)
        if completion.undone_at is not None:
            raise DeedRefused("Langkah ini sudah dibatalkan.")
        before = journal.lines_of(person)
        deed = record(Verb.STEP_UNDONE, person, by=by, changes={"step": [completion.step, None]})
        completion.undone_at, completion.undone_by, completion.undone_reason = deed.at, by, why
        completion.save(update_fields=["undone_at", "undone_by", "undone_reason"])
        _post_difference(person, before, deed)


@retried
def move(person: Participant, *, to: str | None, on: date, by: User, outside_place: str = "") -> None:
    """Record that the business moved on a day: −1 there and +1 here on it (rule 7).

    Raises DeedRefused for the future, a day before the registration or not after the last move, the same place, or
    none. Steps completed on that day or later count at the new place.
    """
    refuse_nowhere(to, outside_place)
    with journal.lock(person.pk) as [locked]:
        refuse_gone(locked)
        if not (last_moved_on(locked) or locked.registered_on) < on <= clock.today():
            raise DeedRefused(
                "Tanggal pindah harus sesudah pendaftaran dan kepindahan sebelumnya, dan tidak di masa depan."
            )
        if to == locked.kelurahan_id:
            raise DeedRefused(
                "Peserta sudah tercatat di tempat itu."
                if to
                else "Peserta sudah tercatat di luar Jakarta; pindah di luar Jakarta tidak dicatat tanggalnya."
            )
        before = journal.lines_of(locked)
        deed = record(
            Verb.MOVED, locked, by=by, changes={"kelurahan": [locked.kelurahan_id, to], "on": [None, str(on)]}
        )
        Move.objects.create(
            participant=locked,
            moved_on=on,
            origin_id=locked.kelurahan_id,
            destination_id=to,
            recorded_by=by,
            recorded_at=deed.at,
        )
        locked.kelurahan_id, locked.outside_place = to, outside_place
        locked.save(update_fields=["kelurahan", "outside_place"])
        _post_difference(locked, before, deed)


def last_moved_on(person: Participant) -> date | None:
    """The day of somebody's last recorded move; None when they never moved."""
    return person.moves.aggregate(last=Max("moved_on"))["last"]


@retried
def open_outside_scope(person: Participant, *, by: User, reason: str) -> None:
    """Open somebody outside the official's scope for today (PRODUCT, "Who uses it"); logged.

    Raises DeedRefused without a reason.
    """
    why = said(reason)
    with transaction.atomic():
        _, first = Opening.objects.get_or_create(
            participant=person, opened_by=by, day=clock.today(), defaults={"reason": why}
        )
        if first:
            record(Verb.OPENED_OUTSIDE, person, by=by)


def _post_difference(person: Participant, before: Counter[StepLine], deed: Event) -> None:
    journal.post(person, difference(before, journal.lines_of(person)), deed)
