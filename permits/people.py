"""Correcting what both journals hang on: a person's traits, and the day and place of their registration.

What no figure hangs on is corrected in participants.own.correcting.
"""

from datetime import date

from okoce import clock
from okoce.accounts.models import User
from okoce.audit.models import Verb
from okoce.audit.recording import masked, record
from okoce.faults import retried
from okoce.journal.posting import difference
from participants import journal as steps
from participants.deeds import DeedRefused, refuse_gone, refuse_nowhere
from participants.models import Move, Participant
from permits.journal import open_books

_PERSONAL = ("outside_place", "sex")


@retried
def correct_traits(person: Participant, *, by: User, sex: str, business_is_new: bool) -> None:
    """Correct what the journal splits by (rule 8): both journals read as if it had always been so."""
    with open_books(person.pk) as books:
        [locked] = books.people
        refuse_gone(locked)
        before = steps.lines_of(locked)
        changes = _changed(locked, {"sex": sex, "business_is_new": business_is_new})
        if changes:
            locked.save(update_fields=list(changes))
            deed = record(Verb.DETAILS_CORRECTED, locked, by=by, changes=changes)
            steps.post(locked, difference(before, steps.lines_of(locked)), deed)
            books.post(deed)


@retried
def correct_registration(
    person: Participant, *, by: User, registered_on: date, kelurahan: str | None, outside_place: str
) -> None:
    """Correct a mistyped day or place of registration, from the registration on (rule 7).

    Where the person has moved since, the place before the first move is corrected. Raises DeedRefused for a day in
    the future or not before that move, and for the place the person then moved to.
    """
    refuse_nowhere(kelurahan, outside_place)
    with open_books(person.pk) as books:
        [locked] = books.people
        refuse_gone(locked)
        first = locked.moves.order_by("moved_on", "id").first()
        _refuse_impossible(registered_on, kelurahan, first)
        before = steps.lines_of(locked)
        changes = _changed(locked, {"registered_on": registered_on})
        if first is not None and first.origin_id != kelurahan:
            changes["kelurahan"] = [first.origin_id, kelurahan]
            first.origin_id = kelurahan
            first.save(update_fields=["origin"])
        elif first is None:
            changes |= _changed(locked, {"kelurahan_id": kelurahan, "outside_place": outside_place})
        if changes:
            locked.save(update_fields=["registered_on", "kelurahan", "outside_place"])
            deed = record(Verb.DETAILS_CORRECTED, locked, by=by, changes=changes)
            steps.post(locked, difference(before, steps.lines_of(locked)), deed)
            books.post(deed)


def _refuse_impossible(registered_on: date, kelurahan: str | None, first_move: Move | None) -> None:
    if registered_on > clock.today():
        raise DeedRefused("Tanggal mendaftar ada di masa depan. Tulis hari ini atau sebelumnya.", "registered_on")
    if first_move is None:
        return
    if registered_on >= first_move.moved_on:
        raise DeedRefused("Tanggal mendaftar harus sebelum kepindahan pertama peserta ini.", "registered_on")
    if kelurahan == first_move.destination_id:
        raise DeedRefused("Peserta pindah ke tempat itu sesudah mendaftar. Periksa tempat asalnya.", "kelurahan")


def _changed(person: Participant, wanted: dict) -> dict[str, list]:
    """Set the wanted fields and say what was and is, as text; of what tells of a person, only that it changed."""
    changes = {}
    for name, value in wanted.items():
        if getattr(person, name) != value:
            before = getattr(person, name)
            changes[name] = masked(before, value) if name in _PERSONAL else [_text(before), _text(value)]
            setattr(person, name, value)
    return changes


def _text(value: object) -> object:
    return value if value is None or isinstance(value, bool) else str(value)
