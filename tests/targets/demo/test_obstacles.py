"""The story's obstacles: why people have no permit yet, set and ended by deeds of the record."""

from collections import Counter

import pytest
from django.db.models import F

from okoce.audit.models import Event, Verb
from participants.models import Step
from permits.models import Obstacle, ObstacleKind, Outcome, Permit
from targets.demo import script

pytestmark = pytest.mark.django_db


def test_as_many_are_set_as_the_story_says(demo):
    assert Obstacle.objects.count() == script.scaled(1_960, 600)


def test_incomplete_papers_are_the_commonest(demo):
    assert Counter(Obstacle.objects.values_list("kind", flat=True)).most_common(1)[0][0] == ObstacleKind.PAPERS


def test_whoever_holds_a_valid_permit_is_not_held_up(demo):
    holders = Permit.objects.valid_on(script.LAST_DAY).values("participant")

    assert not Obstacle.objects.open().filter(participant__in=holders).exists()


def test_each_was_set_by_a_deed_after_its_holder_registered(demo):
    assert Event.objects.filter(verb=Verb.OBSTACLE_SET).count() == Obstacle.objects.count()
    assert not Obstacle.objects.filter(set_at__lte=F("participant__registered_at")).exists()


def test_each_that_was_resolved_by_hand_was_so_by_a_later_deed(demo):
    by_hand = Obstacle.objects.filter(outcome__in=[Outcome.RESOLVED, Outcome.MISTAKEN])

    assert by_hand.exists()
    assert Event.objects.filter(verb=Verb.OBSTACLE_RESOLVED).count() == by_hand.count()
    assert not by_hand.filter(resolved_at__lte=F("set_at")).exists()


def test_what_a_permit_ended_ended_at_its_recording():
    # Few are ended so in a small story: none may be needed, but each must name its permit.
    assert not Obstacle.objects.filter(outcome=Outcome.PERMIT).exclude(resolved_at=F("permit__recorded_at")).exists()


def test_mostly_people_who_were_trained_are_asked_why(demo):
    trained = Obstacle.objects.filter(participant__completions__step=Step.P2).distinct().count()

    assert trained > Obstacle.objects.count() / 2
