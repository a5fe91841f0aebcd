"""What the database refuses of a register and its rows, whoever asks."""

import pytest

from permits.reconciling.models import RegisterRow, Settlement
from tests.permits.factories import a_permit
from tests.permits.reconciling.registers import a_row, received
from tests.refusals import refused_by, refused_change

pytestmark = pytest.mark.django_db


def test_the_database_refuses_a_register_in_no_known_state():
    register = received(a_row(a_permit()))

    assert refused_change(register, state="lost") == "register_state_is_known"


def test_the_database_keeps_each_line_once():
    row = received(a_row(a_permit())).rows.get()

    again = RegisterRow(register=row.register, line=row.line, cells=row.cells)

    assert refused_by(again.save) == "register_row_stands_once"


def test_the_database_gives_a_permit_to_one_row_of_a_register():
    permit, other = a_permit(), a_permit()
    first, second = received(a_row(permit), a_row(other)).rows.all()
    refused = "register_row_has_a_permit_of_its_own"

    RegisterRow.objects.filter(pk=first.pk).update(permit=permit)

    assert refused_change(second, permit=permit) == refused


def test_the_database_wants_to_know_who_settled_a_row():
    row = received(a_row(a_permit())).rows.get()

    assert refused_change(row, settlement=Settlement.OURS) == "register_row_settled_says_by_whom"
    assert refused_change(row, settlement="", settled_by=row.register.sent_by) == "register_row_settled_says_by_whom"
