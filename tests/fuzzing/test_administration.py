"""The administration asked for what cannot be: in its lists, their filters and orders, and in the names of its rows."""

from urllib.parse import quote_from_bytes

import pytest

from tests.fuzzing import junk
from tests.fuzzing.sending import Sender, spoilt_questions
from tests.fuzzing.test_addresses import asked_by
from tests.walking.asking import address_of, addresses, ask
from tests.walking.conftest import Scene
from tests.walking.test_walk import ELSEWHERE_ASKED, IDS_OF_ADMINISTRATION

pytestmark = pytest.mark.django_db

OF_LISTS = ("q", "p", "o", "e", "all", "id__exact", "pk__in", "id__isnull", "_popup", "_to_field")
OF_LISTS += ("_changelist_filters", "at__gte", "at__year", "at__month", "region", "region__code", "role__exact")
OF_LISTS += ("username__regex", "password__startswith", "created_at__year", "last_login__year", "id__iregex")
OF_SUGGESTIONS = ("term", "app_label", "model_name", "field_name", "page")
EXAMPLES = 6


def of_administrators() -> list[tuple[str, list[str]]]:
    """Every address of the administration, and the names of rows in it."""
    found = []
    for name, pattern in addresses():
        if name.startswith("admin:") and name not in ELSEWHERE_ASKED:
            ids = {part: IDS_OF_ADMINISTRATION[part] for part in pattern.pattern.regex.groupindex}
            found.append((address_of(name, ids), [str(value) for value in ids.values()]))
    return found


def test_no_question_makes_a_list_of_the_administration_fail(scene: Scene, sender: Sender):
    client, wrong = scene.actors["administrator"].client, {}

    for address, ids in of_administrators():
        shown = ask(client, "GET", address, "pages read for their questions")
        if ids or shown.status not in (200, 403):
            continue
        names = sorted({*asked_by(address, shown.text), *OF_LISTS, *OF_SUGGESTIONS})
        if said := spoilt_questions(sender, client, address, names, EXAMPLES):
            wrong[address] = said

    assert wrong == {}, "\n\n".join(f"{where}\n{what}" for where, what in wrong.items())
    assert sender.statuses[200] > 0


def test_no_row_that_cannot_be_makes_the_administration_fail(scene: Scene, sender: Sender):
    client, wrong = scene.actors["administrator"].client, {}

    for address, ids in of_administrators():
        for value in ids:

            def go_to(spoilt: str, value: str = value, address: str = address) -> None:
                name = quote_from_bytes(junk.encoded(spoilt), safe="")
                sender.get(client, address.replace(f"/{value}/", f"/{name}/"))

            if said := junk.tried(junk.values, go_to, EXAMPLES):
                wrong[f"{address} {value}"] = said

    assert wrong == {}, "\n\n".join(f"{where}\n{what}" for where, what in wrong.items())
    assert sender.statuses[302] + sender.statuses[404] > 0
