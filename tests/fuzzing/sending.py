"""One spoilt request: answered below 500 and quickly; refused, it leaves nothing; taken, it is counted."""

import time
from collections import Counter
from collections.abc import Callable, Sequence

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import strategies as st

from tests.faults.standing import Rows, assert_counts_verify, differences, snapshot
from tests.fuzzing import junk
from tests.fuzzing.junk import Sent
from tests.walking.asking import Answer, ask

MOST_SECONDS = 5
"""Of the processor's time, for one answer: a page that takes longer could be made to hang."""
# What may well be noted of a request that is refused: that somebody tried, looked, or was here. And a code handed out,
# a NIK revealed for a reason, or a new token is shown in that very answer, once.
_NOTED = {"audit_event", "accounts_activeday", "accounts_user", "account_emailaddress", "accounts_device"}
_NOTED |= {"own_passwordlink", "participants_reason", "django_admin_log"}
_WRITING = ("INSERT", "UPDATE", "DELETE")


class Sender:
    """Sends, judges, and counts."""

    def __init__(self) -> None:
        self.sent = 0
        self.statuses: Counter[int] = Counter()
        self._before: Rows | None = None

    def post(self, client: Client, address: str, sent: Sent, then: Callable[[], None] = lambda: None) -> Answer:
        """`then` goes on from what was stored, before it is taken back."""
        return self._send(client, "POST", address, sent, then)

    def get(self, client: Client, address: str) -> Answer:
        return self._send(client, "GET", address, (b"", ""))

    def _send(
        self, client: Client, method: str, address: str, sent: Sent, then: Callable[[], None] = lambda: None
    ) -> Answer:
        if self._before is None:
            self._before = snapshot()
        left: dict[str, object] = {}

        def look() -> None:
            statements = [query["sql"] or "" for query in said.captured_queries]  # None: refused before it was sent
            if any(sql.lstrip("(").upper().startswith(_WRITING) for sql in statements):
                left.update(differences(self._before or {}, snapshot()))
            then()
            if left.keys() - _NOTED:
                assert_counts_verify()

        self.sent += 1
        connection.queries_log.clear()  # it holds 9,000, and a full one no longer tells which are new
        began = time.process_time()
        with CaptureQueriesContext(connection) as said:
            answer = ask(client, method, address, "spoilt inputs", body=sent[0], content_type=sent[1], after=look)
        took = time.process_time() - began
        self.statuses[answer.status] += 1
        assert answer.status < 500
        assert took < MOST_SECONDS, f"{took:.1f} s"
        if answer.status >= 400 or _asks_again(answer):
            assert left.keys() - _NOTED == set(), answer.status
        return answer


def _asks_again(answer: Answer) -> bool:
    """Pages lead elsewhere once something is done; what stays on the page was not."""
    return answer.status == 200 and "html" in answer.headers.get("Content-Type", "")


def spoilt_questions(sender: Sender, client: Client, address: str, names: Sequence[str], examples: int) -> str:
    """What went wrong when an address was asked with junk under these names; empty where nothing did."""

    def ask_for(pairs: list[tuple[str, str]]) -> None:
        sender.get(client, f"{address}?{junk.query(pairs)}")

    pairs = st.lists(st.tuples(st.sampled_from(names), junk.values), min_size=1, max_size=3)
    return junk.tried(pairs, ask_for, examples)
