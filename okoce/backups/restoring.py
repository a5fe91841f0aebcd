"""Putting a backup back: checked in every bit before anything is touched, then all of it or nothing."""

import tempfile
from pathlib import Path

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from okoce.backups import archive, keys
from okoce.backups.archive import BackupRefused, Manifest
from okoce.backups.taking import tools_of

LEFT_BY_SETTING_UP = frozenset(
    ("django_migrations", "django_content_type", "auth_permission", "regions_region", "sqlite_sequence")
)
"""What stands in a database in which nobody has done anything yet: `migrate` and `load_regions` wrote it."""


def restore(file: Path, *, replace: bool = False) -> tuple[Manifest, list[str]]:
    """Make the database what the backup says; the manifest, and which settings lack some keys of that time.

    With `replace` also a database that holds something. Raises BackupRefused; then nothing was changed.
    """
    tools = tools_of(connection.vendor)
    with archive.opened(file) as (manifest, zipped):
        _refuse_another_kind(manifest)
        _refuse_later(manifest)
        lacking = keys.refuse_others(manifest.keys)
        if not replace and not tools.is_empty(LEFT_BY_SETTING_UP):
            raise BackupRefused(
                "The database holds something. Back it up first; then --replace replaces all of it by the backup."
            )
        try:
            with archive.beside(_elbow_room() / "database") as folder:
                archive.extract(zipped, manifest, folder / manifest.member)
                tools.check(folder / manifest.member, manifest)
                tools.put_back(folder / manifest.member, manifest)
        except OSError as error:
            raise BackupRefused(f"The backup could not be unpacked: {error.strerror or error}.") from None
    return manifest, lacking


def _elbow_room() -> Path:
    """Where the database fits once more: beside SQLite's file, else where the system keeps what is passing."""
    if connection.vendor == "sqlite":
        return Path(str(connection.settings_dict["NAME"])).resolve().parent
    return Path(tempfile.gettempdir())


def _refuse_another_kind(manifest: Manifest) -> None:
    if manifest.vendor != connection.vendor:
        raise BackupRefused(f"This is a backup of {manifest.vendor}, and DATABASE_URL names {connection.vendor}.")


def _refuse_later(manifest: Manifest) -> None:
    """Refuse a schema that this portal does not know: a later one made it."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    known = {f"{app}.{name}" for app, name in loader.disk_migrations}
    unknown = [name for name in manifest.migrations if name not in known]
    if unknown:
        raise BackupRefused(
            f"The backup has a later schema than this portal ({', '.join(unknown[:3])}): it was made by portal "
            f"{manifest.portal}. Restore it with that one."
        )
