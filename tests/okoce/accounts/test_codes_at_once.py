"""Two who hold the same code, at the same moment: one gets in."""

import pytest

from okoce.accounts import second_factor
from tests.at_once import at_once
from tests.okoce.accounts.factories import an_officer
from tests.okoce.accounts.guarded import code, recovery, with_app

pytestmark = pytest.mark.django_db(transaction=True)


def taken(results: list[tuple]) -> list[int]:
    """How many were let in, round by round."""
    return [sum(result is not None for result in pair) for pair in results]


def test_a_code_of_the_app_lets_one_of_two_in():
    accounts = [an_officer() for _ in range(5)]
    codes = [code(with_app(account)) for account in accounts]

    def use(number: int):
        return second_factor.use_code(accounts[number], codes[number])

    assert taken(at_once(5, use, use)) == [1] * 5


def test_a_recovery_code_lets_one_of_two_in():
    account = an_officer()
    with_app(account)
    codes = recovery(account)

    def use(number: int):
        return second_factor.use_code(account, codes[number])

    assert taken(at_once(10, use, use)) == [1] * 10
    assert recovery(account) == []
