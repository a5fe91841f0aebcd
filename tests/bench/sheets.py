"""Files to be taken in: permits a kelurahan issued, and the licensing office's register.

Written by the process that asks the portal (`inside`), taken in by one of its own (`python -m tests.bench.sheets`)
that says how long it took and how much memory it needed.
"""

import csv
import json
import resource
import sys
import time
from collections.abc import Iterable, Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any

_ISSUED, _KELURAHAN = "08/09/2018", "31.73.01.1006"


def permit_sheet(applied: Any, file: str, rows: int) -> None:
    """Permits for so many people who hold none."""
    from participants.models import Participant
    from tests.bench.enlarging import STRIDE

    waiting = Participant.objects.current().filter(pk__lt=STRIDE, holds_permit=False, is_held_up=False)
    people = waiting.filter(registered_on__lt="2018-09-01", nik_encrypted__isnull=False).order_by("id")[:rows]
    _write(file, ("NIK", "Jenis", "Nomor izin", "Tanggal"), _papers(_niks(people)))


def register_sheet(applied: Any, file: str, rows: int) -> None:
    """So many rows of a register: of people who are registered, those whose permit we know and many others."""
    from participants.models import Participant
    from permits.models import Permit
    from tests.bench.enlarging import STRIDE

    known = Permit.objects.filter(pk__lt=STRIDE, participant__nik_encrypted__isnull=False).select_related("participant")
    ours = [(permit.kind, permit.number, f"{permit.issued_on:%d/%m/%Y}") for permit in known.order_by("id")[:rows]]
    people = Participant.objects.filter(pk__lt=STRIDE, nik_encrypted__isnull=False).order_by("id")
    others = cycle(_niks(people[: rows // 2]))
    lines: Iterator[tuple[str, ...]] = ((next(others), *paper) for paper in ours)
    more = ((nik, "IUMK", f"R/{at}", _ISSUED) for at, nik in enumerate(others))
    _write(file, ("NIK", "Jenis izin", "Nomor registrasi", "Tanggal terbit"), islice(_both(lines, more), rows))


def _both(*streams: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    for stream in streams:
        yield from stream


def _papers(niks: Iterable[str]) -> Iterator[tuple[str, ...]]:
    return ((nik, "SKU", f"B/{at}/2018", _ISSUED) for at, nik in enumerate(niks))


def _niks(people: Any) -> Iterator[str]:
    from participants import nik

    return (nik.decrypt(sealed) for sealed in people.values_list("nik_encrypted", flat=True))


def _write(file: str, headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    with Path(file).open("w", encoding="utf-8", newline="") as sheet:
        csv.writer(sheet).writerows([headings, *rows])


def _take_permits(file: str) -> int:
    """The permits recorded of a sheet."""
    from django.core.management import call_command

    from permits.models import Permit

    before = Permit.objects.count()
    call_command("import_permits", file, kelurahan=_KELURAHAN, by="pgo", stdout=sys.stderr)
    return Permit.objects.count() - before


def _take_register(file: str) -> int:
    """The rows of a register, all of them matched."""
    from okoce.accounts.models import User
    from permits.reconciling import matching, staging
    from permits.reconciling.models import State

    with Path(file).open("rb") as sheet:
        register, _ = staging.receive(sheet, "register.csv", by=User.objects.get(username="pgo"))
    register = matching.match_some(register, seconds=600)
    return register.rows_read if register.state == State.DONE else 0


def main() -> None:
    import django

    django.setup()
    what, file = sys.argv[1:]
    begun = time.perf_counter()
    rows = {"permits": _take_permits, "register": _take_register}[what](file)
    took = time.perf_counter() - begun
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps({"rows": rows, "seconds": took, "mib": most}))


if __name__ == "__main__":
    main()
