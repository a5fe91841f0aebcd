"""What a surge looks like (PRODUCT: "1,000 became 25,000 in a month"). Pure."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

MANY_A_DAY = 20
TIMES_THE_MEAN = 5
MEAN_DAYS = 28
CONSECUTIVE = 20
AT_ONE_ADDRESS = 5
_NUMERAL = re.compile(r"\d{1,12}")


def busy_days(issued: Mapping[tuple[str, date], int], days: Iterable[date]) -> list[tuple[str, date, int]]:
    """Of `days` those on which a kelurahan issued more than 20 permits and more than 5 times its mean.

    `issued` counts permits by kelurahan and issue date; the mean is that of the 28 days before.
    """
    found = []
    for day in days:
        for kelurahan in sorted({place for place, when in issued if when == day}):
            count = issued[kelurahan, day]
            before = sum(issued.get((kelurahan, day - timedelta(days=back)), 0) for back in range(1, MEAN_DAYS + 1))
            if count > MANY_A_DAY and count * MEAN_DAYS > TIMES_THE_MEAN * before:
                found.append((kelurahan, day, count))
    return found


def numerals(number: str) -> tuple[int, ...]:
    """The whole numbers in a permit number, by which its like are put in order: 77, 31, … of "77/31.73.01.1006"."""
    return tuple(int(digits) for digits in _NUMERAL.findall(number))


def serials(number: str) -> list[tuple[str, int]]:
    """The numbers of a permit number that may be running, each with the series it would run in.

    The one at the head, whatever follows it ("": 77 of "77/31.73.01.1006/e/2018"), and every further one among numbers
    that are otherwise the same ("sku/2018/#": 1 of "SKU/2018/0001").
    """
    plain = "".join(number.lower().split())
    found = list(_NUMERAL.finditer(plain))
    heads = [("", int(one[0])) for one in found[:1]]
    return heads + [(f"{plain[: one.start()]}#{plain[one.end() :]}", int(one[0])) for one in found[1:]]


def runs(serials: Iterable[int], least: int = CONSECUTIVE) -> list[tuple[int, int]]:
    """Stretches of at least `least` consecutive numbers, as first and last."""
    found: list[tuple[int, int]] = []
    first = last = None
    for number in [*sorted(set(serials)), None]:
        if number is not None and last is not None and number == last + 1:
            last = number
            continue
        if first is not None and last is not None and last - first + 1 >= least:
            found.append((first, last))
        first = last = number
    return found


def crowded(addresses: Iterable[tuple[int, str, str]], least: int = AT_ONE_ADDRESS) -> dict[tuple[str, str], list[int]]:
    """People by place and normalised address, where at least `least` share both.

    `addresses` are (person, place, address): many kelurahan have a Jalan Melati 5.
    """
    people: dict[tuple[str, str], set[int]] = defaultdict(set)
    for person, place, address in addresses:
        people[place, address_key(address)].add(person)
    return {where: sorted(ids) for where, ids in sorted(people.items()) if where[1] and len(ids) >= least}


_SHORT = {"jl": "jalan", "jln": "jalan", "gg": "gang", "no": "", "nomor": "", "rt": "", "rw": ""}


def address_key(address: str) -> str:
    """How addresses are compared: lower case, usual abbreviations spelt out, no punctuation, no leading zeros."""
    words = re.findall(r"[a-z]+|\d+", address.lower())
    spelt = [_SHORT.get(word, word).lstrip("0") for word in words]
    return " ".join(word for word in spelt if word)
