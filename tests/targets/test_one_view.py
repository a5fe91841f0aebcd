"""A page is of one moment: what is recorded between two of its statements is in none of its figures."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from permits import deeds
from tests.okoce.accounts.factories import an_officer, an_official
from tests.participants.factories import a_participant
from tests.permits.factories import a_paper, a_permit

pytestmark = pytest.mark.django_db(transaction=True)


class After:
    """Does something on another connection once the first statement about running totals, or about `table`, is done."""

    def __init__(self, deed: Callable[[], object], table: str = "permits_permittally") -> None:
        self.deed, self.table, self.is_done = deed, table, False

    def __call__(self, execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        if not self.is_done and self.table in sql and "SUM" in sql and "entries" not in sql:
            self.is_done = True
            with ThreadPoolExecutor(1) as other:
                other.submit(self._do).result()
        return answer

    def _do(self) -> None:
        try:
            self.deed()
        finally:
            connection.close()


@pytest.mark.parametrize("path", ["/capaian/", "/pgo/"])
def test_headline_map_and_chart_of_a_page_are_of_one_moment(client: Client, path: str):
    officer, late = an_officer(), a_participant()
    a_permit(by=officer)
    client.force_login(an_official())
    meanwhile = After(lambda: deeds.record(late, a_paper(), by=officer))

    with connection.execute_wrapper(meanwhile):
        during = client.get(path).context
    after = client.get(path).context

    assert meanwhile.is_done
    assert [_figures_of(context) for context in (during, after)] == [(1, "1"), (2, "2")]


def test_the_lines_of_a_figure_and_their_sum_are_of_one_moment(client: Client):
    officer, late = an_officer(), a_participant()
    a_permit(by=officer)
    client.force_login(an_official())
    meanwhile = After(lambda: deeds.record(late, a_paper(), by=officer), "permits_permitentry")

    with connection.execute_wrapper(meanwhile):
        during = client.get("/capaian/31/rincian/").context

    assert meanwhile.is_done
    assert (during["sum"], during["apart"]["began"], len(during["page"].items)) == (1, 1, 1)


def _figures_of(context) -> tuple[int, str]:
    """The headline, and the top of the chart's scale: read in different statements."""
    return context["standing"].result, context["chart"].y_ticks[-1].label
