"""What the database itself refuses of an import, and whose imports are whose."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from okoce import clock
from permits.importing.models import Import, ImportRow, State
from tests.okoce.accounts.factories import a_participants_account, an_administrator, an_officer, an_official
from tests.okoce.regions.codes import CENGKARENG_TIMUR, KAPUK

pytestmark = pytest.mark.django_db


def an_import(**fields) -> Import:
    officer = fields.pop("officer", None) or an_officer()
    given = {"file_name": "izin.xlsx", "fingerprint": b"x" * 32, "headings": [], "positions": {}, "rows_read": 1}
    return Import.objects.create(kelurahan_id=officer.kelurahan, sent_by=officer, **(given | fields))


def a_waiting_row(source: Import, **fields) -> ImportRow:
    given = {"number": 2, "cells": b"", "submission": uuid4()}
    return ImportRow.objects.create(source=source, **(given | fields))


def refused_by(make, *args, **fields) -> str:
    """The sentence of the database."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        make(*args, **fields)
    return str(refused.value)


@pytest.mark.parametrize(
    ("claim", "fields"),
    [
        ("import_state_is_known", {"state": "soon", "decided_at": clock.now()}),
        ("import_decided_says_by_whom_and_when", {"state": State.RECORDED}),
        ("import_decided_says_by_whom_and_when", {"state": State.CHECKED, "decided_at": clock.now()}),
    ],
)
def test_an_import_holds_to_what_its_constraints_claim(claim, fields):
    officer = an_officer()
    decided = {"decided_by": officer} if claim == "import_state_is_known" else {}

    assert claim in refused_by(an_import, officer=officer, **fields, **decided)


def test_a_row_stands_once_and_its_outcome_is_known():
    source = an_import()
    a_waiting_row(source)

    assert "import_row_outcome_is_known" in refused_by(a_waiting_row, source, number=3, outcome=7)
    # SQLite names the columns, PostgreSQL the constraint import_row_stands_once.
    said = refused_by(a_waiting_row, source)
    assert "number" in said


def test_an_import_is_its_kelurahans_officers_and_nobody_elses():
    source = an_import()

    assert list(Import.objects.visible_to(an_officer(CENGKARENG_TIMUR))) == [source]
    for stranger in (an_officer(KAPUK), an_official(), an_administrator(), a_participants_account()):
        assert list(Import.objects.visible_to(stranger)) == []
