"""Words in use that somebody may have meant who mistyped one.

The vocabulary is not kept anywhere: the indexes of the words in names hold it, and are read from one word straight to
the next, so that the work grows with the number of different words and not of people.
"""

from collections.abc import Collection, Iterator

from django.db import connections, router

from participants.models import Participant
from participants.naming import MOST_WORDS, after

MOST_READ = 1_500
"""Words in use that are read of each column at the most."""

_MOST_MEANT = 30
_VOWELS = "aiueo"
_SHORTEST = 3
_LONG = 8


def near(key: str) -> list[str]:
    """Words in use one slip of the hand away from a key (two from a long one), nearest first.

    A slip is a letter too few, too many, wrong, or changed places with its neighbour. Slips in the first two letters
    are known where they are usual: a vowel missing or wrong, two letters changed over.
    """
    if len(key) < _SHORTEST:
        return []
    most = 2 if len(key) >= _LONG else 1
    far = {word: distance(key, word, most) for word in in_use(_beginnings(key)) if word != key}
    return sorted((word for word in far if far[word] <= most), key=lambda word: (far[word], word))[:_MOST_MEANT]


def in_use(beginnings: Collection[str]) -> set[str]:
    """The different words in people's names with these beginnings; of each column MOST_READ at the most, so that it
    stays quick. One statement."""
    with connections[router.db_for_read(Participant)].cursor() as cursor:
        cursor.execute(*_reading(sorted(beginnings)))
        return {word for (word,) in cursor.fetchall()}


def _reading(beginnings: list[str]) -> tuple[str, list[str]]:
    """The statement that goes from each word in an index to the next."""
    ranges = " UNION ALL ".join(["SELECT CAST(%s AS text) AS first, CAST(%s AS text) AS beyond"] * len(beginnings))
    columns = [f"word_{place}" for place in range(1, MOST_WORDS + 1)]
    statement = f"""
        WITH RECURSIVE ranges AS ({ranges}), {", ".join(map(_going_through, columns))}
        {" UNION ".join(f"SELECT * FROM (SELECT word FROM in_{one} LIMIT {MOST_READ}) AS of_{one}" for one in columns)}
    """  # noqa: S608  columns, table and limit are ours
    return statement, [bound for beginning in beginnings for bound in (beginning, after(beginning))]


def _going_through(column: str) -> str:
    table = Participant._meta.db_table
    return f"""
        at_{column}(word, beyond) AS (
            SELECT (SELECT min({column}) FROM {table} WHERE {column} >= first AND {column} < beyond), beyond FROM ranges
            UNION ALL
            SELECT (SELECT min({column}) FROM {table} WHERE {column} > word AND {column} < beyond), beyond
            FROM at_{column} WHERE word IS NOT NULL
        ),
        in_{column} AS (SELECT word FROM at_{column} WHERE word IS NOT NULL)
    """  # noqa: S608


def _beginnings(key: str) -> set[str]:
    first, second, third = key[0], key[1], key[2]
    return {first + second, second + first, first + third, second + third, *(first + vowel for vowel in _VOWELS)}


def distance(one: str, other: str, most: int) -> int:
    """How many slips of the hand lie between two words; `most` + 1 for any number above `most`. Pure."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    rows: list[list[int]] = [list(range(len(other) + 1))]
    for row, mark in enumerate(one, start=1):
        rows.append(list(_next_row(rows, row, mark, one, other)))
        if min(rows[-1]) > most:
            return most + 1
    return min(rows[-1][-1], most + 1)


def _next_row(rows: list[list[int]], row: int, mark: str, one: str, other: str) -> Iterator[int]:
    """One row of the table of distances, with neighbours that changed places as one slip."""
    left = row
    yield left
    for column, against in enumerate(other, start=1):
        left = min(left + 1, rows[row - 1][column] + 1, rows[row - 1][column - 1] + (mark != against))
        if row > 1 and column > 1 and mark == other[column - 2] and one[row - 2] == against:
            left = min(left, rows[row - 2][column - 2] + 1)
        yield left
