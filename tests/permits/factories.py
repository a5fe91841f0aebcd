"""Invented papers, recorded as officers record them."""

from datetime import date

import factory

from okoce.accounts.models import User
from participants.models import Participant
from permits import deeds
from permits.models import Kind, Permit
from tests.okoce.accounts.factories import an_officer
from tests.okoce.regions.codes import CENGKARENG_TIMUR
from tests.participants.factories import ParticipantFactory


class PaperFactory(factory.Factory):
    class Meta:
        model = deeds.Paper

    kind = Kind.IUMK
    number = factory.Sequence(lambda number: f"{number}/e/2018")
    issued_on = date(2018, 9, 1)
    kelurahan = CENGKARENG_TIMUR
    investment = factory.LazyAttribute(lambda paper: 5_000_000 if paper.kind == Kind.IUMK else None)
    workers = factory.LazyAttribute(lambda paper: 2 if paper.kind == Kind.IUMK else None)


class PermitFactory(factory.Factory):
    """A recorded permit of somebody, by an officer of its kelurahan."""

    class Meta:
        model = Permit

    person = factory.SubFactory(ParticipantFactory)
    by = None

    @classmethod
    def _create(cls, model_class, *args, person, by, **fields):
        paper = PaperFactory(*args, **fields)
        return deeds.record(person, paper, by=by or an_officer(paper.kelurahan))


def a_paper(kind: Kind = Kind.IUMK, **fields) -> deeds.Paper:
    """What stands on a permit."""
    return PaperFactory(kind=kind, **fields)


def a_permit(person: Participant | None = None, by: User | None = None, **fields) -> Permit:
    """A recorded permit of somebody, by an officer of its kelurahan."""
    return PermitFactory(person=person or ParticipantFactory(), by=by, **fields)
