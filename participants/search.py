"""Finding people in one box: by NIK, participant number, phone or name.

Names are found however they were spelt, in any order of words, while they are still being typed and with a slip of
the hand. The work is bounded however many people there are and however common a name is: the index is read until
there is enough to choose from, and never is everybody counted or sorted who bears the name.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q

from okoce.accounts.models import User
from okoce.regions import tree
from participants import naming, nik, numbers, spelling
from participants.identifying import with_nik
from participants.merged import in_force
from participants.models import Elsewhere, Participant, ParticipantQuerySet

MOST = 20
"""How many people a search shows."""

_CANDIDATES = 100
_LONGEST = 120
_MOST_READ = 10_000
_FEWEST_LETTERS = 2
_FEWEST_PHONE_DIGITS = 6
_FEWEST_NUMBER_MARKS = 5
_FEW_AREAS = 12
_COLUMNS = tuple(f"word_{place}" for place in range(1, naming.MOST_WORDS + 1))


def asked(posted: Mapping[str, str]) -> str:
    """What was typed into the box `q`, as far as it is looked at."""
    return posted.get("q", "").replace("\x00", "")[:_LONGEST].lstrip()


def shown_again(text: str) -> str:
    """What was typed, as it stands in the box again: without any NIK."""
    return nik.without(text)


def find_exact(text: str, among: ParticipantQuerySet) -> Participant | None:
    """The one person with exactly this NIK or participant number, or None where they are not among these people.

    A record merged into another leads to the one in force: somebody keeps the card and the receipt they were given.
    """
    found = _bearer_of(text)
    return among.filter(pk=in_force(found).pk).first() if found else None


def _bearer_of(text: str) -> Participant | None:
    number = numbers.parse(text)
    if number is not None:
        return Participant.objects.filter(number=number).first()
    digits = nik.possible(text)
    return with_nik(nik.blind_index(digits)).first() if digits else None


def find(text: str, *, by: User) -> list[Participant]:
    """At most MOST people in a user's scope who match what they typed, best first."""
    among = Participant.objects.visible_to(by).current()
    exact = find_exact(text, among)
    if exact is not None:
        return [exact]
    for column, condition in _beginnings(text):
        found = among.filter(condition).order_by(column, "id")[:MOST]
        if found:
            return list(found)
    return _Names(among, _areas(by)).find(text)


def _beginnings(text: str) -> Iterator[tuple[str, Q]]:
    """What a text may be the beginning of, besides a name: a phone number or a participant number."""
    digits = re.sub(r"[\s().\-/]", "", text)
    if re.fullmatch(r"(\+?62|0|8)[0-9]+", digits) and len(digits) >= _FEWEST_PHONE_DIGITS:
        yield "phone", Q(**_between("phone", "+62" + re.sub(r"^(\+?62|0)", "", digits)))
    mark = numbers.typed(text)
    if len(mark) >= _FEWEST_NUMBER_MARKS and set(mark) <= set(numbers.ALPHABET):
        yield "number", Q(number__range=numbers.between(mark))


def _areas(user: User) -> list[str] | None:
    """The kelurahan whose people a user may look for; None for everywhere."""
    node = user.region_node
    if node is None:
        return []
    return None if node.code == tree.PROVINCE else node.kelurahan_codes


def _between(column: str, beginning: str) -> dict[str, str]:
    """Values that begin with letters or digits, as a range: the same index serves it on every database."""
    return {f"{column}__gte": beginning, f"{column}__lt": naming.after(beginning)}


@dataclass(frozen=True)
class _Word:
    """One word somebody typed: the keys it may stand for, whole or as beginnings."""

    typed: str
    keys: tuple[str, ...]
    beginnings: tuple[str, ...] = ()
    begun: tuple[str, ...] | None = None
    """The words in use with these beginnings, where they are known."""

    def conditions(self, column: str) -> Iterator[Q]:
        if self.begun is None:
            for beginning in self.beginnings:
                yield Q(**_between(column, beginning))
        if keys := (*self.keys, *(self.begun or ())):
            yield Q(**{f"{column}__in": keys})

    def fits(self, heard: str) -> bool:
        return heard in self.keys or heard.startswith(self.beginnings or "\0")


@dataclass(frozen=True)
class _Candidate:
    """Somebody whose name may be the one that was typed."""

    pk: int
    name_key: str
    kelurahan: str | None
    heard: tuple[str | None, ...]

    def has(self, word: _Word) -> bool:
        return any(word.fits(heard) for heard in self.heard if heard) or (
            # The columns hold some of the words of a long name.
            self.heard[-1] is not None and any(word.fits(heard) for heard in naming.words(self.name_key))
        )

    def distance(self, typed: Sequence[str]) -> tuple[int, bool, int, str, int]:
        """How far the name is from what was typed: spelt alike, in that order, and with few words besides is near."""
        name = self.name_key.split()
        unlike = sum(1 for word in typed if not any(other.startswith(word) for other in name))
        return unlike, not self.name_key.startswith(typed[0]), len(name) - len(typed), self.name_key, self.pk


@dataclass(frozen=True)
class _Names:
    """A search for a name among people, in some kelurahan or (None) everywhere."""

    among: ParticipantQuerySet
    areas: list[str] | None

    def find(self, text: str) -> list[Participant]:
        words = _words(text)
        if sum(len(word.typed) for word in words) < _FEWEST_LETTERS:
            return []
        if self.areas is not None and len(self.areas) <= _FEW_AREAS:
            words = [_spelt_out(word) for word in words]
        return self._bearing(words, text) or self._bearing([_misspelt(word) for word in words], text)

    def _bearing(self, words: Sequence[_Word], text: str) -> list[Participant]:
        typed = naming.name_key(text).split()
        fitting = [one for one in self._candidates(words) if all(one.has(word) for word in words)]
        best = sorted(fitting, key=lambda one: one.distance(typed))[:MOST]
        people = Participant.objects.in_bulk([one.pk for one in best])
        return [people[one.pk] for one in best]

    def _candidates(self, words: Sequence[_Word]) -> list[_Candidate]:
        """Everybody with the rarest word; or, where all are common, some of those who have them all."""
        for word in sorted(words, key=lambda word: -len(word.typed)):
            found, all_of_them = self._with(word)
            if all_of_them:
                return self._in_scope(found)
        return self._in_scope(self._with_all(words))

    def _with(self, word: _Word) -> tuple[set[int], bool]:
        """People with a word in their name, and whether these are all."""
        found: set[int] = set()
        for column in _COLUMNS:
            for condition in word.conditions(column):
                ids = self._here(Participant.objects.filter(condition)).values_list("pk", flat=True)[:_CANDIDATES]
                found.update(ids)
                if len(ids) == _CANDIDATES:
                    return found, False
        return found | self._elsewhere(word), True

    def _with_all(self, words: Sequence[_Word]) -> set[int]:
        """Some people with all the words, found among as many with the longest of them as can be read at once."""
        longest, *others = sorted(words, key=lambda word: -len(word.typed))
        also = Q()
        for word in others:
            also &= _any(condition for column in _COLUMNS for condition in word.conditions(column))
        found: set[int] = set()
        for column in _COLUMNS:
            for condition in longest.conditions(column):
                bearers = self._here(Participant.objects.filter(condition)).values("pk")[:_MOST_READ]
                people = Participant.objects.order_by().filter(also, pk__in=bearers)
                found.update(people.values_list("pk", flat=True)[:_CANDIDATES])
        return found | self._elsewhere(longest)

    def _elsewhere(self, word: _Word) -> set[int]:
        if self.areas is None:
            return set()
        found: set[int] = set()
        for condition in word.conditions("word"):
            hints = Elsewhere.objects.filter(condition, kelurahan__in=self.areas)
            found.update(hints.values_list("participant", flat=True)[:_CANDIDATES])
        return found

    def _here(self, people: ParticipantQuerySet) -> ParticipantQuerySet:
        people = people.order_by()  # any of them will do: an order would read them all
        return people if self.areas is None else people.filter(kelurahan__in=self.areas)

    def _in_scope(self, ids: set[int]) -> list[_Candidate]:
        """Those who are of these kelurahan, or whom `visible_to` lets be seen; without the merged."""
        if not ids:
            return []
        rows = Participant.objects.current().filter(pk__in=ids).values_list("pk", "name_key", "kelurahan", *_COLUMNS)
        found = [_Candidate(pk, name, place, tuple(heard)) for pk, name, place, *heard in rows]
        if self.areas is None:
            return found
        hinted = [one.pk for one in found if one.kelurahan not in self.areas]
        seen = set(self.among.filter(pk__in=hinted).values_list("pk", flat=True)) if hinted else set()
        return [one for one in found if one.pk in seen or one.kelurahan in self.areas]


def _words(text: str) -> list[_Word]:
    """The words typed; the last one may be only begun, unless a space follows it."""
    plain = naming.telling_words(text)
    words = [_Word(word, (naming.sound(word),)) for word in plain]
    if words and not text.endswith(" "):
        last, begun = words[-1], naming.begun(words[-1].typed)
        keys = tuple(key for key in last.keys if not key.startswith(begun))
        words[-1] = _Word(last.typed, keys, begun)
    return words[: naming.MOST_WORDS]


def _misspelt(word: _Word) -> _Word:
    """The word, taken for any that is in use and one slip of the hand away."""
    return replace(word, keys=(*word.keys, *spelling.near(naming.sound(word.typed))))


def _spelt_out(word: _Word) -> _Word:
    """The word, its beginnings known as the words in use.

    An index of words goes through a whole province between a beginning and the next; but straight to each word's people
    in one kelurahan.
    """
    begun = spelling.in_use(word.beginnings) if word.beginnings else set()
    return replace(word, begun=tuple(sorted(begun))) if len(begun) < spelling.MOST_READ else word


def _any(conditions: Iterator[Q]) -> Q:
    either = Q()
    for condition in conditions:
        either |= condition
    return either
