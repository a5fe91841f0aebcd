"""Sample checks: permits drawn at random, held against the paper, and the share confirmed."""

import secrets
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Count, Q

from okoce import clock
from okoce.accounts.models import User
from okoce.audit.models import Verb
from okoce.audit.recording import record
from okoce.faults import retried
from okoce.regions import tree
from okoce.ui import formats
from permits.checks.models import Sample, SampledPermit
from permits.deeds import DeedRefused
from permits.models import Permit

MOST = 200


@dataclass(frozen=True)
class Confirmed:
    """How far a sample has come: drawn, held against the paper, and confirmed."""

    drawn: int
    checked: int
    confirmed: int

    @property
    def share(self) -> float | None:
        """Confirmed over checked; None while nothing was checked."""
        return self.confirmed / self.checked if self.checked else None


@retried
def draw(*, region: str, issued_from: date, issued_to: date, size: int, by: User) -> Sample:
    """A sample of `size` permits of a region, every permit with the same chance; fewer where there are fewer.

    Raises DeedRefused for a size that nobody can check, or when there is nothing to draw from.
    """
    if not 1 <= size <= MOST:
        raise DeedRefused(f"Besar sampel antara 1 dan {MOST} izin.", "size")
    permits = Permit.objects.standing().filter(issued_on__range=(issued_from, issued_to))
    if region != tree.PROVINCE:
        permits = permits.filter(kelurahan__in=tree.nodes()[region].kelurahan_codes)
    ids = list(permits.values_list("pk", flat=True))
    if not ids:
        raise DeedRefused("Tidak ada izin yang terbit di wilayah dan tanggal itu.")
    drawn = secrets.SystemRandom().sample(ids, min(size, len(ids)))
    with transaction.atomic():
        sample = Sample.objects.create(region_id=region, issued_from=issued_from, issued_to=issued_to, drawn_by=by)
        SampledPermit.objects.bulk_create([SampledPermit(sample=sample, permit_id=pk) for pk in sorted(drawn)])
        record(Verb.SAMPLED, sample, by=by, changes={"size": [None, len(drawn)]})
    return sample


@retried
def check(drawn: SampledPermit, *, confirmed: bool, note: str, by: User) -> None:
    """Note whether a drawn permit agrees with its paper.

    Raises DeedRefused without a word on what does not, and when it was checked before, saying by whom: what somebody
    found is not replaced.
    """
    if not confirmed and not note.strip():
        raise DeedRefused("Tulis apa yang tidak cocok.", "note")
    with transaction.atomic():
        held = SampledPermit.objects.select_for_update().get(pk=drawn.pk)
        if held.confirmed is not None:
            raise DeedRefused(f"{_found(held)} Hasil Anda tidak tersimpan.")
        held.confirmed, held.note, held.checked_by, held.checked_at = confirmed, note.strip(), by, clock.now()
        held.save(update_fields=["confirmed", "note", "checked_by", "checked_at"])
        record(Verb.LOOKED, held, by=by, changes={"confirmed": [None, confirmed]})


def _found(held: SampledPermit) -> str:
    """Who checked a drawn permit, when, and what they found, as a sentence."""
    when = f" pada {formats.moment(held.checked_at)}" if held.checked_at else ""
    return f"Izin ini sudah diperiksa {held.checked_by}{when}: {'cocok' if held.confirmed else 'tidak cocok'}."


def progress_of(sample: Sample) -> Confirmed:
    """How far a sample has come."""
    counts = sample.drawn.aggregate(
        drawn=Count("pk"),
        checked=Count("pk", filter=Q(confirmed__isnull=False)),
        confirmed=Count("pk", filter=Q(confirmed=True)),
    )
    return Confirmed(**counts)
