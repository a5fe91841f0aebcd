"""Builds `.venv` from a lock file, for `run` or for `dev`, with nothing but the standard library.

The stamp is written last: an interrupted set-up has none and starts over, a complete one costs nothing.
"""

import fcntl
import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / ".stamp"
LOCKS = {"run": ROOT / "requirements.lock", "dev": ROOT / "requirements-dev.lock"}
VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"


def main(kind: str) -> None:
    with LOCKS["run"].open() as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)  # a second make waits here, rather than build over the first
        ready = installed()
        if ready in (kind, "dev"):
            return
        if ready is None:
            create()
        install(LOCKS[kind])
        STAMP.write_text(f"{kind} {fingerprint()}\n")


def installed() -> str | None:
    """Which lock the environment holds, or None when it is missing, unfinished, outdated or broken."""
    try:
        kind, stamped = STAMP.read_text().split()
        subprocess.run([PYTHON, "-c", ""], check=True, stderr=subprocess.DEVNULL)  # noqa: S603
    except (OSError, ValueError, subprocess.CalledProcessError):
        return None
    return kind if stamped == fingerprint() else None


def fingerprint() -> str:
    """Changes with the Python, the locks, and the place: the programs in `.venv/bin` name their folder."""
    contents = b"".join(lock.read_bytes() for lock in LOCKS.values())
    return hashlib.sha256(f"{VERSION} {ROOT} ".encode() + contents).hexdigest()


def create() -> None:
    try:
        import ensurepip  # noqa: F401 (Debian ships venv without the part that brings pip)
        import venv
    except ImportError:
        sys.exit(
            f"Python {VERSION} lacks its venv module: install it "
            f"(Debian, Ubuntu: apt-get install python{VERSION}-venv), then run make again."
        )
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    STAMP.unlink(missing_ok=True)  # first, for whoever interrupts the rest
    shutil.rmtree(VENV, ignore_errors=True)
    say(f"Creating .venv with Python {VERSION} …")
    venv.create(VENV, with_pip=True, symlinks=True)


def install(lock: Path) -> None:
    say(f"Installing {lock.name} (the first time this takes a minute) …")
    # Only errors are shown: a machine's own pip settings may warn at length about nothing of ours.
    pip = [str(PYTHON), "-m", "pip", "install", "-qq", "--no-input", "--disable-pip-version-check"]
    if subprocess.run([*pip, "--require-hashes", "--only-binary=:all:", "-r", lock]).returncode:  # noqa: S603
        sys.exit(f"Could not install {lock.name}: see above. Once that is cured, run make again.")


def say(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except KeyboardInterrupt:
        sys.exit("Interrupted: run make again, it starts where it must.")
