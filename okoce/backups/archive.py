"""The file itself: written beside its final name and renamed when it is whole; checked before it is believed."""

import fcntl
import hashlib
import json
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

FORMAT = 1
"""Raised when a portal could not read the backups of an earlier one."""

_BLOCK = 1024 * 1024
_EFFORT = 4  # more takes much longer and saves little
_MANIFEST = "manifest.json"
_UNFINISHED = ".okoce-backup-"


class BackupRefused(Exception):
    """A backup cannot be taken or restored; the message says why and what to do, and nothing was changed."""


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself."""

    vendor: str
    """The database's: "sqlite" or "postgresql"."""
    server: str
    """The database's version."""
    portal: str
    """The portal's version."""
    taken_at: str
    """The moment up to which everything committed is in it, with its offset from UTC."""
    migrations: list[str]
    """Those applied: "permits.0001_initial"."""
    counts: dict[str, int]
    """Rows of every table."""
    keys: dict[str, list[str]]
    """Marks of the keys that its encrypted columns may need (okoce.backups.keys)."""
    size: int = 0
    sha256: str = ""
    format: int = FORMAT

    @property
    def member(self) -> str:
        """The name of the database within the file."""
        return {"sqlite": "database.sqlite3", "postgresql": "database.dump"}[self.vendor]


@dataclass
class Digest:
    """Size and SHA-256 of what passes through."""

    size: int = 0
    _sha256: Any = field(default_factory=hashlib.sha256)

    def take(self, block: bytes) -> None:
        self.size += len(block)
        self._sha256.update(block)

    @property
    def sha256(self) -> str:
        return self._sha256.hexdigest()


@contextmanager
def beside(final: Path) -> Iterator[Path]:
    """A folder for unfinished work on the disk of `final`, for nobody else to read, gone afterwards.

    One that a killed process left is removed by the next: it holds what a backup holds.
    """
    _sweep(final.parent)
    folder = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=final.parent))  # mode 0700
    try:
        with (folder / "lock").open("w") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(parent: Path) -> None:
    for folder in parent.glob(f"{_UNFINISHED}*"):
        try:
            with (folder / "lock").open("r") as held:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            continue  # somebody else's, at work


def write(file: Path, source: IO[bytes], manifest: Manifest, *, packed: bool) -> Manifest:
    """Write an archive of what `source` gives, mode 0600; the manifest with size and digest.

    `packed` says that the source is compressed already.
    """
    digest, method = Digest(), zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    with open(file, "xb", opener=_for_nobody_else) as raw:
        with zipfile.ZipFile(raw, "w", method, compresslevel=_EFFORT) as zipped:
            with zipped.open(manifest.member, "w", force_zip64=True) as member:
                while block := source.read(_BLOCK):
                    digest.take(block)
                    member.write(block)
            whole = Manifest(**{**asdict(manifest), "size": digest.size, "sha256": digest.sha256})
            zipped.writestr(_MANIFEST, json.dumps(asdict(whole), indent=1, sort_keys=True))
        raw.flush()
        os.fsync(raw.fileno())
    return whole


def publish(file: Path, final: Path) -> None:
    """Give a finished file its name, unless that is taken, and make sure that both outlast a power cut."""
    try:
        os.link(file, final)
    except FileExistsError:
        raise BackupRefused(f"{final} is there already. Give another name, or move it away.") from None
    folder = os.open(final.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _for_nobody_else(path: str, flags: int) -> int:
    return os.open(path, flags, mode=0o600)


@contextmanager
def opened(file: Path) -> Iterator[tuple[Manifest, zipfile.ZipFile]]:
    """A backup's manifest, and the archive it came from. Raises BackupRefused for what is no backup."""
    try:
        zipped = zipfile.ZipFile(file)
    except FileNotFoundError:
        raise BackupRefused(f"There is no file {file}.") from None
    except (zipfile.BadZipFile, OSError) as error:
        raise BackupRefused(f"{file} is no backup, or was cut off: {error}.") from None
    with zipped:
        yield _manifest_of(zipped), zipped


def _manifest_of(zipped: zipfile.ZipFile) -> Manifest:
    try:
        said = json.loads(zipped.read(_MANIFEST))
        if said["format"] > FORMAT:
            raise BackupRefused("This backup was made by a later portal. Restore it with that one.")
        manifest = Manifest(**said)
        zipped.getinfo(manifest.member)
    except (KeyError, TypeError, ValueError, zlib.error, zipfile.BadZipFile):
        raise BackupRefused("This file is no backup of the portal, or is damaged.") from None
    return manifest


def extract(zipped: zipfile.ZipFile, manifest: Manifest, target: Path) -> None:
    """Write the database within an archive to `target`. Raises BackupRefused where a single bit is not as it was."""
    digest = Digest()
    try:
        with zipped.open(manifest.member) as member, open(target, "xb", opener=_for_nobody_else) as out:
            while block := member.read(_BLOCK):
                digest.take(block)
                out.write(block)
    except (zlib.error, zipfile.BadZipFile, EOFError) as error:
        raise BackupRefused(f"The backup is damaged: {error}.") from None
    if (digest.size, digest.sha256) != (manifest.size, manifest.sha256):
        raise BackupRefused("The backup is damaged: its content is not what was written.")
