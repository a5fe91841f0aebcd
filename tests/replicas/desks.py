"""An officer's desk that records one permit after the other, and remembers which were answered."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from itertools import count
from uuid import uuid4

from tests.replicas.portals import Answer, Browser

WORKBENCH = "/petugas/"
_numbers = count(1)


def record(officer: Browser, person: str, number: str = "") -> Answer:
    """An officer's browser sends a permit for one person; recorded, it leads to the workbench."""
    fields = {
        "kind": "SKU",
        "number": number or f"uji {next(_numbers):06}",
        "issued_on": "08/09/2018",
        "submission": str(uuid4()),
    }
    return officer.ask(f"/petugas/rekam/{person}/", fields)


def recorded_while(officers: list[Browser], people: Iterator[str], happens: Callable[[], None]) -> list[list[str]]:
    """For each officer the numbers of permits that were answered as recorded, while something happens."""
    still = [True]

    def press(officer: Browser) -> list[str]:
        answered = []
        while still:
            number, person = f"ujian {next(_numbers):06}", next(people)
            try:
                if record(officer, person, number).leads_to == WORKBENCH:
                    answered.append(number)
            except (OSError, HTTPException):
                time.sleep(0.2)  # nobody presses quicker where nobody answers
        return answered

    with ThreadPoolExecutor(len(officers)) as pool:
        pressing = [pool.submit(press, officer) for officer in officers]
        try:
            happens()
        finally:
            still.clear()
        return [one.result() for one in pressing]
