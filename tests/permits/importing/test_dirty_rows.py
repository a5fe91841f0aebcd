"""A file as it really comes: every bad row is named by row, column and what to do; the good ones are taken."""

import re

import pytest

from permits.importing import recording, staging
from permits.importing.lines import Remark
from permits.importing.models import Import, Outcome
from permits.models import Permit, Source
from tests.okoce.accounts.factories import an_officer
from tests.okoce.regions.codes import CENGKARENG_TIMUR
from tests.permits.importing.dirty import a_dirty_file
from tests.permits.importing.files import csv, xlsx
from tests.permits.recounting import assert_the_books_balance

pytestmark = pytest.mark.django_db


def said_of(source: Import) -> dict[int, tuple[str, str]]:
    """By row that is not taken: the column it names and the sentence."""
    rows = source.rows.filter(outcome__in=[Outcome.PROBLEM, Outcome.KNOWN])
    said = {}
    for row in rows:
        remarks = [Remark(*remark) for remark in row.remarks]
        [telling] = [remark for remark in remarks if remark.is_problem or row.outcome == Outcome.KNOWN]
        said[row.number] = str(telling)
    return said


def test_each_of_thirty_kinds_of_dirty_rows_is_named_with_its_column_and_remedy():
    officer = an_officer()
    dirty = a_dirty_file(officer)
    assert len(dirty.expected) >= 30

    source = staging.receive(xlsx(dirty.rows), "izin.xlsx", kelurahan=CENGKARENG_TIMUR, by=officer)
    source = staging.check_some(source, by=officer, seconds=60)

    said = said_of(source)
    for number, dirt in dirty.expected.items():
        beginning = f"{dirt.column}: {dirt.sentence}" if dirt.column else dirt.sentence
        assert said.pop(number, "")[: len(beginning)] == beginning
    assert said == {}
    assert (source.recorded, source.known + source.refused) == (dirty.good, len(dirty.expected))
    assert source.rows_read == dirty.good + len(dirty.expected)


def test_the_good_rows_among_them_are_recorded():
    officer = an_officer()
    dirty = a_dirty_file(officer)
    source = staging.receive(xlsx(dirty.rows), "izin.xlsx", kelurahan=CENGKARENG_TIMUR, by=officer)
    source = staging.check_some(source, by=officer, seconds=60)

    recording.record_good(source, by=officer)

    assert Permit.objects.filter(source=Source.IMPORT).count() == dirty.good
    assert_the_books_balance()


def test_nothing_that_is_kept_in_clear_or_said_holds_a_whole_nik():
    officer = an_officer()
    dirty = a_dirty_file(officer)
    niks = {str(cell) for row in dirty.rows for cell in row if re.fullmatch("[0-9]{16}", str(cell))}

    source = staging.receive(csv(dirty.rows), "3173990101850003.csv", kelurahan=CENGKARENG_TIMUR, by=officer)
    source = staging.check_some(source, by=officer, seconds=60)

    kept = [source.file_name, source.headings, source.samples, source.notes]
    kept += [[row.remarks, row.number_key, bytes(row.cells)] for row in source.rows.all()]
    assert len(niks) > 30
    assert [nik for nik in niks if nik in str(kept)] == []
