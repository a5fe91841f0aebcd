"""The demo programme of 600 people: the story's figures in proportion, kept by the rules of real data."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db.models import Count, F
from django.utils import timezone

from okoce import clock
from okoce.accounts import activity
from okoce.accounts.models import ActiveDay, User
from okoce.audit.models import Event, Verb
from okoce.regions import tree
from participants.models import Elsewhere, Participant, StepCompletion, StepEntry
from permits import standings, verifying
from permits.models import Obstacle, Permit, PermitEntry
from permits.steps import steps_of
from targets import progress
from targets.demo import script
from tests.okoce.regions.codes import CENGKARENG_TIMUR, JAKARTA_BARAT, PROVINCE
from tests.permits.recounting import assert_the_books_balance

pytestmark = pytest.mark.django_db

PEOPLE = 600


def local_day(moment: datetime) -> date:
    return timezone.localtime(moment).date()


# --- Figures ---------------------------------------------------------------------------------------


def test_the_figures_are_the_published_ones_in_proportion(demo):
    figures = progress.read(PROVINCE, script.LAST_DAY).figures

    assert (figures.registered, figures.outside) == (600, 68)
    assert (figures.iumk, figures.sku, figures.issued, figures.revoked) == (5, 7, 14, 1)
    assert figures.steps == {"P1": 600, "P2": 328, "P3": 167, "P4": 12, "P5": 7, "P6": 5, "P7": 2}


def test_progress_and_the_figures_are_told(demo):
    assert len(demo) == 11
    assert demo[9] == "100 %  600 registered"
    assert demo[10] == (
        "600 registered (68 outside Jakarta), 12 new entrepreneurs = 5 IUMK + 7 SKU, 14 permits issued, 2 at P7; "
        "46 kelurahan silent"
    )


def test_the_books_balance_on_every_day_that_was_published(demo):
    assert_the_books_balance([date(2018, 3, 31), date(2018, 7, 16), date(2018, 8, 28), date(2018, 9, 9)])


def test_a_recount_finds_no_difference(demo):
    figures = verifying.Figures()

    assert list(verifying.differences(figures)) == []
    assert (figures.people, figures.registered, figures.counted) == (600, 600, 12)


def test_second_revoked_and_voided_papers_can_be_seen(demo):
    assert Participant.objects.annotate(papers=Count("permits")).filter(papers=2).count() == 1
    assert Permit.objects.filter(revoked_on__isnull=False).count() == 1
    assert Permit.objects.filter(voided_at__isnull=False).count() == 1


# --- Deeds -----------------------------------------------------------------------------------------


def test_every_deed_is_in_the_record_in_the_order_it_happened(demo):
    moments = list(Event.objects.order_by("id").values_list("at", flat=True))

    on_obstacles = Event.objects.filter(verb__in=[Verb.OBSTACLE_SET, Verb.OBSTACLE_RESOLVED]).count()
    assert len(moments) == 600 + StepCompletion.objects.count() + Permit.objects.count() + 2 + on_obstacles
    assert all(earlier <= later for earlier, later in pairwise(moments))


def test_nothing_is_recorded_after_the_first_minutes_of_the_programmes_day(demo):
    end = clock.start_of(script.LAST_DAY) + timedelta(minutes=5)

    assert not Event.objects.filter(at__gte=end).exists()
    assert not Participant.objects.filter(registered_at__gte=end).exists()


def test_every_journal_line_bears_the_moment_of_its_deed(demo):
    for journal in (StepEntry, PermitEntry):
        assert journal.objects.exists()
        assert not journal.objects.exclude(recorded_at=F("deed__at")).exists()


def test_deeds_are_told_as_the_deeds_of_real_data_are(demo):
    permit = Permit.objects.filter(voided_at__isnull=True, kind="IUMK").first()
    recorded = Event.objects.get(verb=Verb.RECORDED, subject=f"permit:{permit.pk}")

    assert recorded.actor == permit.recorded_by
    assert recorded.changes == {
        "kind": [None, "IUMK"],
        "number": [None, permit.number],
        "issued_on": [None, str(permit.issued_on)],
        "kelurahan": [None, permit.kelurahan_id],
        "investment": [None, str(permit.investment)],
        "workers": [None, str(permit.workers)],
    }


def test_why_a_permit_was_revoked_or_voided_stands_beside_the_deed(demo):
    for permit in Permit.objects.exclude(revoked_reason="", voided_reason=""):
        [remark] = permit.remarks.all()
        assert remark.text == permit.revoked_reason or permit.voided_reason


def test_nobody_does_anything_before_registering(demo):
    assert not StepCompletion.objects.filter(completed_on__lt=F("participant__registered_on")).exists()
    assert not Permit.objects.filter(recorded_at__lt=F("participant__registered_at")).exists()


def test_officers_record_the_permits_of_their_own_kelurahan(demo):
    assert not Permit.objects.exclude(recorded_by__region=F("kelurahan")).exists()
    assert not Participant.objects.filter(channel="desk").exclude(registered_by__region=F("kelurahan")).exists()


def test_everybody_stands_where_their_deeds_put_them(demo):
    assert list(standings.differing()) == []
    assert Participant.objects.filter(holds_permit=True).count() == 12
    assert Participant.objects.filter(is_held_up=True).count() == Obstacle.objects.open().count()


def test_whoever_got_a_permit_in_another_kelurahan_is_looked_for_there_too(demo):
    permits = Permit.objects.exclude(participant__kelurahan=F("kelurahan"))

    wanted = set(permits.values_list("participant", "kelurahan"))
    assert wanted
    assert set(Elsewhere.objects.values_list("participant", "kelurahan")) == wanted


# --- Silence ---------------------------------------------------------------------------------------


def test_forty_six_kelurahan_are_silent(demo):
    assert len(tree.kelurahan()) - len(activity.active_kelurahan(script.LAST_DAY)) == 46


def test_whoever_recorded_something_was_active_that_day(demo):
    recordings = {(permit.kelurahan_id, local_day(permit.recorded_at)) for permit in Permit.objects.all()}
    recordings |= set(Participant.objects.filter(channel="desk").values_list("kelurahan_id", "registered_on"))

    assert recordings <= set(ActiveDay.objects.values_list("kelurahan_id", "day"))


# --- Accounts --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("username", "role", "region"),
    [
        ("petugas", "officer", CENGKARENG_TIMUR),
        ("pgo", "pgo", PROVINCE),
        ("pgo-jakbar", "pgo", JAKARTA_BARAT),
        ("admin", "administrator", None),
        ("peserta", "participant", None),
    ],
)
def test_five_accounts_sign_in(demo, rf, username, role, region):
    user = authenticate(rf.get("/"), username=username, password="okoce-demo-2018")

    assert (user.role, user.region_id) == (role, region)
    assert user.name.endswith(" (demo)")


def test_the_officers_of_the_other_kelurahan_cannot_sign_in(demo):
    others = User.objects.filter(username__startswith="petugas-")

    assert others.count() == 266
    assert not any(user.has_usable_password() for user in others)


def test_peserta_is_at_p3_in_jakarta_without_a_permit(demo):
    person = User.objects.get(username="peserta").participant

    done = [step.code for step in steps_of(person, script.LAST_DAY) if step.completed_on]
    assert done == ["P1", "P2", "P3"]
    assert person.kelurahan_id is not None
    assert not person.permits.exists()


# --- Again -------------------------------------------------------------------------------------------


def test_seeding_again_changes_nothing(demo, capsys):
    before = Event.objects.count()

    call_command("seed_demo", participants=PEOPLE)

    assert capsys.readouterr().out == "demo: already here, nothing changed\n"
    assert Event.objects.count() == before
