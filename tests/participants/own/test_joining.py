"""What two records asked for while they are one person's, and once they are two again."""

from datetime import date, datetime, timedelta

import pytest

from okoce import clock
from participants.deeds import CHANGED_MEANWHILE, DeedRefused
from participants.models import Participant
from participants.own import requests
from participants.own.models import DataRequest, RequestedField, RequestKind, RequestOutcome
from permits import deciding, merging
from permits.models import Merge
from permits.standings import differing
from tests.okoce.accounts.factories import an_official
from tests.okoce.regions.codes import KAPUK
from tests.participants.factories import a_participant
from tests.travel import portal_at

pytestmark = pytest.mark.django_db

NAME, SEX = RequestedField.NAME, RequestedField.SEX


def for_a_name(person: Participant, name: str = "Siti Contoh") -> DataRequest:
    return requests.ask(person, kind=RequestKind.CORRECTION, field=NAME, wanted=name, by=an_official())


def for_the_end(person: Participant, kind: RequestKind = RequestKind.WITHDRAWAL) -> DataRequest:
    return requests.ask(person, kind=kind, by=an_official())


def merge(kept: Participant, gone: Participant) -> Merge:
    return merging.merge(kept, gone, by=an_official(), reason="Orang yang sama.")


def unmerge(merged: Merge) -> None:
    merging.unmerge(merged, by=an_official(), reason="Ternyata dua orang.")


def state_of(*persons: Participant) -> list[tuple]:
    """What each of them asked for and what became of it, and whether they still consent."""
    for person in persons:
        person.refresh_from_db()
    return [
        (
            person.consent_withdrawn_at,
            list(person.data_requests.order_by("pk").values_list("pk", "kind", "field", "outcome", "due_at")),
        )
        for person in persons
    ]


def test_what_the_absorbed_record_asked_for_waits_with_the_survivor():
    kept, gone = a_participant(), a_participant()
    asked = for_a_name(gone)

    merge(kept, gone)

    assert list(kept.data_requests.open()) == [asked]
    assert list(gone.data_requests.all()) == []
    assert requests.wanted_of(kept.data_requests.get()) == "Siti Contoh"


def test_what_waits_with_the_survivor_can_be_decided():
    kept, gone = a_participant(name="Siti"), a_participant(name="Siti C.")
    asked = for_a_name(gone)
    merge(kept, gone)

    asked.refresh_from_db()
    deciding.grant(asked, by=an_official())

    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.name, gone.name) == ("Siti Contoh", "Siti C.")


def test_the_end_of_consent_of_either_record_holds_for_the_person():
    kept, gone = a_participant(), a_participant()
    asked = for_the_end(gone)

    merge(kept, gone)

    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.consent_withdrawn_at, gone.consent_withdrawn_at) == (asked.made_at, None)
    assert list(differing()) == []


@pytest.mark.parametrize("first", ["kept", "gone"])
def test_of_the_same_on_both_records_the_earlier_goes_on(first: str):
    kept, gone = a_participant(), a_participant()
    order = (kept, gone) if first == "kept" else (gone, kept)
    with portal_at(datetime(2018, 9, 8, 9)):
        earlier = for_the_end(order[0])
    later = for_the_end(order[1])

    merge(kept, gone)

    earlier.refresh_from_db()
    later.refresh_from_db()
    assert list(kept.data_requests.open()) == [earlier]
    assert earlier.due_at == earlier.made_at + timedelta(hours=72)
    assert later.outcome == RequestOutcome.JOINED


def test_different_things_all_wait():
    kept, gone = a_participant(), a_participant()
    asked = [for_a_name(kept), for_the_end(gone), for_the_end(gone, RequestKind.ERASURE)]
    asked += [requests.ask(gone, kind=RequestKind.CORRECTION, field=SEX, wanted="M", by=an_official())]

    merge(kept, gone)

    assert set(kept.data_requests.open()) == set(asked)


def test_what_was_decided_stays_where_it_was():
    kept, gone = a_participant(), a_participant()
    asked = for_a_name(gone)
    requests.refuse(asked, by=an_official(), reason="Tidak cocok dengan KTP.")

    merge(kept, gone)

    assert list(gone.data_requests.all()) == [asked]


@pytest.mark.parametrize("first", ["kept", "gone"])
def test_a_merge_taken_apart_gives_everybody_back_what_they_asked_for(first: str):
    kept, gone = a_participant(), a_participant()
    for person in (kept, gone) if first == "kept" else (gone, kept):
        for_the_end(person)
        for_the_end(person, RequestKind.ERASURE)
    for_a_name(gone)
    before = state_of(kept, gone)

    unmerge(merge(kept, gone))

    assert state_of(kept, gone) == before
    assert list(differing()) == []


def test_of_two_wishes_for_the_same_correction_one_has_to_be_asked_again():
    kept, gone = a_participant(), a_participant()
    for_a_name(kept, "Siti A."), for_a_name(gone, "Siti B.")

    unmerge(merge(kept, gone))

    outcomes = {person: person.data_requests.get().outcome for person in (kept, gone)}
    assert outcomes == {kept: "", gone: RequestOutcome.JOINED}


def test_what_was_decided_meanwhile_goes_back_decided():
    kept, gone = a_participant(), a_participant()
    asked = for_a_name(gone)
    merged = merge(kept, gone)
    asked.refresh_from_db()
    requests.refuse(asked, by=an_official(), reason="Tidak cocok dengan KTP.")

    unmerge(merged)

    assert gone.data_requests.get().outcome == RequestOutcome.REFUSED
    assert not kept.data_requests.exists()


def test_what_the_survivor_asked_for_since_stays_with_the_survivor():
    kept, gone = a_participant(), a_participant()
    merged = merge(kept, gone)
    asked = for_the_end(kept)

    unmerge(merged)

    assert (kept.data_requests.get(), gone.data_requests.count()) == (asked, 0)


def test_a_request_that_went_elsewhere_meanwhile_is_not_decided_for_the_wrong_record():
    kept, gone = a_participant(name="Siti"), a_participant(name="Sita")
    asked = for_a_name(gone)
    merged = merge(kept, gone)
    as_seen = DataRequest.objects.get(pk=asked.pk)
    unmerge(merged)

    refusals = []
    for decide in (deciding.grant, requests.retract, lambda one, by: requests.refuse(one, by=by, reason="Bukan.")):
        with pytest.raises(DeedRefused) as refusal:
            decide(as_seen, by=an_official())
        refusals.append(refusal.value.message)

    kept.refresh_from_db()
    assert refusals == [CHANGED_MEANWHILE] * 3
    assert kept.name == "Siti"
    assert gone.data_requests.get().is_open


def test_moving_what_was_asked_leaves_the_moment_it_was_asked():
    kept, gone = a_participant(), a_participant(date(2018, 7, 1), kelurahan=KAPUK)
    with portal_at(datetime(2018, 9, 8, 9)):
        asked = for_a_name(gone)

    merge(kept, gone)

    moved = kept.data_requests.get()
    assert (moved.made_at, moved.due_at) == (asked.made_at, asked.due_at)
    assert moved.due_at > clock.now()
