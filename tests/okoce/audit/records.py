"""Events as deeds leave them, and hands that reach past the portal into the database."""

from typing import Any

from django.db import connection

from okoce import append_only
from okoce.audit.models import Event, Verb


def some_events(number: int, **fields: Any) -> list[Event]:
    """So many events, one after the other."""
    wanted: dict[str, Any] = {"verb": Verb.CORRECTED, "changes": {"kind": ["SKU", "IUMK"]}, **fields}
    return [Event.objects.create(**{"subject": f"permit:{at}", **wanted}) for at in range(1, number + 1)]


def tamper(sql: str, *values: object) -> None:
    """Run a statement as somebody with the database in their hands: past the triggers, which stand again after it."""
    vendor = connection.vendor
    with connection.cursor() as cursor:
        for table in ("audit_event", "audit_seal"):
            for statement in append_only.releasing_sql(vendor, table):
                cursor.execute(statement)
        cursor.execute(sql, values)
        for table in ("audit_event", "audit_seal"):
            for statement in append_only.protecting_sql(vendor, table):
                cursor.execute(statement)
