"""Opening a participant's account, and setting another password for it.

Sign-in names: the phone where it is nobody else's yet (families share one), and the participant number always. The
account has the e-mail address only where no other account has it. Nothing here tells which it was: who has an account
must not be found out by opening one.
"""

from collections.abc import Iterable, Iterator

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from okoce.accounts.models import Role, User
from okoce.audit.models import Verb
from okoce.audit.recording import record
from okoce.faults import retried
from participants.deeds import DeedRefused, refuse_gone
from participants.journal import lock
from participants.merged import downwards, in_force
from participants.models import Participant

HAS_ONE = "Kata sandi sudah dibuat untuk nomor peserta ini. Masuklah dengan kata sandi itu."


def account_of(number: str) -> User | None:
    """The account of whoever has that participant number (in its stored form), also one merged into another."""
    person = Participant.objects.filter(number=number).select_related("user", "merged_into__user").first()
    if person is None:
        return None
    closed_by_a_merge = person.merged_into is not None and person.user is not None and not person.user.is_active
    return in_force(person).user if person.user is None or closed_by_a_merge else person.user


def unsaved_account(person: Participant) -> User:
    """An account as this person would have it, for judging a password by."""
    return User(username=person.phone or person.number, name=person.name, email=person.email, role=Role.PARTICIPANT)


@retried
def open_account(person: Participant, *, password: str) -> User:
    """The person's account with its first password. Raises DeedRefused when there is one, or nobody to open it for."""
    hashed = make_password(password)  # half a second of work that nobody else must wait for
    with lock(person.pk) as [locked]:
        if locked.user_id is not None:
            raise DeedRefused(HAS_ONE)
        return open_for(locked, hashed)


def open_for(locked: Participant, hashed: str) -> User:
    """The new account of a person whose row is held, with a password that is hashed already."""
    refuse_gone(locked)
    account = _inserted(locked, hashed)
    locked.user = account
    locked.save(update_fields=["user"])
    record(Verb.ACCOUNT_OPENED, locked, by=account)
    return account


def follow_contact(person: Participant, *, besides: Iterable[str] = ()) -> None:
    """Let sign-in names follow a phone or e-mail address that changed.

    A phone or number of the person's records, or one of the names `besides`, gives way; a name that an administrator
    gave stays.
    """
    account = person.user
    if account is None:
        return
    gives_way = account.username in {*_names_of(person), *besides}
    names = [person.phone, person.number] if gives_way else [account.username]
    for username, email in _ways(names, person.email):
        account.username, account.email = username, email
        if _saved(account, ["username", "email"]):
            # django-allauth notes addresses of its own, and would go on taking one that was replaced.
            EmailAddress.objects.filter(user=account).exclude(email=account.email).delete()
            return


def hand_over_names(kept: Participant, gone: Participant) -> bool:
    """Let the account of a record that is merged, and closed, leave its phone and e-mail address to the survivor's.

    Both rows are held. Whether the survivor's account is named otherwise now.
    """
    account, heir = gone.user, kept.user
    if account is None or heir is None:
        return False
    if account.username == gone.phone:
        account.username = gone.number
    account.email = ""
    if _saved(account, ["username", "email"]):
        EmailAddress.objects.filter(user=account).delete()
    before = (heir.username, heir.email)
    follow_contact(kept)
    return (heir.username, heir.email) != before


def take_back_names(kept: Participant, gone: Participant, *, were_left: bool) -> None:
    """Name the account of a record that is one of its own again as before; `were_left`, the survivor's as well.

    Both rows are held.
    """
    heir, names = kept.user, _names_of(kept)
    makes_way = were_left and heir is not None and heir.username in names
    if heir is not None and makes_way:
        heir.username, heir.email = kept.number, ""
        _saved(heir, ["username", "email"])
    follow_contact(gone, besides=names)
    if makes_way:
        follow_contact(kept)


def _names_of(person: Participant) -> set[str]:
    """The phones and numbers of a person's records, by which their account may be named."""
    rows = Participant.objects.filter(pk__in=downwards(person)).values_list("phone", "number")
    return {name for row in rows for name in row if name}


def _inserted(person: Participant, hashed: str) -> User:
    for username, email in _ways([person.phone, person.number], person.email):
        account = User(username=username, email=email, name=person.name, role=Role.PARTICIPANT, password=hashed)
        if _saved(account):
            return account
    raise DeedRefused("Akun tidak dapat dibuat sekarang. Tanyakan di kantor kelurahan.")


def _ways(names: list[str], email: str) -> Iterator[tuple[str, str]]:
    """Sign-in names in order of preference, each first with the e-mail address and then without."""
    for name in filter(None, names):
        if email:
            yield name, email.lower()
        yield name, ""


def _saved(account: User, fields: list[str] | None = None) -> bool:
    """Whether the database took it: a name or an address that another account has by now is refused."""
    try:
        with transaction.atomic():
            account.save(update_fields=fields)
    except IntegrityError:
        return False
    return True
