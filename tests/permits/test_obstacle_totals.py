"""Open obstacles by place and kind: kept by the database with every change of an obstacle or of its person's place."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from okoce.regions.tree import PROVINCE
from participants import deeds
from permits import deeds as permit_deeds
from permits import merging, obstacle_totals, obstacles, stuck
from permits.models import Obstacle, ObstacleKind, ObstacleTotal
from tests.okoce.accounts.factories import an_official
from tests.okoce.regions.codes import GAMBIR, KAPUK
from tests.participants.factories import a_participant, an_outsider
from tests.permits.factories import a_permit
from tests.refusals import refused_by

pytestmark = pytest.mark.django_db

DAY = date(2018, 9, 9)


def an_obstacle(person, kind: ObstacleKind = ObstacleKind.NO_NPWP) -> Obstacle:
    return obstacles.set_obstacle(person, kind=kind, by=an_official())


def test_an_obstacle_counts_where_its_person_lives_until_it_ends():
    here, outside = an_obstacle(a_participant(kelurahan=KAPUK)), an_obstacle(an_outsider())
    counted = sorted(obstacle_totals.by_place())

    obstacles.resolve(here, by=an_official())
    obstacles.resolve(outside, by=an_official())

    assert counted == [("", "no_npwp", 1), (KAPUK, "no_npwp", 1)]
    assert obstacle_totals.by_place() == []


def test_a_permit_ends_it_and_a_voided_one_opens_it_again():
    person = a_participant(kelurahan=KAPUK)
    an_obstacle(person)
    permit = a_permit(person)
    ended = obstacle_totals.by_place()

    permit_deeds.void(permit, by=an_official(), reason="Salah catat.")

    assert ended == []
    assert obstacle_totals.by_place() == [(KAPUK, "no_npwp", 1)]


def test_it_moves_with_its_person():
    person = a_participant(date(2018, 3, 1), kelurahan=KAPUK)
    an_obstacle(person)
    an_obstacle(person, ObstacleKind.PAPERS)

    deeds.move(person, to=GAMBIR, on=DAY, by=an_official())

    assert sorted(obstacle_totals.by_place()) == [(GAMBIR, "no_npwp", 1), (GAMBIR, "papers", 1)]


def test_it_goes_with_a_record_that_is_merged_into_another():
    kept, other = a_participant(kelurahan=KAPUK), a_participant(kelurahan=GAMBIR)
    an_obstacle(other)

    merging.merge(kept, other, by=an_official(), reason="Orang yang sama.")

    assert obstacle_totals.by_place() == [(KAPUK, "no_npwp", 1)]
    assert obstacle_totals.differing() == []


def test_the_provinces_board_says_what_the_rows_say():
    for kelurahan, kind in ((KAPUK, ObstacleKind.PAPERS), (KAPUK, ObstacleKind.NO_NPWP), (GAMBIR, ObstacleKind.PAPERS)):
        an_obstacle(a_participant(kelurahan=kelurahan), kind)

    found = stuck.stuck(PROVINCE)

    assert found.by_kind == [(ObstacleKind.PAPERS, 2), (ObstacleKind.NO_NPWP, 1)]
    assert (found.most[KAPUK], found.most[GAMBIR]) == (ObstacleKind.NO_NPWP, ObstacleKind.PAPERS)
    assert found.total == Obstacle.objects.open().count()


def test_a_total_that_differs_is_named_and_mended(capsys):
    an_obstacle(a_participant(kelurahan=KAPUK))
    ObstacleTotal.objects.update(people=4)

    with pytest.raises(CommandError, match="1 differences"):
        call_command("verify_counts")
    said = capsys.readouterr().out
    call_command("rebuild_counts")

    assert said == f"ObstacleTotal [{KAPUK}, no_npwp]: total 4, obstacles 1\n"
    assert obstacle_totals.by_place() == [(KAPUK, "no_npwp", 1)]
    assert obstacle_totals.differing() == []


def test_one_kind_in_one_place_has_one_total():
    an_obstacle(a_participant(kelurahan=KAPUK))

    assert refused_by(lambda: ObstacleTotal.objects.create(area=KAPUK, kind="no_npwp")) == "obstacle_total_stands_once"
