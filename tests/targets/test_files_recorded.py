"""No file leaves the portal with somebody who is signed in unless the record says so: walked over every address."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from okoce.accounts.models import User
from okoce.audit.models import Event, Verb
from participants.own.accounts import open_account
from permits.checks import sampling
from targets import goals, publishing
from tests.okoce.accounts.factories import an_officer, an_official
from tests.okoce.regions.codes import CENGKARENG_TIMUR, PROVINCE
from tests.participants.factories import a_participant
from tests.permits.factories import a_permit
from tests.permits.importing.files import a_row
from tests.permits.importing.test_pages import sent
from tests.permits.reconciling.registers import of, received
from tests.test_project import pages

pytestmark = pytest.mark.django_db

Asked = tuple[User, str, str]
"""Who asks for a file, how, and its address."""


def _officers(name: str, method: str = "get", *args: object) -> Asked:
    return an_officer(), method, reverse(name, args=args)


def _officials(name: str, method: str = "get", *args: object) -> Asked:
    goals.load_defaults()
    return an_official(), method, reverse(name, args=args)


def _a_report(name: str, *args: object) -> Asked:
    official = an_official()
    report = publishing.publish(as_of=date(2018, 9, 9), by=official)
    return official, "get", reverse(name, args=[report.number, *args])


def _a_register() -> Asked:
    register = received(of(a_participant()))
    return an_official(username="pgo-provinsi"), "get", reverse("targets:register_file", args=[register.pk, "csv"])


def _a_sample() -> Asked:
    official, permit = an_official(), a_permit()
    days = {"issued_from": permit.issued_on, "issued_to": permit.issued_on}
    sample = sampling.draw(region=PROVINCE, size=1, by=official, **days)
    return official, "get", reverse("targets:sample_file", args=[sample.pk, "xlsx"])


def _problems() -> Asked:
    officer, desk = an_officer(), Client()
    desk.force_login(officer)
    source = sent(desk, [a_row(a_participant(), "1/e/2018", issued_on="besok")])
    return officer, "get", reverse("permits:import_problems", args=[source.pk])


def _own_copy() -> Asked:
    account = open_account(a_participant(), password="perahu kertas biru")
    return account, "post", reverse("targets:my_copy_file")


FILES: dict[str, Callable[[], Asked]] = {
    "permits:export_obstacles": lambda: _officers("permits:export_obstacles", "post", "csv"),
    "permits:export_people": lambda: _officers("permits:export_people", "post", "xlsx"),
    "permits:export_permits": lambda: _officers("permits:export_permits", "post", "csv"),
    "permits:import_problems": _problems,
    "permits:import_template": lambda: _officers("permits:import_template"),
    "targets:attendance_template": lambda: _officials("targets:attendance_template"),
    "targets:alarms_file": lambda: _officials("targets:alarms_file", "get", "csv"),
    "targets:board_file": lambda: _officials("targets:board_file", "get", PROVINCE, "csv"),
    "targets:bridge_file": lambda: _officials("targets:bridge_file", "get", CENGKARENG_TIMUR, "csv"),
    "targets:further_papers_file": lambda: _officers("targets:further_papers_file", "get", CENGKARENG_TIMUR, "xlsx"),
    "targets:goal_file_csv": lambda: _officials("targets:goal_file_csv"),
    "targets:goal_file_xlsx": lambda: _officials("targets:goal_file_xlsx"),
    "targets:lines_file": lambda: _officials("targets:lines_file", "get", CENGKARENG_TIMUR, "csv"),
    "targets:my_copy_file": _own_copy,
    "targets:progress_csv": lambda: _officials("targets:progress_csv"),
    "targets:progress_xlsx": lambda: _officials("targets:progress_xlsx"),
    "targets:region_progress_csv": lambda: _officials("targets:region_progress_csv", "get", CENGKARENG_TIMUR),
    "targets:region_progress_xlsx": lambda: _officials("targets:region_progress_xlsx", "get", CENGKARENG_TIMUR),
    "targets:register_file": _a_register,
    "targets:sample_file": _a_sample,
    "targets:report_file": lambda: _a_report("targets:report_file", "csv"),
    "targets:report_pdf": lambda: _a_report("targets:report_pdf"),
}
FOR_NOBODY_IN_PARTICULAR = {"participants:receipt_card"}
"""Shown to whoever has just registered on this device, who is not signed in."""

_BRINGS_A_FILE = re.compile(r"\.(csv|xlsx|pdf|png|json)|unduh|<str:ending>")


def test_every_address_that_brings_a_file_is_walked():
    found = {name for name, page in pages() if _BRINGS_A_FILE.search(str(page.pattern))}

    assert found == set(FILES) | FOR_NOBODY_IN_PARTICULAR


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_taken_leaves_one_event(client: Client, name: str):
    a_permit()
    user, method, address = FILES[name]()
    client.force_login(user)

    answer = getattr(client, method)(address, REMOTE_ADDR="10.1.2.3")

    [event] = Event.objects.filter(verb__in=[Verb.EXPORTED, Verb.COPY_TAKEN])
    assert (answer.status_code, answer.headers["Content-Disposition"].startswith("attachment")) == (200, True)
    assert (event.actor, event.address) == (user, "10.1.2.3")


def test_the_event_says_which_file_and_what_of(client: Client):
    client.force_login(an_official())

    client.get(
        reverse("targets:region_progress_csv", args=[CENGKARENG_TIMUR]), {"per": "2018-09-09", "q": "Siti Aminah"}
    )

    event = Event.objects.get(verb=Verb.EXPORTED)
    assert event.changes == {
        "file": [None, f"/capaian/{CENGKARENG_TIMUR}/ekspor.csv"],
        "region": [None, CENGKARENG_TIMUR],
        "per": [None, "2018-09-09"],
    }


def test_figures_open_to_everybody_are_taken_by_strangers_unrecorded(client: Client):
    assert client.get(reverse("targets:progress_csv")).status_code == 200
    assert not Event.objects.filter(verb=Verb.EXPORTED).exists()


def test_looking_whether_a_file_is_there_takes_nothing(client: Client):
    client.force_login(an_official())

    client.head(reverse("targets:progress_csv"))

    assert not Event.objects.filter(verb=Verb.EXPORTED).exists()
