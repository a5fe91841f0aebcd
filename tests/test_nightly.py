"""The night's work is all done whatever fails of it, says so at the end, and can be done again the same day."""

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from django.conf import settings

STEPS = ["backup", "verify_counts", "verify_audit", "clearsessions", "forget_old_rows"]
PYTHON = """#!/bin/sh
[ "$1" = manage.py ] || exit 9
echo "$2" >>said
[ "$2" != backup ] || [ -e "$3" ] || touch "$3"
[ "$2" != "$FAILS" ]
"""
"""What stands for the portal's commands: notes which was given, and fails as it is told to."""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A folder with the script and a Python of its own, and one for backups with an old one and a younger."""
    for folder in (".ci", ".venv/bin", "backups"):
        (tmp_path / folder).mkdir(parents=True)
    shutil.copy(settings.BASE_DIR / ".ci" / "nightly", tmp_path / ".ci" / "nightly")
    (tmp_path / ".venv/bin/python").write_text(PYTHON)
    (tmp_path / ".venv/bin/python").chmod(0o755)
    for name, days in (("old.backup", 70), ("young.backup", 50)):
        (tmp_path / "backups" / name).touch()
        then = time.time() - days * 86_400
        os.utime(tmp_path / "backups" / name, (then, then))
    return tmp_path


def tonight(house: Path, fails: str = "") -> tuple[int, list[str]]:
    """How the night's work ends, and which steps were taken."""
    (house / "said").unlink(missing_ok=True)
    done = subprocess.run([house / ".ci/nightly", house / "backups"], env=os.environ | {"FAILS": fails}, check=False)
    return done.returncode, (house / "said").read_text().split()


def kept(house: Path) -> set[str]:
    return {file.name for file in (house / "backups").iterdir()}


def test_all_is_done_and_old_backups_go_once_there_is_a_new_one(house):
    assert tonight(house) == (0, STEPS)

    assert len(kept(house)) == 2
    assert kept(house) & {"old.backup", "young.backup"} == {"young.backup"}


@pytest.mark.parametrize("failing", STEPS)
def test_what_fails_keeps_nothing_else_from_being_done(house, failing: str):
    assert tonight(house, failing) == (1, STEPS)

    assert ("old.backup" in kept(house)) is (failing == "backup")


def test_it_can_be_done_again_on_the_same_day(house):
    for _ in range(2):
        tonight(house)
        time.sleep(1.1)

    assert len(kept(house)) == 3


def test_old_backups_that_cannot_be_thrown_away_fail_the_night(house):
    old = house / "backups" / "old.backup"
    old.unlink()
    old.mkdir()
    (old / "file").touch()
    os.utime(old, (time.time() - 70 * 86_400,) * 2)

    assert tonight(house) == (1, STEPS)


def test_nothing_is_done_without_a_folder_for_backups(house):
    done = subprocess.run([house / ".ci/nightly"], check=False, capture_output=True)

    assert (done.returncode != 0, (house / "said").exists()) == (True, False)
