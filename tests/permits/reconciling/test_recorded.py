"""A register that arrives and every row that is worked through stand in the record."""

import pytest

from okoce.audit.models import Event, Verb
from permits.reconciling import settling
from permits.reconciling.models import RegisterRow
from tests.okoce.accounts.factories import an_official
from tests.participants.factories import a_participant
from tests.permits.factories import a_permit
from tests.permits.reconciling.registers import a_row, of, received

pytestmark = pytest.mark.django_db


def told(row: RegisterRow) -> list[tuple]:
    found = Event.objects.filter(verb=Verb.RECONCILED, subject=f"registerrow:{row.pk}")
    return [(event.actor, event.changes) for event in found]


def test_a_register_that_arrives_is_recorded():
    register = received(of(a_participant()))

    event = Event.objects.get(verb=Verb.REGISTER_RECEIVED)
    assert (event.actor, event.subject, event.changes) == (
        register.sent_by,
        f"register:{register.pk}",
        {"rows": [None, 1]},
    )


@pytest.mark.parametrize(("settle", "said"), [(settling.follow_register, "theirs"), (settling.keep_ours, "ours")])
def test_a_difference_that_is_settled_is_recorded(settle, said: str):
    permit, official = a_permit(), an_official()
    register = received(a_row(permit, issued_on="02/07/2018"))
    row = register.rows.get()

    settle(row, by=official)

    assert told(row) == [
        (official, {"settlement": [None, said], "register": [None, register.pk], "permit": [None, str(permit.pk)]})
    ]


def test_a_permit_that_is_taken_over_is_recorded():
    official = an_official()
    register = received(of(a_participant()))

    row = settling.take_over(register.rows.get(), by=official)

    assert told(row) == [
        (
            official,
            {"settlement": [None, "taken_over"], "register": [None, register.pk], "permit": [None, str(row.permit_id)]},
        )
    ]
