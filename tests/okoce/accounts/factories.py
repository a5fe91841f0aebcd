"""Invented accounts, one role each; numbered rather than random."""

import factory

from okoce.accounts.models import Role, User
from tests.okoce.regions.codes import CENGKARENG_TIMUR, PROVINCE


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        abstract = True

    @classmethod
    def _create(cls, model_class, *args, **fields):
        return model_class.objects.create_user(*args, **fields)


class OfficerFactory(UserFactory):
    username = factory.Sequence(lambda number: f"petugas-{number}")
    role = Role.OFFICER
    region_id = CENGKARENG_TIMUR


class OfficialFactory(UserFactory):
    username = factory.Sequence(lambda number: f"pgo-{number}")
    role = Role.PGO
    region_id = PROVINCE


class AdministratorFactory(UserFactory):
    username = factory.Sequence(lambda number: f"admin-{number}")
    role = Role.ADMINISTRATOR


class ParticipantAccountFactory(UserFactory):
    username = factory.Sequence(lambda number: f"+62812{number:08d}")
    role = Role.PARTICIPANT


def an_officer(kelurahan: str = CENGKARENG_TIMUR, **fields) -> User:
    """The officer of a kelurahan."""
    return OfficerFactory(region_id=kelurahan, **fields)


def an_official(region: str = PROVINCE, **fields) -> User:
    """A PGO official who answers for a region."""
    return OfficialFactory(region_id=region, **fields)


def an_administrator(**fields) -> User:
    return AdministratorFactory(**fields)


def a_participants_account(**fields) -> User:
    """An account in the role of a participant, not yet anybody's."""
    return ParticipantAccountFactory(**fields)
