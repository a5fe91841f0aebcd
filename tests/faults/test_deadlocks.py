"""Two deeds that hold what the other needs: PostgreSQL ends one of them, which is then done again."""

import ast
from collections.abc import Iterator
from datetime import date
from threading import Barrier

import pytest
from django.conf import settings
from django.db import connection, transaction

from okoce.faults import retried
from participants.models import Participant
from permits import deeds
from permits.models import Permit
from tests.at_once import at_once
from tests.faults.standing import assert_counts_verify
from tests.okoce.accounts.factories import an_officer
from tests.participants.factories import a_participant
from tests.permits.factories import a_paper


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_deadlock_ends_with_both_deeds_done():
    people, both_hold_one = [a_participant(), a_participant()], Barrier(2, timeout=30)
    tries: list[int] = []

    def crosswise(first: Participant, second: Participant):
        first_time = [True]

        @retried
        def deed(number: int) -> str:
            tries.append(first.pk)
            with transaction.atomic():
                Participant.objects.filter(pk=first.pk).update(business_name="satu")
                if first_time.pop() if first_time else False:
                    both_hold_one.wait()
                Participant.objects.filter(pk=second.pk).update(business_name="dua")
            return "done"

        return deed

    done = at_once(1, crosswise(*people), crosswise(*reversed(people)))

    assert done == [("done", "done")]
    assert len(tries) == 3


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_recording_that_runs_into_a_deadlock_is_done_once():
    officer, person, paper = an_officer(), a_participant(date(2018, 8, 1)), a_paper()
    other, both_hold_one = a_participant(), Barrier(2, timeout=30)
    told: list[str] = []

    def recording(number: int) -> str:
        def crossing(execute, sql, params, many, context):
            answer = execute(sql, params, many, context)
            if not told and 'INSERT INTO "permits_permit"' in sql:
                told.append("once")
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL deadlock_timeout = '10ms'")
                both_hold_one.wait()
                Participant.objects.filter(pk=other.pk).update(business_name="satu")
            return answer

        with connection.execute_wrapper(crossing):
            return deeds.record(person, paper, by=officer).number

    def holding(number: int) -> str:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL deadlock_timeout = '20s'")
            Participant.objects.select_for_update().get(pk=other.pk)
            both_hold_one.wait()
            Participant.objects.filter(pk=person.pk).update(business_name="dua")
        return "held"

    done = at_once(1, recording, holding)

    assert done == [(paper.number, "held")]
    assert Permit.objects.count() == 1
    assert_counts_verify()


# --- Every deed is tried again ---------------------------------------------------------------------

_OPENING = {"atomic", "lock", "open_books", "_hold", "_one_at_a_time"}
# What only the terminal calls, and whoever called it may call again.
_FOR_THE_TERMINAL = {
    "okoce/regions/loading.py",
    "targets/demo/seeding.py",
    "permits/verifying.py",
    "permits/management/commands/import_permits.py",
}
# These read a file, which a second try would find read; they only add rows that nobody else holds.
_RECEIVING = "receive"


def _deeds() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Every public function that opens a transaction of its own."""
    for app in ("okoce", "participants", "permits", "targets"):
        for path in sorted((settings.BASE_DIR / app).rglob("*.py")):
            name = str(path.relative_to(settings.BASE_DIR))
            for node in ast.parse(path.read_text()).body:
                if isinstance(node, ast.FunctionDef) and name not in _FOR_THE_TERMINAL and _opens(node):
                    yield f"{name}:{node.name}", node


def _opens(function: ast.FunctionDef) -> bool:
    contexts = (item.context_expr for node in ast.walk(function) if isinstance(node, ast.With) for item in node.items)
    return any(isinstance(call, ast.Call) and _name(call.func) in _OPENING for call in contexts)


def _name(function: ast.expr) -> str:
    return getattr(function, "attr", None) or getattr(function, "id", "")


def _is_open_to_others(function: ast.FunctionDef) -> bool:
    decorators = {_name(decorator) for decorator in function.decorator_list}
    return not function.name.startswith("_") and function.name != _RECEIVING and "contextmanager" not in decorators


def test_whatever_opens_a_transaction_is_tried_again():
    found = {
        name
        for name, function in _deeds()
        if _is_open_to_others(function) and "retried" not in {_name(one) for one in function.decorator_list}
    }

    assert found == set()
