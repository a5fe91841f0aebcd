"""What the record holds of second factors and sessions, and of nobody's codes."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from okoce.accounts import second_factor
from okoce.audit.models import Event, Verb
from tests.okoce.accounts.factories import an_administrator, an_officer
from tests.okoce.accounts.guarded import APP, CODE, PASSWORD, SET_UP, code, recovery, sign_in, with_app

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return an_officer(password=PASSWORD)


def told(*verbs: Verb) -> list[tuple]:
    """What the record says of these deeds, oldest first: verb, doer, and what was and is."""
    return list(Event.objects.filter(verb__in=verbs).order_by("id").values_list("verb", "actor", "changes"))


@pytest.mark.django_db(transaction=True)
def test_setting_up_using_a_recovery_code_and_taking_off_are_recorded(client, officer):
    sign_in(client, officer)
    secret = client.get(APP).context["secret"].replace(" ", "")
    client.post(APP, {"code": code(secret)})
    client.post("/keluar/")
    sign_in(client, officer)
    client.post(CODE, {"code": recovery(officer)[0]})
    client.post("/sandi/pastikan/", {"password": PASSWORD})
    [app] = second_factor.of(officer)
    client.post(f"{SET_UP}{app.pk}/lepas/")

    kinds = [(verb, changes["factor"]) for verb, _, changes in told(Verb.FACTOR_ADDED, Verb.FACTOR_REMOVED)]
    assert kinds == [
        (Verb.FACTOR_ADDED, [None, "totp"]),
        (Verb.FACTOR_ADDED, [None, "recovery_codes"]),
        (Verb.FACTOR_REMOVED, ["recovery_code", None]),
        (Verb.FACTOR_REMOVED, ["totp", None]),
        (Verb.FACTOR_REMOVED, ["recovery_codes", None]),
    ]


def test_a_wrong_code_is_recorded_and_not_what_it_was(client, officer):
    with_app(officer)
    sign_in(client, officer)

    client.post(CODE, {"code": "918273"})
    client.post(CODE, {"credential": "{}"})
    client.post(CODE, {"credential": '{"id":"a","rawId":"a","type":"a","response":{"clientDataJSON":"a"}}'})

    assert told(Verb.FACTOR_FAILED) == [(Verb.FACTOR_FAILED, None, {})]
    assert "918273" not in str(list(Event.objects.values()))


def test_signing_other_devices_out_is_recorded_with_how_many(client, officer):
    others = [type(client)() for _ in range(2)]
    for browser in (client, *others):
        sign_in(browser, officer)

    client.post("/akun/sesi/")
    client.post("/akun/sesi/")

    assert told(Verb.SIGNED_OUT) == [(Verb.SIGNED_OUT, officer.pk, {"sessions": [2, None]})]


def test_what_an_administrator_takes_away_is_recorded_as_theirs(client, officer):
    administrator = an_administrator(password=PASSWORD)
    for account in (officer, administrator):
        with_app(account)
    client.force_login(administrator)

    client.post(
        "/admin/accounts/user/",
        {"action": "take_away_second_factor", "_selected_action": [officer.pk, administrator.pk]},
    )

    assert told(Verb.FACTOR_REMOVED) == [(Verb.FACTOR_REMOVED, administrator.pk, {"factor": ["all", None]})]
    assert [second_factor.has_one(account) for account in (officer, administrator)] == [False, True]


def test_a_terminal_takes_it_away_for_who_has_nobody_to_ask(officer):
    with_app(officer)
    said = StringIO()

    call_command("reset_second_factor", officer.username, stdout=said)
    call_command("reset_second_factor", officer.username, stdout=said)

    assert said.getvalue().splitlines() == [
        f"{officer.username}: signs in with the password alone now",
        f"{officer.username}: had none",
    ]
    assert told(Verb.FACTOR_REMOVED) == [(Verb.FACTOR_REMOVED, None, {"factor": ["all", None]})]


def test_a_terminal_names_an_account_that_is_not_there():
    with pytest.raises(CommandError, match="there is no account siapa"):
        call_command("reset_second_factor", "siapa")
