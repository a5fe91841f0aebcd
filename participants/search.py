"""Finding people in one box: by NIK, participant number, phone or name.

Names are found however they were spelt, in any order of words, while they are still being typed and with a slip of
the hand. The work is bounded however many people there are and however common a name is: the index is read until
there is enough to choose from, and never is everybody counted or sorted who bears the name.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from okoce.accounts.models import User
from okoce.regions import tree
from participants import naming, nik, numbers, spelling
from participants.models import Elsewhere, Participant, ParticipantQuerySet

MOST = 20
"""How many people a search shows."""

_CANDIDATES = 150
_FEWEST_LETTERS = 2
_FEWEST_PHONE_DIGITS = 6
_FEWEST_NUMBER_MARKS = 5
_COLUMNS = tuple(f"word_{place}" for place in range(1, naming.MOST_WORDS + 1))


def find_exact(text: str, among: ParticipantQuerySet) -> Participant | None:
    """The one person with exactly this NIK or participant number, or None."""
    number = numbers.parse(text)
    if number is not None:
        return among.filter(number=number).first()
    try:
        return among.filter(nik_index=nik.blind_index(nik.parse(text))).first()
    except nik.ImpossibleNik:
        return None


def find(text: str, *, by: User) -> list[Participant]:
    """At most MOST people in a user's scope who match what they typed, best first."""
    among = Participant.objects.visible_to(by).current()
    exact = find_exact(text, among)
    if exact is not None:
        return [exact]
    for column, beginning in _beginnings(text):
        found = among.filter(**_between(column, beginning)).order_by(column, "id")[:MOST]
        if found:
            return list(found)
    return _Names(among, _areas(by)).find(text)


def _beginnings(text: str) -> Iterator[tuple[str, str]]:
    """What a text may be the beginning of, besides a name: a phone number or a participant number."""
    digits = re.sub(r"[\s().\-/]", "", text)
    if re.fullmatch(r"(\+?62|0|8)[0-9]+", digits) and len(digits) >= _FEWEST_PHONE_DIGITS:
        yield "phone", "+62" + re.sub(r"^(\+?62|0)", "", digits)
    mark = numbers.typed(text)
    if len(mark) >= _FEWEST_NUMBER_MARKS and set(mark) <= set(numbers.ALPHABET):
        yield "number", mark


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

    def conditions(self, column: str) -> Iterator[Q]:
        for beginning in self.beginnings:
            yield Q(**_between(column, beginning))
        if self.keys:
            yield Q(**{f"{column}__in": self.keys})

    def fits(self, heard: str) -> bool:
        return heard in self.keys or heard.startswith(self.beginnings or "\0")


@dataclass(frozen=True)
class _Names:
    """A search for a name among people, in some kelurahan or (None) everywhere."""

    among: ParticipantQuerySet
    areas: list[str] | None

    def find(self, text: str) -> list[Participant]:
        words = _words(text)
        if sum(len(word.typed) for word in words) < _FEWEST_LETTERS:
            return []
        return self._bearing(words, text) or self._bearing([_misspelt(word) for word in words], text)

    def _bearing(self, words: Sequence[_Word], text: str) -> list[Participant]:
        people = self._candidates(words)
        fitting = [person for person in people if all(_fits(person, word) for word in words)]
        return sorted(fitting, key=lambda person: _distance(person, text))[:MOST]

    def _candidates(self, words: Sequence[_Word]) -> list[Participant]:
        """Everybody with the rarest word; or, where all are common, some of those who have them all."""
        for word in sorted(words, key=lambda word: -len(word.typed)):
            found, all_of_them = self._with(word)
            if all_of_them:
                return self._people(found)
        return self._people(self._with_all(words))

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
        """Some people with all the words, found through the longest of them."""
        longest, *others = sorted(words, key=lambda word: -len(word.typed))
        also = Q()
        for word in others:
            also &= _any(condition for column in _COLUMNS for condition in word.conditions(column))
        found: set[int] = set()
        for column in _COLUMNS:
            for condition in longest.conditions(column):
                people = self._here(Participant.objects.filter(condition).filter(also))
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
        return people if self.areas is None else people.filter(kelurahan__in=self.areas)

    def _people(self, ids: set[int]) -> list[Participant]:
        """Those of the candidates who are in scope: of these kelurahan, or by leave of `visible_to`."""
        people = list(Participant.objects.current().filter(pk__in=ids)) if ids else []
        hinted = [] if self.areas is None else [person.pk for person in people if person.kelurahan_id not in self.areas]
        seen = set(self.among.filter(pk__in=hinted).values_list("pk", flat=True)) if hinted else set()
        return [person for person in people if person.pk in seen or person.pk not in hinted]


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
    return _Word(word.typed, (*word.keys, *spelling.near(naming.sound(word.typed))), word.beginnings)


def _any(conditions: Iterator[Q]) -> Q:
    either = Q()
    for condition in conditions:
        either |= condition
    return either


def _fits(person: Participant, word: _Word) -> bool:
    return any(word.fits(heard) for heard in naming.words(person.name))


def _distance(person: Participant, text: str) -> tuple[Any, ...]:
    """How far a name is from what was typed: spelt alike first, then in that order, then with few words besides."""
    typed, name = naming.name_key(text).split(), person.name_key.split()
    unlike = sum(1 for word in typed if not any(other.startswith(word) for other in name))
    return unlike, not person.name_key.startswith(typed[0]), len(name) - len(typed), person.name_key, person.pk
