"""A line to a database that can be cut: a relay on a loopback port."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Line:
    """Passes on what comes, until it is cut: then whoever was connected is cut off, and new callers are taken in and
    never answered, as by a host that swallows every packet.
    """

    def __init__(self, host: str, port: int) -> None:
        self._there = (host, port)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._ends: list[socket.socket] = []
        self._is_cut = False
        self.callers = 0
        threading.Thread(target=self._take_in, daemon=True).start()

    @property
    def port(self) -> int:
        return self._listening.getsockname()[1]

    def cut(self) -> None:
        self._is_cut = True
        self._hang_up()

    def mend(self) -> None:
        self._hang_up()
        self._is_cut = False

    def close(self) -> None:
        self._listening.close()
        self._hang_up()

    def _hang_up(self) -> None:
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._ends.clear()

    def _take_in(self) -> None:
        with suppress(OSError):
            while True:
                caller, _ = self._listening.accept()
                self.callers += 1
                self._ends.append(caller)
                if not self._is_cut:
                    other = socket.create_connection(self._there)
                    self._ends.append(other)
                    for pair in ((caller, other), (other, caller)):
                        threading.Thread(target=_pass_on, args=pair, daemon=True).start()


def _pass_on(here: socket.socket, there: socket.socket) -> None:
    with suppress(OSError):
        while said := here.recv(65536):
            there.sendall(said)
    for end in (here, there):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


@contextmanager
def a_line(host: str, port: int) -> Iterator[Line]:
    line = Line(host, port)
    try:
        yield line
    finally:
        line.close()
