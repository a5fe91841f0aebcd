"""Accounts: what the database refuses, and which places somebody answers for."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from okoce.accounts.models import ActiveDay, Role, User
from tests.okoce.accounts.factories import a_participants_account, an_administrator, an_officer, an_official
from tests.okoce.regions.codes import CENGKARENG, CENGKARENG_TIMUR, GAMBIR, JAKARTA_BARAT, KAPUK, PROVINCE
from tests.refusals import refused_by, refused_change

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"region": None}, "user_officers_and_officials_have_a_region"),
        ({"role": Role.PARTICIPANT}, "user_officers_and_officials_have_a_region"),
        ({"role": Role.ADMINISTRATOR}, "user_officers_and_officials_have_a_region"),
        ({"region": CENGKARENG}, "user_an_officers_region_is_a_kelurahan"),
        ({"region": JAKARTA_BARAT}, "user_an_officers_region_is_a_kelurahan"),
        ({"region": PROVINCE}, "user_an_officers_region_is_a_kelurahan"),
    ],
)
def test_the_database_refuses_an_account_that_cannot_be(changed, constraint):
    assert refused_change(an_officer(), **changed) == constraint


def test_the_database_refuses_an_unknown_role():
    """By user_role_is_known or by the rule about regions, whichever it asks first."""
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=an_officer().pk).update(role="boss")


def test_the_database_refuses_an_official_without_region():
    assert refused_change(an_official(), region=None) == "user_officers_and_officials_have_a_region"


def test_the_database_refuses_one_email_for_two_accounts_and_takes_none_for_many():
    one, other = an_officer(email="siti@contoh.id"), an_officer()
    an_officer()

    assert refused_change(other, email=one.email) == "user_email_is_one_persons"


def test_an_email_is_one_persons_however_it_is_written():
    one, other = an_officer(email="siti@contoh.id"), an_officer()

    assert refused_change(other, email="Siti@Contoh.ID") == "user_email_is_one_persons"
    other.email = "SITI@contoh.id"
    with pytest.raises(ValidationError) as refusal:
        other.validate_constraints()
    assert refusal.value.messages == ["Email ini sudah dipakai akun lain."]
    assert User.objects.get(email=one.email) == one


def test_a_user_name_is_one_accounts_however_it_is_written():
    one, other = an_officer(username="petugas-sari"), an_officer()

    assert refused_change(other, username="Petugas-Sari") == "user_name_is_one_accounts"
    other.username = "PETUGAS-sari"
    with pytest.raises(ValidationError) as refusal:
        other.full_clean()
    assert refusal.value.messages == ["Nama pengguna ini sudah dipakai."]
    assert User.objects.get(username=one.username) == one


def test_a_user_name_that_stands_already_is_said_once():
    one, other = an_officer(), an_officer()
    other.username = one.username

    with pytest.raises(ValidationError) as refusal:
        other.full_clean()

    assert refusal.value.messages == ["Nama pengguna ini sudah dipakai."]


def test_the_database_refuses_an_active_day_twice():
    ActiveDay.objects.create(kelurahan_id=KAPUK, day=date(2018, 9, 9))

    assert (
        refused_by(lambda: ActiveDay.objects.create(kelurahan_id=KAPUK, day=date(2018, 9, 9)))
        == "active_day_stands_once"
    )


def test_the_database_refuses_an_active_day_of_a_city():
    assert (
        refused_by(lambda: ActiveDay.objects.create(kelurahan_id=JAKARTA_BARAT, day=date(2018, 9, 9)))
        == "active_day_is_of_a_kelurahan"
    )


def test_an_officer_answers_for_their_kelurahan_alone():
    officer = an_officer(CENGKARENG_TIMUR)

    assert [officer.answers_for(code) for code in (CENGKARENG_TIMUR, KAPUK, CENGKARENG, PROVINCE, None)] == [
        True,
        False,
        False,
        False,
        False,
    ]


def test_an_official_answers_for_all_below_their_region():
    official = an_official(JAKARTA_BARAT)

    assert [official.answers_for(code) for code in (CENGKARENG_TIMUR, CENGKARENG, JAKARTA_BARAT, GAMBIR, None)] == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_only_the_province_answers_for_places_outside_jakarta():
    assert [an_official(code).answers_for(None) for code in (PROVINCE, JAKARTA_BARAT)] == [True, False]


def test_participants_and_administrators_answer_for_no_place():
    assert [user.answers_for(PROVINCE) for user in (a_participants_account(), an_administrator())] == [False, False]


def test_only_an_active_administrator_opens_the_admin_site():
    users = [an_administrator(), an_administrator(is_active=False), an_officer(), an_official()]

    assert [user.is_staff for user in users] == [True, False, False, False]


def test_an_account_without_password_cannot_be_signed_in_to():
    user = User.objects.create_user("baru", role=Role.ADMINISTRATOR)

    assert user.has_usable_password() is False


def test_asking_an_official_for_their_kelurahan_is_a_mistake():
    with pytest.raises(ValueError, match="is no kelurahan officer"):
        _ = an_official().kelurahan
