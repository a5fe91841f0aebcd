from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from okoce.accounts.models import User
from okoce.regions import tree
from okoce.regions.models import Level
from okoce.ui import tables
from okoce.ui.formats import number
from permits.importing import columns, recording, staging
from permits.importing.lines import Remark
from permits.importing.models import TAKEN, Import, Outcome, State

_TRIES = 3
_ALL_OF_THEM = float("inf")


class Command(BaseCommand):
    help = (
        "Record the permits of a spreadsheet (XLSX or CSV) that a kelurahan issued: all good rows, in one transaction. "
        "Prints a line `baris N: …` for each row that is not taken, N being its row in the file; exit 1 if any."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--kelurahan", required=True, help="code of the kelurahan that issued them")
        parser.add_argument("--by", required=True, help="user name of the official who answers for that kelurahan")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and record nothing")

    def handle(self, *, file, kelurahan, by, dry_run, **options):
        user = _official(by, kelurahan)
        with _taken_back() if dry_run else nullcontext():
            source = _record(file, kelurahan, user)
            self._say(source)
        if dry_run:
            self.stdout.write("Uji coba: tidak ada yang disimpan.")
        if source.known + source.refused:
            raise SystemExit(1)

    def _say(self, source: Import) -> None:
        for row in source.rows.order_by("number").iterator(chunk_size=500):
            remarks = [Remark(*remark) for remark in row.remarks]
            if row.outcome not in TAKEN:
                because = [str(remark) for remark in remarks if remark.is_problem or row.outcome == Outcome.KNOWN]
                self.stdout.write(f"baris {row.number}: {' '.join(because)}")
            elif remarks:
                self.stdout.write(f"peringatan (baris {row.number}) {' '.join(map(str, remarks))}")
        for note in source.notes:
            self.stdout.write(note)
        self.stdout.write(
            f"{number(source.rows_read)} baris: {number(source.recorded)} dicatat, {number(source.known)} sudah "
            f"tercatat, {number(source.refused)} tidak dapat dicatat."
        )


@contextmanager
def _taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _official(username: str, kelurahan: str) -> User:
    node = tree.get(kelurahan)
    if node is None or node.level != Level.KELURAHAN:
        raise CommandError(f"{kelurahan} bukan kode kelurahan di Jakarta (seperti 31.73.01.1006).")
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None or not (user.is_officer or user.is_pgo):
        raise CommandError(f"{username} bukan petugas kelurahan atau pejabat PGO yang aktif.")
    if not user.answers_for(kelurahan):
        raise CommandError(f"{username} tidak bertugas untuk kelurahan {kelurahan}.")
    return user


def _record(path: Path, kelurahan: str, user: User) -> Import:
    """The import of a file, all its good rows recorded."""
    try:
        with path.open("rb") as file:
            source = staging.receive(file, path.name, kelurahan=kelurahan, by=user)
    except OSError as error:
        raise CommandError(f"Berkas tidak dapat dibuka: {error.strerror}.") from None
    except tables.Unreadable as refusal:
        raise CommandError(str(refusal)) from None
    if source.state == State.MAPPING:
        staging.discard(source, by=user)
        names = ", ".join(column.label for column in columns.missing(source.positions)) or "yang tertulis dua kali"
        raise CommandError(f"Judul kolom belum dikenali: {names}. Tulis judul kolom seperti pada templat.")
    for _ in range(_TRIES):
        staging.check_some(source, by=user, seconds=_ALL_OF_THEM)
        try:
            return recording.record_good(source, by=user)
        except recording.Changed:
            staging.check_again(source)
    raise CommandError("Data terus berubah selagi diimpor, jadi tidak ada yang dicatat. Coba lagi.")
