"""The accounts of the story: the five that people sign in to, and one officer for every kelurahan."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from django.contrib.auth.hashers import make_password

from okoce import clock
from okoce.accounts.models import ActiveDay, Role, User
from okoce.regions import tree
from participants.models import Participant
from targets.demo import script
from targets.demo.places import CENGKARENG_TIMUR, Places

PASSWORD = "okoce-demo-2018"  # noqa: S105  it stands in the README: nothing real hides behind it
MARK = "(demo)"

_OPENED_ON = script.FIRST_DAY - timedelta(days=3)
_JAKARTA_BARAT = "31.73"
_PARTICIPANTS_EMAIL = "peserta@example.org"  # reserved for examples: nothing sent there arrives


@dataclass(frozen=True)
class Staff:
    """Who records what: ids of accounts."""

    officers: dict[str, int]
    pgo: int
    pgo_jakbar: int

    def official_for(self, kelurahan: str | None) -> int:
        """The PGO official who records the steps of people there."""
        return self.pgo_jakbar if kelurahan and tree.contains(_JAKARTA_BARAT, kelurahan) else self.pgo


def is_there() -> bool:
    """Whether this database holds the demo."""
    return User.objects.filter(username="petugas", name__endswith=MARK).exists()


def appoint() -> Staff:
    """Create every account but the participant's."""
    opened = clock.start_of(_OPENED_ON) + timedelta(hours=9)
    password = make_password(PASSWORD)
    named = [
        _account("petugas", "Petugas Cengkareng Timur", Role.OFFICER, CENGKARENG_TIMUR, password, opened),
        _account("pgo", "Pejabat PGO", Role.PGO, tree.PROVINCE, password, opened),
        _account("pgo-jakbar", "Pejabat PGO Jakarta Barat", Role.PGO, _JAKARTA_BARAT, password, opened),
        _account("admin", "Administrator", Role.ADMINISTRATOR, None, password, opened),
    ]
    others = [
        _account(f"petugas-{node.code}", f"Petugas {node.name}", Role.OFFICER, node.code, make_password(None), opened)
        for node in tree.kelurahan()
        if node.code != CENGKARENG_TIMUR
    ]
    User.objects.bulk_create(named + others)
    officers = {str(user.region_id): user.pk for user in [named[0], *others]}
    return Staff(officers, pgo=named[1].pk, pgo_jakbar=named[2].pk)


def welcome(person: Participant) -> None:
    """Give a participant the account `peserta`, and an address to which letters are written."""
    opened = person.registered_at + timedelta(minutes=5)
    person.email = _PARTICIPANTS_EMAIL
    person.user = _account("peserta", person.name, Role.PARTICIPANT, None, make_password(PASSWORD), opened)
    person.user.email = person.email
    person.user.save()
    person.save(update_fields=["user", "email"])


def _account(username: str, name: str, role: Role, region: str | None, password: str, opened: datetime) -> User:
    return User(
        username=username,
        name=f"{name} {MARK}",
        role=role,
        region_id=region,
        password=password,
        created_at=opened,
    )


def sign_ins(rng: Random, places: Places) -> set[tuple[str, date]]:
    """Days on which somebody signed in without recording anything; for silent kelurahan none of the last fortnight."""
    days = [day for day in script.all_days() if script.is_working_day(day) and day >= date(2018, 2, 1)]
    found = set()
    for place, code in enumerate(places.codes):
        silent = place in places.silent
        often = 0.08 if silent else rng.uniform(0.1, 0.4)
        found |= {(code, day) for day in days if rng.random() < often and not (silent and day >= script.SILENT_SINCE)}
        if not silent:
            found.add((code, script.working_day_from(script.SILENT_SINCE + timedelta(days=rng.randrange(12)))))
    return found


def note(active: set[tuple[str, date]]) -> None:
    """Store the days on which kelurahan were active."""
    ActiveDay.objects.bulk_create([ActiveDay(kelurahan_id=code, day=day) for code, day in sorted(active)])
