"""The people of the story: who they are, where they are from, what they do.

Their NIKs are right in structure and cannot be anyone's, since no city has a kecamatan 99; their phone numbers
begin with 0840, a prefix that no operator has, so that no message reaches anybody.
"""

from array import array
from datetime import date, datetime, timedelta
from math import isqrt
from random import Random
from uuid import UUID

from participants import nik, numbers
from participants.models import Channel, Participant
from participants.registering import CONSENT_VERSION
from targets.demo import names, script
from targets.demo.places import OUTSIDE_PLACES, Places

FIRST_CONSENT_VERSION = "2017-12-01"

_PHONE_PREFIX, _PHONE_NUMBERS = "+62840", 10**8
_NO_KECAMATAN = "99"
_DISAGREEING_NIK = 0.01

_IN_THE_BLOCK = 0.3
"""How many of the kelurahan that issued a day's worth at once give the same address: something to look at."""

_OLDEST, _YOUNGEST = date(1953, 1, 1), date(2000, 6, 30)
_MOST_FROM, _MOST_TO = date(1972, 1, 1), date(1993, 12, 31)
_SERIALS = 4_999

_ORIGINS_IN_JAKARTA = ("3171", "3172", "3173", "3174", "3175")
# Cities and regencies that people of Jakarta come from.
_ELSEWHERE = (
    "3201 3204 3205 3208 3209 3212 3215 3216 3271 3275 3276 3301 3302 3303 3305 3308 3309 3312 3315 3318 3324 3326 "
    "3327 3328 3329 3374 3402 3403 3404 3502 3508 3517 3527 3573 3601 3602 3603 3604 3671 3674 1207 1208 1271 1305 "
    "1306 1371 1671 1801 1871 5103 5371 6172 7171 7371 8171 9171"
)
_ORIGINS_ELSEWHERE = tuple(_ELSEWHERE.split())
_ORIGIN_OUTSIDE = {
    "Kabupaten Bogor": "3201",
    "Kota Bekasi": "3275",
    "Kota Depok": "3276",
    "Kota Tangerang": "3671",
    "Kota Tangerang Selatan": "3674",
    "Kabupaten Bekasi": "3216",
    "Kabupaten Tangerang": "3603",
    "Kota Bogor": "3271",
}


class Scatter:
    """Different whole numbers below `size`, in an order that looks like chance and needs no memory."""

    def __init__(self, rng: Random, size: int) -> None:
        # Modulo a prime no two are the same, and no digit repeats in a pattern.
        self._prime = next(number for number in range(size, 1, -1) if _is_prime(number))
        self._factor = rng.randrange(self._prime // 3, self._prime)
        self._offset = rng.randrange(self._prime)

    def __getitem__(self, index: int) -> int:
        return (index * self._factor + self._offset) % self._prime


def _is_prime(number: int) -> bool:
    return number % 2 == 1 and all(number % divisor for divisor in range(3, isqrt(number) + 1, 2))


class Crowd:
    """All the people of a story, known by their index in order of registration; keeps five bytes for each."""

    def __init__(self, participants: int, places: Places, seed: int) -> None:
        self._rng = script.chance(seed, "people")
        self._block = script.chance(seed, "block")
        self._places = places
        self.place = _deal_places(self._rng, participants, places)
        self.female = _deal_women(self._rng, participants)
        self.is_new = bytearray(participants)
        self.registered = array("H", bytes(2 * participants))
        self._numbers = Scatter(self._rng, len(numbers.ALPHABET) ** (numbers.LENGTH - 1))
        self._phones = Scatter(self._rng, _PHONE_NUMBERS)
        self._births = _birthdays()
        self._born = Scatter(self._rng, len(self._births) * _SERIALS)

    def __len__(self) -> int:
        return len(self.place)

    def sex(self, index: int) -> str:
        return "F" if self.female[index] else "M"

    def registered_on(self, index: int) -> date:
        return script.FIRST_DAY + timedelta(days=self.registered[index])

    def kelurahan(self, index: int) -> str | None:
        return self._places.code(self.place[index])

    def register(self, index: int, moment: datetime, officer: int | None) -> Participant:
        """The unsaved participant of that index, registered at a moment; `officer` is who did it at the desk."""
        rng = self._rng
        sex, day = self.sex(index), moment.date()
        self.registered[index] = (day - script.FIRST_DAY).days
        self.is_new[index] = rng.random() < 1 / 3
        outside = self._outside(index)
        name, sector = names.person_name(rng, sex), names.sector(rng)
        digits, birth_date = self._identity(index, sex, outside)
        person = Participant(
            number=self._number(index),
            submission=UUID(int=rng.getrandbits(128), version=4),
            registered_on=day,
            registered_at=moment,
            registered_by_id=officer,
            channel=Channel.DESK if officer else Channel.WEB,
            name=name,
            birth_date=birth_date,
            sex=sex,
            phone=f"{_PHONE_PREFIX}{self._phones[index]:08}",
            kelurahan_id=self.kelurahan(index),
            outside_place=outside,
            address=self._address(index),
            business_name=names.business_name(rng, sector, name, sex),
            sector=sector,
            business_is_new=bool(self.is_new[index]),
            consent_version=CONSENT_VERSION if day.isoformat() >= CONSENT_VERSION else FIRST_CONSENT_VERSION,
            consented_at=moment,
        )
        person.index_name()
        person.set_nik(digits)
        return person

    def _outside(self, index: int) -> str:
        if self.place[index] != self._places.outside:
            return ""
        return self._rng.choices(list(OUTSIDE_PLACES), list(OUTSIDE_PLACES.values()))[0]

    def _address(self, index: int) -> str:
        plain = names.address(self._rng)
        crowded = self.place[index] == self._places.crowded and self._block.random() < _IN_THE_BLOCK
        return names.address_in_the_block(self._block) if crowded else plain

    def _number(self, index: int) -> str:
        left, stem = self._numbers[index], ""
        for _ in range(numbers.LENGTH - 1):
            left, digit = divmod(left, len(numbers.ALPHABET))
            stem += numbers.ALPHABET[digit]
        return numbers.with_check(stem)

    def _identity(self, index: int, sex: str, outside: str) -> tuple[str, date]:
        """A NIK nobody else has, and the birth date its holder gives: not always the one the NIK states."""
        serial, slot = divmod(self._born[index], len(self._births))
        born, twice = self._births[slot]
        day = born.day + (40 if sex == "F" else 0)
        digits = f"{self._origin(outside)}{_NO_KECAMATAN}{day:02}{born:%m%y}{2 * serial + twice + 1:04}"
        if self._rng.random() < _DISAGREEING_NIK:
            born += timedelta(days=self._rng.choice((-365, -31, -1, 1, 30, 366)))
        return nik.parse(digits), born

    def _origin(self, outside: str) -> str:
        if outside and self._rng.random() < 0.6:
            return _ORIGIN_OUTSIDE[outside]
        in_jakarta = self._rng.random() < (0.2 if outside else 0.64)
        return self._rng.choice(_ORIGINS_IN_JAKARTA if in_jakarta else _ORIGINS_ELSEWHERE)


def _deal_places(rng: Random, participants: int, places: Places) -> array:
    jakarta, outside = script.apportion(participants, (script.IN_JAKARTA, script.OUTSIDE_JAKARTA))
    deck = array("H")
    for place, number in enumerate(script.apportion(jakarta, places.registered)):
        deck.extend([place] * number)
    deck.extend([places.outside] * outside)
    rng.shuffle(deck)
    return deck


def _deal_women(rng: Random, participants: int) -> bytearray:
    women = int(participants * script.WOMEN + 0.5)
    deck = bytearray(b"\1" * women + b"\0" * (participants - women))
    rng.shuffle(deck)
    return deck


def _birthdays() -> list[tuple[date, int]]:
    """Birthdays of working ages, those of the middle ages a second time."""
    days = [_OLDEST + timedelta(days=step) for step in range((_YOUNGEST - _OLDEST).days + 1)]
    return [(day, 0) for day in days] + [(day, 1) for day in days if _MOST_FROM <= day <= _MOST_TO]
