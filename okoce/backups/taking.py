"""Taking a backup: the committed state of one moment, while others write."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

from django.conf import settings
from django.db import connection

from okoce.backups import archive, keys, postgresql, sqlite
from okoce.backups.archive import BackupRefused, Manifest


def take(final: Path) -> Manifest:
    """Back the database up into a new file, and what the file says of itself.

    Everything that was committed before this was called is in it. Raises BackupRefused; then there is no file.
    """
    if final.exists():
        raise BackupRefused(f"{final} is there already. Give another name, or move it away.")
    if not final.parent.is_dir():
        raise BackupRefused(f"There is no folder {final.parent}. Make it first.")
    tools, moment = tools_of(connection.vendor), datetime.now(UTC)
    try:
        with archive.beside(final) as folder:
            with tools.snapshot(folder) as (counts, migrations, source):
                manifest = Manifest(
                    vendor=connection.vendor,
                    server=tools.version(),
                    portal=_portal_version(),
                    taken_at=moment.isoformat(timespec="seconds"),
                    migrations=migrations,
                    counts=counts,
                    keys=keys.marks(),
                )
                manifest = archive.write(folder / final.name, source, manifest, packed=tools.IS_PACKED)
            archive.publish(folder / final.name, final)
    except OSError as error:
        raise BackupRefused(f"The backup could not be written: {error.strerror or error}.") from None
    return manifest


def tools_of(vendor: str) -> ModuleType:
    """What backs up a database of that vendor."""
    return {"sqlite": sqlite, "postgresql": postgresql}[vendor]


def _portal_version() -> str:
    return tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["version"]
