"""The server of `make run` and what works beside it end together, however they are asked to."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

APART = Path(__file__).resolve().parent.parent / ".ci" / "apart.py"
LONGEST = 20

STAYS = "import time; time.sleep(60)"
ENDS = "import sys; sys.exit(3)"
ENDS_LATER = "import time; time.sleep(0.5)"


def start(folder: Path, *programs: str) -> subprocess.Popen[bytes]:
    """The programs side by side; each writes its process number first."""
    words = [sys.executable, str(APART)]
    for place, program in enumerate(programs):
        note = folder / f"{place}.pid"
        words += ["+"] if place else []
        words += [sys.executable, "-c", f"import os; open({str(note)!r}, 'w').write(f'{{os.getpid()}}\\n'); {program}"]
    return subprocess.Popen(words)


def started(folder: Path, many: int) -> list[int]:
    """Their process numbers, once all run."""
    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        said = [note.read_text() for note in sorted(folder.glob("*.pid"))]
        if len(said) == many and all(text.endswith("\n") for text in said):
            return [int(text) for text in said]
        time.sleep(0.02)
    raise AssertionError("they do not start")


def runs(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("wish", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_all_end_when_asked_to(tmp_path: Path, wish: signal.Signals):
    apart = start(tmp_path, STAYS, STAYS)
    numbers = started(tmp_path, 2)

    apart.send_signal(wish)
    apart.wait(LONGEST)

    assert [number for number in numbers if runs(number)] == []


def test_a_helper_ends_with_its_server_whose_code_is_told(tmp_path: Path):
    apart = start(tmp_path, f"import time; time.sleep(0.5); {ENDS}", STAYS)
    numbers = started(tmp_path, 2)

    code = apart.wait(LONGEST)

    assert (code, [number for number in numbers if runs(number)]) == (3, [])


def test_a_server_goes_on_without_its_helper(tmp_path: Path):
    apart = start(tmp_path, ENDS_LATER, ENDS)

    assert apart.wait(LONGEST) == 0


def test_none_hears_the_terminals_own_signal(tmp_path: Path):
    apart = start(tmp_path, STAYS, STAYS)
    numbers = started(tmp_path, 2)

    sessions = {os.getsid(number) for number in numbers}
    apart.terminate()
    apart.wait(LONGEST)

    assert sessions == set(numbers)
