"""The deeds on permits: record, correct, revoke, withdraw a revocation, void.

Each locks the person who holds the permit now, re-checks, changes the permit, and appends to the journal and the
audit record in one transaction; the database's constraints have the last word when two press at once.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import NoReturn
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import IntegrityError

from okoce import clock
from okoce.accounts import activity
from okoce.accounts.models import User
from okoce.audit.models import Event, Verb
from okoce.audit.recording import record as record_event
from okoce.faults import retried
from okoce.regions import tree
from okoce.regions.models import Level
from okoce.ui import formats
from participants.deeds import CHANGED_MEANWHILE, DeedRefused, refuse_gone, refuse_merged, said
from participants.models import Participant
from participants.notices.queueing import queue_about_permits
from permits import numbers, papers
from permits.journal import Books, open_books
from permits.models import Kind, Permit, Remark, Source, number_key


@dataclass(frozen=True)
class Paper:
    """What stands on the permit's paper, as typed or imported."""

    kind: Kind
    number: str
    issued_on: date
    kelurahan: str
    investment: int | None = None
    workers: int | None = None


_FIELDS = {
    "kind": "kind",
    "number": "number",
    "issued_on": "issued_on",
    "kelurahan": "kelurahan_id",
    "investment": "investment",
    "workers": "workers",
}


@retried
def record(
    person: Participant, paper: Paper, *, by: User, submission: UUID | None = None, source: Source = Source.DESK
) -> Permit:
    """The recorded permit; the same submission sent again gives the same permit.

    Raises DeedRefused for a date in the future, a kelurahan `by` does not answer for, a number already used within its
    kind, a person whose record was merged into another, or a submission that recorded something else before or whose
    permit was voided since.
    """
    permit = prepare(person, paper, by=by, submission=submission, source=source)
    try:
        with open_books(person.pk) as books:
            earlier = Permit.objects.filter(submission=permit.submission).first()
            if earlier is not None:
                _refuse_another(earlier, permit)
                return earlier
            refuse_gone(books.people[0])
            permit.recorded_at = clock.now()
            permit.save(force_insert=True)
            deed = record_event(
                Verb.RECORDED,
                permit,
                by=by,
                at=permit.recorded_at,
                changes=all_new(permit),
            )
            _close(books, permit, deed)
            queue_about_permits([(books.people[0], deed)])
    except IntegrityError as error:
        _explain(error, permit)
    return permit


def prepare(
    person: Participant, paper: Paper, *, by: User, submission: UUID | None = None, source: Source = Source.DESK
) -> Permit:
    """The permit as it is about to be recorded, unsaved.

    Raises DeedRefused for what is impossible whatever else is recorded: a date in the future, a kelurahan `by` does not
    answer for, a number or an amount that does not fit.
    """
    _refuse_impossible(paper, by)
    permit = Permit(
        submission=submission or uuid4(), participant=person, recorded_by=by, source=source, **_columns(paper)
    )
    _refuse_unwritable(permit)
    return permit


def all_new(permit: Permit) -> dict[str, list[str | None]]:
    """What the record of deeds says of a permit that was not there before."""
    return {name: [None, str(getattr(permit, column))] for name, column in _FIELDS.items()}


def mark_of(permit: Permit) -> str:
    """What tells one state of a permit's paper and holder from another; a form carries it to the correction."""
    return hashlib.sha256(repr(sorted(state_of(permit).items())).encode()).hexdigest()


@retried
def correct(
    permit: Permit,
    paper: Paper,
    *,
    by: User,
    person: Participant | None = None,
    reason: str = "",
    seen: str = "",
) -> Permit:
    """The permit with its number, date, kelurahan, kind, amounts or person corrected; it counts as if always so.

    Raises DeedRefused as `record` does, also for a new holder, for a voided permit or a date that is not before the
    revocation, and where the permit's mark is another by now than the one that was `seen`; nothing is refused that
    stands already.
    """
    _refuse_impossible(paper, by)
    try:
        with _hold(permit, *([person.pk] if person else [])) as (books, locked):
            for somebody in books.people:
                (refuse_merged if somebody.pk == locked.participant_id else refuse_gone)(somebody)
            before, mark = state_of(locked), mark_of(locked)
            locked.participant = person or locked.participant
            for name, value in _columns(paper).items():
                setattr(locked, name, value)
            _refuse_unwritable(locked)
            after = state_of(locked)
            changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
            if changes and seen not in ("", mark):
                raise DeedRefused(CHANGED_MEANWHILE)
            locked.save()
            if changes:
                deed = record_event(Verb.CORRECTED, locked, by=by, changes=changes)
                _close(books, locked, deed, reason.strip())
    except IntegrityError as error:
        _explain(error, locked)
    return locked


@retried
def revoke(permit: Permit, *, on: date, by: User, reason: str) -> Permit:
    """The permit revoked (*dicabut*) from a day on: it counted until then.

    Raises DeedRefused unless issued_on < on ≤ today, and for a permit that is voided or revoked already.
    """
    with _hold(permit) as (books, locked):
        if locked.is_revoked:
            raise DeedRefused("Izin ini sudah dicabut. Tarik kembali pencabutan itu lebih dulu.")
        if not locked.issued_on < on <= clock.today():
            raise DeedRefused("Tanggal cabut harus sesudah tanggal terbit dan tidak di masa depan.", "revoked_on")
        locked.revoked_on, locked.revoked_by, locked.revoked_reason = on, by, said(reason)
        locked.save(update_fields=["revoked_on", "revoked_by", "revoked_reason"])
        deed = record_event(Verb.REVOKED, locked, by=by, changes={"revoked_on": [None, str(on)]})
        _close(books, locked, deed, locked.revoked_reason)
    return locked


@retried
def withdraw_revocation(permit: Permit, *, by: User, reason: str) -> Permit:
    """The permit as if it had never been revoked. Raises DeedRefused when it is not revoked, or voided."""
    with _hold(permit) as (books, locked):
        if not locked.is_revoked:
            raise DeedRefused("Izin ini tidak sedang dicabut.")
        why = said(reason)
        changes = {"revoked_on": [str(locked.revoked_on), None]}
        locked.revoked_on, locked.revoked_by, locked.revoked_reason = None, None, ""
        locked.save(update_fields=["revoked_on", "revoked_by", "revoked_reason"])
        _close(books, locked, record_event(Verb.REVOCATION_WITHDRAWN, locked, by=by, changes=changes), why)
    return locked


@retried
def void(permit: Permit, *, by: User, reason: str) -> Permit:
    """The permit voided (*dibatalkan*): it was recorded by mistake and never counted. Raises DeedRefused if voided."""
    with _hold(permit) as (books, locked):
        locked.voided_at, locked.voided_by, locked.voided_reason = clock.now(), by, said(reason)
        locked.save(update_fields=["voided_at", "voided_by", "voided_reason"])
        deed = record_event(Verb.VOIDED, locked, by=by, at=locked.voided_at)
        _close(books, locked, deed, locked.voided_reason)
    return locked


def _close(books: Books, permit: Permit, deed: Event, remark: str = "") -> None:
    books.post(deed)
    if remark:
        Remark.objects.create(permit=permit, deed=deed, text=remark)
    if deed.actor is not None:
        activity.note(deed.actor)


def _columns(paper: Paper) -> dict[str, object]:
    return {
        "kind": paper.kind,
        "number": paper.number.strip(),
        "number_key": number_key(paper.number),
        "issued_on": paper.issued_on,
        "kelurahan_id": paper.kelurahan,
        "investment": paper.investment,
        "workers": paper.workers,
    }


def state_of(permit: Permit) -> dict[str, str]:
    """What a correction may change, as the record of deeds says it."""
    state = {name: str(getattr(permit, column)) for name, column in _FIELDS.items()}
    return {**state, "participant": permit.participant.displayed_number}


@contextmanager
def _hold(permit: Permit, *others: int) -> Iterator[tuple[Books, Permit]]:
    """Hold a permit, whoever holds it now, and these other people; refuses a voided permit.

    The caller may have read the permit before somebody gave it to another person or merged its holder.
    """
    holder = Permit.objects.values_list("participant_id", flat=True).get(pk=permit.pk)
    with open_books(holder, *others) as books:
        locked = Permit.objects.select_for_update().get(pk=permit.pk)
        if locked.participant_id != holder:
            raise DeedRefused(CHANGED_MEANWHILE)
        _refuse_voided(locked)
        yield books, locked


def _refuse_impossible(paper: Paper, by: User) -> None:
    if paper.issued_on > clock.today():
        raise DeedRefused(papers.IN_THE_FUTURE, "issued_on")
    issuer = tree.get(paper.kelurahan)
    if issuer is None or issuer.level != Level.KELURAHAN:
        raise DeedRefused("Kelurahan penerbit tidak dikenal. Pilih salah satu kelurahan di Jakarta.", "kelurahan")
    if not by.answers_for(paper.kelurahan):
        raise DeedRefused("Kelurahan penerbit bukan wilayah Anda. Catat izin dari kelurahan Anda sendiri.", "kelurahan")


def _refuse_unwritable(permit: Permit) -> None:
    """Refuse what does not fit the columns: a number too long, an amount below 0, an unknown kind."""
    if not permit.number_key:
        raise DeedRefused("Nomor izin harus memuat angka atau huruf.", "number")
    if len(permit.number_key) > numbers.LONGEST:
        raise DeedRefused(numbers.TOO_LONG, "number")
    if numbers.holds_nik(permit.number):
        raise DeedRefused(numbers.HOLDS_NIK, "number")
    try:
        permit.clean_fields(exclude=["participant", "kelurahan", "recorded_by", "number_key"])
    except ValidationError as invalid:
        field, messages = next(iter(invalid.message_dict.items()))
        raise DeedRefused(messages[0], field) from None


def _refuse_another(earlier: Permit, wanted: Permit) -> None:
    """A form sent again must say the same: going back and changing it is not how a permit is corrected; nor does it
    bring back a permit that was voided since.
    """
    if earlier.is_voided:
        raise DeedRefused(
            f"Formulir ini sudah terkirim, lalu {earlier} dibatalkan. "
            "Untuk mencatatnya lagi, mulai dari nama pesertanya."
        )
    names = ["participant_id", *_FIELDS.values()]
    if any(getattr(earlier, name) != getattr(wanted, name) for name in names):
        raise DeedRefused(
            f"Formulir ini sudah terkirim dan {earlier} tercatat. Perbaiki lewat halaman izin itu; "
            "untuk izin lain, mulai lagi dari nama pesertanya."
        )


def _refuse_voided(permit: Permit) -> None:
    if permit.is_voided:
        raise DeedRefused("Izin ini sudah dibatalkan dan tidak dapat diubah lagi.")


def _explain(error: IntegrityError, permit: Permit) -> NoReturn:
    """Say in words what the database refused: it decides, so that two who press at once get one row."""
    try:
        permit.validate_constraints()
    except ValidationError as invalid:
        raise _refusal(invalid, permit) from None
    raise error


def _refusal(error: ValidationError, permit: Permit) -> DeedRefused:
    message = error.messages[0]
    taken = Permit.objects.standing().filter(kind=permit.kind, number_key=permit.number_key).exclude(pk=permit.pk)
    other = taken.first()
    if other is not None:
        issued = f"{other.kind} dari {other.place}, terbit {formats.day(other.issued_on)}"
        message = f"Nomor ini sudah tercatat sebagai {issued}. Periksa nomornya."
        return DeedRefused(message, "number")
    return DeedRefused(message)
