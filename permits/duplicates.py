"""Records that are likely one person's: found by phone, birth date and name, each pair with its reasons.

Families share a phone, and many people share a birthday and a first name: only two signs together make a likely
duplicate. NIKs are encrypted and cannot be compared digit by digit. The work is bounded however many people there are:
a person's look-alikes are read from two indexes, and a region is walked from its newest people on, some at a time.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import IntEnum

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Substr
from django.db.models.lookups import Exact, In, IsNull

from okoce.accounts.models import User
from okoce.accounts.rights import Deed, may
from okoce.audit.models import Verb
from okoce.audit.recording import record
from okoce.faults import retried
from participants.deeds import DeedRefused, refuse_gone
from participants.journal import lock
from participants.models import Participant, ParticipantQuerySet
from participants.spelling import distance
from permits.models import ToldApart

MOST = 20
"""How many pairs a page looks for before it stops."""

_ALIKE = 200  # who shares a phone or a birthday with one person; more are not one person's records
_WALKED = 20_000  # people a page looks through before it asks whether to go on
_AT_ONCE = 30  # suspects looked at closely in one go
_ROUNDS = 12
_LONG, _TELLING, _BEGINNING = 8, 4, 2
_SURELY_BEGUN = 3  # letters that both of two misspelt words must keep: with two, strangers born that day come along


class Strength(IntEnum):
    """How likely two records are one person's."""

    POSSIBLE = 1
    LIKELY = 2
    STRONG = 3

    @property
    def words(self) -> str:
        return {1: "perlu dilihat", 2: "mungkin", 3: "sangat mungkin"}[self]


@dataclass(frozen=True)
class Likeness:
    """What two records have in common, as sentences, and how much that says."""

    reasons: tuple[str, ...]
    strength: Strength
    only_phone: bool = False


@dataclass(frozen=True)
class Pair:
    """Two records that are likely one person's, the newer first as it was found."""

    person: Participant
    other: Participant
    likeness: Likeness


@dataclass(frozen=True)
class Found:
    """Pairs of a region, and the id to go on from (None: everybody was looked at)."""

    pairs: list[Pair]
    go_on: int | None


# How alike two records are ---------------------------------------------------------------------------


def likeness(one: Participant, other: Participant) -> Likeness | None:
    """What two records have in common; None where that is not enough to speak of one person."""
    phone = bool(one.phone) and one.phone == other.phone
    birthday = one.birth_date is not None and one.birth_date == other.birth_date
    name = alike(one.name_words, other.name_words)
    if not phone and not (birthday and name):
        return None
    near = one.kelurahan_id is not None and one.kelurahan_id == other.kelurahan_id
    signs = {"nomor HP sama": phone, "tanggal lahir sama": birthday, name: bool(name), "kelurahan sama": near}
    reasons = tuple(reason for reason, holds in signs.items() if holds)
    return Likeness(reasons, _strength(phone, birthday, name, near), only_phone=not birthday and not name)


def _strength(phone: bool, birthday: bool, name: str, near: bool) -> Strength:
    if birthday and name and (phone or (near and name == SAME_NAME)):
        return Strength.STRONG
    two = phone and (birthday or name)
    return Strength.LIKELY if two or name == SAME_NAME else Strength.POSSIBLE


SAME_NAME, SIMILAR_NAME = "nama sama", "nama mirip"


def alike(one: Sequence[str], other: Sequence[str]) -> str:
    """In words, whether two names, heard word by word, may be one; nothing where they may not. Pure.

    All words of the shorter name must be in the longer one, in any order, at most a slip of the hand apart.
    """
    shorter, longer = sorted((list(one), list(other)), key=len)
    if not shorter:
        return ""
    if sorted(shorter) == sorted(longer):
        return SAME_NAME
    left = list(longer)
    for word in sorted(shorter, key=lambda word: word not in longer):  # what is the same is not used up by a slip
        fitting = next((match for match in left if match == word), None) or next(
            (match for match in left if _slipped(word, match)), None
        )
        if fitting is None:
            return ""
        left.remove(fitting)
    return SIMILAR_NAME


def _slipped(one: str, other: str) -> bool:
    if min(len(one), len(other)) < _TELLING:
        return False
    most = 2 if min(len(one), len(other)) >= _LONG else 1
    return distance(one, other, most) <= most


# Finding them ----------------------------------------------------------------------------------------


def of_person(person: Participant, among: ParticipantQuerySet) -> list[Pair]:
    """The records among some that are likely this person's too, likeliest first; not those told apart before."""
    if person.is_gone:
        return []
    others = _in_force(among).exclude(pk=person.pk)
    signs = []
    if person.phone:
        signs.append(Q(phone=person.phone))
    if person.birth_date is not None:
        signs.append(Q(birth_date=person.birth_date))
    found = {other.pk: other for sign in signs for other in others.filter(sign).order_by("-pk")[:_ALIKE]}
    pairs = [Pair(person, other, like) for other in found.values() if (like := likeness(person, other)) is not None]
    pairs = _without_told_apart(pairs)
    return sorted(pairs, key=lambda pair: (-pair.likeness.strength, pair.other.pk))[:MOST]


def of_region(user: User, *, before: int | None = None, with_phone_only: bool = False) -> Found:
    """Pairs that are likely duplicates among the people a user may merge, from the newest people on.

    `before` goes on where an earlier answer ended. Who shares only a phone is left out unless asked for.
    """
    among = mergeable(user)
    bound, is_last = _next_stretch(among, before)
    pairs: dict[tuple[int, int], Pair] = {}
    ceiling = before
    for _ in range(_ROUNDS):
        suspects = _suspects(among, with_phone_only, bound, ceiling)
        for pair in _pairs_of(suspects, among, with_phone_only):
            pairs[pair.person.pk, pair.other.pk] = pair
        if len(suspects) < _AT_ONCE:
            ceiling = None if is_last else bound
            break
        ceiling = suspects[-1].pk
        if len(pairs) >= MOST:
            break
    ordered = sorted(pairs.values(), key=lambda pair: (-pair.likeness.strength, -pair.person.pk, -pair.other.pk))
    return Found(ordered, ceiling)


def mergeable(user: User) -> ParticipantQuerySet:
    """The people a user may merge: an officer those of their kelurahan, a PGO official those of their region.

    Whom somebody opened for a day outside their region is not among them: merging moves figures.
    """
    node = user.region_node
    if node is None or not may(user, Deed.MERGE):
        return Participant.objects.none()
    if user.is_officer:
        return Participant.objects.filter(kelurahan=node.code)
    return Participant.objects.of_region(node)


def likely_survivor(one: Participant, other: Participant) -> Participant:
    """The record to keep unless somebody says otherwise: the one with a NIK, then the one that is older."""
    return min(one, other, key=lambda person: (person.nik_index is None, person.registered_on, person.pk))


def for_page_of(person: Participant, user: User) -> list[Pair]:
    """The look-alikes that somebody who reads a person's page may merge with it."""
    among = mergeable(user)
    looks = person.kelurahan_id == user.region_id if user.is_officer else among.filter(pk=person.pk).exists()
    return of_person(person, among) if looks else []


def _in_force(among: ParticipantQuerySet) -> ParticipantQuerySet:
    return among.current().filter(erased_at__isnull=True)


def _next_stretch(among: ParticipantQuerySet, before: int | None) -> tuple[int, bool]:
    """The lowest id of the people to be looked through now, and whether nobody comes after them."""
    people = among.current() if before is None else among.current().filter(pk__lt=before)
    edge = list(people.order_by("-pk").values_list("pk", flat=True)[_WALKED - 1 : _WALKED])
    return (edge[0], False) if edge else (0, True)


def _suspects(among: ParticipantQuerySet, with_phone_only: bool, bound: int, ceiling: int | None) -> list[Participant]:
    """People in a stretch of ids whom somebody older resembles at first sight, newest first; not more than some."""
    stretch = _in_force(among).filter(pk__gte=bound)
    if ceiling is not None:
        stretch = stretch.filter(pk__lt=ceiling)
    # Not asked here: whether the older one is in force. It would lead databases to the wrong index.
    older = Participant.objects.filter(pk__lt=OuterRef("pk")).order_by()
    same_phone = older.filter(phone=OuterRef("phone"))
    if not with_phone_only:
        same_phone = same_phone.filter(Q(birth_date=OuterRef("birth_date")) | _SHARE_A_WORD)
    born_alike = older.filter(_BEGIN_ALIKE, birth_date=OuterRef("birth_date"))
    either = (~Q(phone="") & Exists(same_phone)) | Exists(born_alike)
    return list(stretch.filter(either).order_by("-pk")[:_AT_ONCE])


def _same(column: str, other: str) -> Q:
    return Q(**{column: OuterRef(other)})


def _begins(column: str) -> Q:
    """The same first letters, or no such word on either side: what a slip of the hand leaves alone."""
    begun = Q(Exact(Substr(column, 1, _BEGINNING), Substr(OuterRef(column), 1, _BEGINNING)))
    return begun | Q(**{f"{column}__isnull": True}) | Q(IsNull(OuterRef(column), True))


def _surely_begins(column: str) -> Q:
    return Q(Exact(Substr(column, 1, _SURELY_BEGUN), Substr(OuterRef(column), 1, _SURELY_BEGUN)))


def _begun_with(beginnings: Collection[str]) -> Q:
    first, second = (Substr(column, 1, _SURELY_BEGUN) for column in ("word_1", "word_2"))
    return Q(In(first, beginnings)) & Q(In(second, beginnings))


# At first sight, in the database: `likeness` has the last word.
_SHARE_A_WORD = (
    _same("word_1", "word_1") | _same("word_1", "word_2") | _same("word_2", "word_1") | _same("word_2", "word_2")
)
_BEGIN_ALIKE = (
    (_same("word_1", "word_1") & _begins("word_2"))
    | (_same("word_2", "word_2") & _begins("word_1"))
    | (_same("word_1", "word_2") & (_same("word_2", "word_1") | Q(word_2__isnull=True)))
    | (_same("word_2", "word_1") & Q(IsNull(OuterRef("word_2"), True)))
    | (_surely_begins("word_1") & _surely_begins("word_2"))
)


def _pairs_of(suspects: Sequence[Participant], among: ParticipantQuerySet, with_phone_only: bool) -> list[Pair]:
    """The suspects with those older than them whom they truly resemble."""
    phones = {person.phone for person in suspects} - {""}
    birthdays = {person.birth_date for person in suspects} - {None}
    words = {word for person in suspects for word in person.name_words}
    beginnings = {word[:_SURELY_BEGUN] for word in words}
    others = _in_force(among).order_by()
    by_phone, by_birthday = defaultdict(list), defaultdict(list)
    for other in others.filter(phone__in=phones):
        by_phone[other.phone].append(other)
    named = Q(word_1__in=words) | Q(word_2__in=words) | _begun_with(beginnings)
    for other in others.filter(named, birth_date__in=birthdays):
        by_birthday[other.birth_date].append(other)
    pairs = []
    for person in suspects:
        near = {one.pk: one for one in (*by_phone[person.phone], *by_birthday[person.birth_date]) if one.pk < person.pk}
        for other in near.values():
            like = likeness(person, other)
            if like is not None and (with_phone_only or not like.only_phone):
                pairs.append(Pair(person, other, like))
    return _without_told_apart(pairs)


def _without_told_apart(pairs: list[Pair]) -> list[Pair]:
    ids = {person.pk for pair in pairs for person in (pair.person, pair.other)}
    apart = set(ToldApart.objects.filter(first__in=ids, second__in=ids).values_list("first", "second")) if ids else ()
    return [pair for pair in pairs if _in_order(pair.person, pair.other) not in apart]


def _in_order(one: Participant, other: Participant) -> tuple[int, int]:
    return min(one.pk, other.pk), max(one.pk, other.pk)


# Telling apart ---------------------------------------------------------------------------------------


def told_apart(one: Participant, other: Participant) -> ToldApart | None:
    """Who said that these are two people, and when."""
    first, second = _in_order(one, other)
    return ToldApart.objects.filter(first=first, second=second).select_related("said_by").first()


@retried
def tell_apart(one: Participant, other: Participant, *, by: User) -> ToldApart:
    """Note that two records are two people's: they are not shown as likely duplicates again.

    Saying it twice changes nothing. Raises DeedRefused for one record, and for records merged or erased meanwhile.
    """
    if one.pk == other.pk:
        raise DeedRefused("Pilih dua catatan yang berbeda.")
    with lock(one.pk, other.pk) as people:
        for person in people:
            refuse_gone(person)
        first, second = people
        found, is_new = ToldApart.objects.get_or_create(first=first, second=second, defaults={"said_by": by})
        if is_new:
            for person, counterpart in ((first, second), (second, first)):
                changes = {"other": [None, counterpart.displayed_number]}
                record(Verb.TOLD_APART, person, by=by, at=found.said_at, changes=changes)
    return found
