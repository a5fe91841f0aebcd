"""Runs its arguments in a session apart from the terminal, and asks them to end when it is asked itself.

Ctrl-C in a terminal reaches every process at once. A worker of granian that hears it from there and then from its
parent as well never ends, and is killed ten seconds later; here only the parent hears it.
"""

import os
import signal
import subprocess
import sys
from types import FrameType

server: "subprocess.Popen[bytes] | None" = None


def end(number: int, frame: FrameType | None) -> None:
    if server is None:
        os._exit(128 + number)
    server.terminate()


for asked in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(asked, end)
server = subprocess.Popen(sys.argv[1:], start_new_session=True)  # noqa: S603
sys.exit(server.wait())
