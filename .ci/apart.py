"""Runs a server, and what works beside it, in sessions apart from the terminal: apart.py SERVER … [+ HELPER …]…

Ctrl-C in a terminal reaches every process at once. A worker of granian that hears it from there and then from its
parent as well never ends, and is killed ten seconds later; here only the parent hears it. Asked to end, or when the
server ends, all are asked to end and waited for: nothing is left running.
"""

import signal
import subprocess
import sys
from itertools import groupby
from types import FrameType

SECONDS_TO_END = 10

commands = [list(words) for between, words in groupby(sys.argv[1:], lambda word: word == "+") if not between]
running: "list[subprocess.Popen[bytes]]" = []
asked = False


def end(number: int, frame: FrameType | None) -> None:
    global asked
    asked = True
    for process in running:
        process.terminate()


for wish in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(wish, end)
for command in commands:
    running.append(subprocess.Popen(command, start_new_session=True))  # noqa: S603
    if asked:  # while it was being started
        running[-1].terminate()
server, *helpers = running
code = server.wait()
for helper in helpers:
    helper.terminate()
for helper in helpers:
    try:
        helper.wait(SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        helper.kill()
        helper.wait()
sys.exit(code)
