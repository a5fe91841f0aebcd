"""Registers of the licensing office, as files."""

import io

from okoce.ui.tables import writing
from participants.models import Participant
from participants.nik import decrypt
from permits.models import Permit
from permits.reconciling import matching, staging
from permits.reconciling.models import Register
from tests.okoce.accounts.factories import an_official

HEADINGS = ["No", "NIK", "Nama", "Nomor Izin", "Tgl Terbit", "Jenis", "Kelurahan"]


def a_row(permit: Permit, **other) -> list[object]:
    """What a register says of one of our permits, some of it otherwise."""
    said = {
        "nik": decrypt(permit.participant.nik_encrypted),
        "number": permit.number,
        "issued_on": f"{permit.issued_on:%d/%m/%Y}",
        "kind": permit.kind,
        "kelurahan": permit.kelurahan.name,
    } | other
    return [1, said["nik"], "nama", said["number"], said["issued_on"], said["kind"], said["kelurahan"]]


def of(person: Participant, **other) -> list[object]:
    """A row about somebody's permit that we do not have."""
    said = {"number": "900/e/2018", "issued_on": "05/09/2018", "kind": "IUMK", "kelurahan": "Cengkareng Timur"} | other
    nik = decrypt(person.nik_encrypted)
    return [1, nik, "nama", said["number"], said["issued_on"], said["kind"], said["kelurahan"]]


def a_file(*rows: list[object], headings: list[str] = HEADINGS) -> io.BytesIO:
    return io.BytesIO(writing.to_csv([headings, *rows]))


def received(*rows: list[object], headings: list[str] = HEADINGS) -> Register:
    """A register that was sent and matched to the end."""
    register, _ = staging.receive(a_file(*rows, headings=headings), "register.csv", by=an_official())
    return matching.match_some(register, seconds=60)
