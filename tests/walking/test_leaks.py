"""What lies elsewhere shows in no answer, and changes none: no page, filter, order, file, count or sentence."""

import io
import logging
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings

from okoce.regions import tree
from tests.okoce.regions.codes import CENGKARENG, CENGKARENG_TIMUR, JAKARTA_BARAT
from tests.travel import portal_at
from tests.walking import questions
from tests.walking.asking import Answer, ask
from tests.walking.headers import lacking
from tests.walking.scene import ELSEWHERE, ELSEWHERE_IS, HERE, HERE_IS, Actor, Ids, actors, everywhere, furnish

pytestmark = pytest.mark.django_db

WITHIN = ["participant", "officer", "PGO of a kecamatan", "PGO of a city", "token", "reading token"]
"""Whose scope has an end: the province's officials see both places, the others neither."""

REGION_OF = {"officer": CENGKARENG_TIMUR, "PGO of a kecamatan": CENGKARENG, "PGO of a city": JAKARTA_BARAT}
BY_FAIR_SHARE = ("/pgo/target/",)
"""The fair share of a kelurahan is one of the whole province by who registered where: those counts are public."""


@pytest.fixture(scope="module")
def here_alone(django_db_setup, django_db_blocker) -> Iterator[tuple[Ids, dict[str, Actor]]]:
    """One place furnished, and nothing elsewhere yet; the clock stands still."""
    demo = override_settings(PROGRAMME_DATE=date(2018, 9, 9))  # nobody is held up by a second factor
    with django_db_blocker.unblock(), transaction.atomic(), portal_at(datetime(2018, 9, 9, 12)), demo:
        cache.clear()
        tree.forget()
        shared = everywhere()
        here = furnish(HERE_IS, HERE)
        logging.disable(logging.WARNING)
        yield here | shared, {actor.name: actor for actor in actors(here)}
        logging.disable(logging.NOTSET)
        transaction.set_rollback(True)


def answers(actor: Actor, here: Ids) -> dict[str, Answer]:
    """Everything this person is told, by what they asked."""
    asked = [("GET", page) for page in questions.pages(here)]
    if actor.account is None:
        asked = [("GET", address) for address in questions.of_the_api()]
    elif actor.name in REGION_OF:
        asked += questions.narrowed()
        asked += [("GET", address) for address in questions.opened(REGION_OF[actor.name])]
    found = {f"{how} {what}": ask(actor.client, how, what, "questions of scope") for how, what in asked}
    if actor.name == "officer":
        for text in ("Pemegang", "Menunggu", "081234567898", "3173990101800001"):
            found[f"search {text}"] = ask(actor.client, "POST", "/petugas/", "questions of scope", {"q": text})
    return found


_DRAWN_ANEW = re.compile(r'name="(csrfmiddlewaretoken|submission)" value="[\w-]+"|"X-CSRFToken": ?"\w+"')


def plain(answer: Answer) -> tuple[int, str]:
    """An answer without what is drawn anew each time."""
    if answer.body.startswith(b"PK"):
        return answer.status, unzipped(answer.body)
    return answer.status, _DRAWN_ANEW.sub("", answer.text)


def unzipped(body: bytes) -> str:
    """What a spreadsheet holds, without the moment it was written."""
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        return str({name: parts.read(name) for name in parts.namelist() if name != "docProps/core.xml"})


def names_it(answer: Answer) -> bool:
    """Whether a word of the other place stands in an answer, but for the one that was asked for."""
    text = unzipped(answer.body) if answer.body.startswith(b"PK") else answer.text
    return ELSEWHERE in text.lower().replace(f"petugas-{ELSEWHERE}", "").replace(f"{ELSEWHERE}%2f1", "")


@pytest.mark.parametrize("name", WITHIN)
def test_nothing_elsewhere_shows_or_changes_what_is_told_here(here_alone, name: str):
    here, people = here_alone
    client = people[name].client
    before = answers(people[name], here)

    elsewhere = furnish(ELSEWHERE_IS, ELSEWHERE)

    after = answers(people[name], here)
    there = {page: ask(client, "GET", page, "questions of scope") for page in questions.pages(elsewhere)}
    changed = [asked for asked in after if plain(after[asked]) != plain(before[asked])]
    assert [asked for asked in changed if not asked.removeprefix("GET ").startswith(BY_FAIR_SHARE)] == []
    assert [asked for asked, answer in (after | there).items() if names_it(answer)] == []
    assert {page: answer.status for page, answer in there.items() if answer.status < 300} == {}
    assert {problem for answer in (after | there).values() for problem in lacking(answer)} == set()


def test_the_word_shows_and_changes_much_where_somebody_may_see_it(here_alone):
    """Without this the test above could pass by asking nothing."""
    here, people = here_alone
    province = people["PGO of the province"]
    before = answers(province, here)

    furnish(ELSEWHERE_IS, ELSEWHERE)

    after = answers(province, here)
    assert {"GET /peserta/", "GET /izin/", "GET /kendala/", "GET /permintaan/", "GET /pgo/langkah/"} <= {
        asked for asked in after if names_it(after[asked]) and plain(after[asked]) != plain(before[asked])
    }
