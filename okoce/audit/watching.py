"""What the record learns of accounts by itself: who signs in and out, passwords, second factors, and every change of
role, region and state; and of regions, what an administrator changes by hand.

Accounts stand below the record in the house, and are changed from many places: by an administrator, a command, with a
person's data. So the record watches them, and no such place can forget to tell it.
"""

from collections.abc import Mapping
from typing import Any, cast

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth import signals as auth
from django.db.models import Q
from django.db.models.signals import post_save, pre_save
from django.http import HttpRequest

from okoce.accounts import second_factor, sessions
from okoce.accounts.models import User
from okoce.audit import origin
from okoce.audit.models import Verb
from okoce.audit.recording import masked, record
from okoce.regions.models import Region

_SHOWN = ("role", "region_id", "is_active")
_PERSONAL = ("username", "name", "email")
_OF_A_REGION = ("name", "aliases", "latitude", "longitude", "tile_col", "tile_row")

NOBODY = User(pk=0)
"""Whom somebody tried to be who is not: what they typed may be anything, and is not kept."""

_UID = "okoce.audit"


def watch() -> None:
    """Listen to everything that is told about accounts."""
    auth.user_logged_in.connect(_signed_in, dispatch_uid=_UID)
    auth.user_logged_out.connect(_signed_out, dispatch_uid=_UID)
    auth.user_login_failed.connect(_sign_in_failed, dispatch_uid=_UID)
    for changed in (account.password_changed, account.password_reset, account.password_set):
        changed.connect(_password_changed, dispatch_uid=_UID)
    sessions.ended_elsewhere.connect(_signed_out_elsewhere, dispatch_uid=_UID)
    second_factor.taken_away.connect(_factors_taken_away, dispatch_uid=_UID)
    pre_save.connect(_about_to_be_saved, sender=User, dispatch_uid=_UID)
    post_save.connect(_saved, sender=User, dispatch_uid=_UID)
    pre_save.connect(_region_about_to_be_saved, sender=Region, dispatch_uid=_UID)
    post_save.connect(_region_saved, sender=Region, dispatch_uid=_UID)
    mfa.authenticator_added.connect(_factor_added, dispatch_uid=_UID)
    mfa.authenticator_reset.connect(_factor_added, dispatch_uid=_UID)
    mfa.authenticator_removed.connect(_factor_removed, dispatch_uid=_UID)
    mfa.authenticator_used.connect(_factor_used, dispatch_uid=_UID)
    mfa.authentication_failed.connect(_factor_failed, dispatch_uid=_UID)


def _signed_in(sender: Any, request: HttpRequest | None, user: User, **told: Any) -> None:
    record(Verb.SIGNED_IN, user, by=user, request=request)


def _signed_out(sender: Any, request: HttpRequest | None, user: User | None, **told: Any) -> None:
    if user is not None:
        record(Verb.SIGNED_OUT, user, by=user, request=request)


def _signed_out_elsewhere(sender: Any, request: HttpRequest, user: User, count: int, **told: Any) -> None:
    record(Verb.SIGNED_OUT, user, by=user, request=request, changes={"sessions": [count, None]})


def _sign_in_failed(
    sender: Any, credentials: Mapping[str, Any], request: HttpRequest | None = None, **told: Any
) -> None:
    """As many statements for a name that nobody has as for one that somebody has."""
    typed = [str(credentials.get(name) or "").replace("\x00", "") for name in ("username", "email")]
    named = Q(username__in=[*typed, *map(str.lower, typed)]) | (Q(email__in=map(str.lower, typed)) & ~Q(email=""))
    found = User.objects.filter(named).order_by("pk").first()
    record(Verb.SIGN_IN_FAILED, found or NOBODY, by=None, request=request)


def _password_changed(sender: Any, request: HttpRequest, user: User, **told: Any) -> None:
    record(Verb.PASSWORD_CHANGED, user, by=user, request=request)


def _factor_added(sender: Any, request: HttpRequest, user: User, authenticator: Any, **told: Any) -> None:
    changes = {"factor": [None, str(authenticator.type)]}
    record(Verb.FACTOR_ADDED, user, by=origin.doer() or user, request=request, changes=changes)


def _factor_removed(sender: Any, request: HttpRequest, user: User, authenticator: Any, **told: Any) -> None:
    changes = {"factor": [str(authenticator.type), None]}
    record(Verb.FACTOR_REMOVED, user, by=origin.doer() or user, request=request, changes=changes)


def _factors_taken_away(sender: Any, user: User, by: User | None, request: HttpRequest | None, **told: Any) -> None:
    record(Verb.FACTOR_REMOVED, user, by=by, request=request, changes={"factor": ["all", None]})


def _factor_used(sender: Any, request: HttpRequest, user: User, authenticator: Any, **told: Any) -> None:
    """Of those that are used day by day nothing is kept; a recovery code is good once, so it goes by being used."""
    if authenticator.type == second_factor.RECOVERY:
        record(Verb.FACTOR_REMOVED, user, by=user, request=request, changes={"factor": ["recovery_code", None]})


def _factor_failed(sender: Any, request: HttpRequest, user: User, **told: Any) -> None:
    record(Verb.FACTOR_FAILED, user, by=None, request=request)


def _about_to_be_saved(sender: type[User], instance: User, update_fields: Any = None, **told: Any) -> None:
    """Keep what stands in the database, where something that is watched may differ from it."""
    watched = [name for name in (*_SHOWN, *_PERSONAL) if update_fields is None or _bare(name) in update_fields]
    before = User.objects.filter(pk=instance.pk).values(*watched).first() if watched and instance.pk else None
    cast(Any, instance)._as_stored = before


def _saved(sender: type[User], instance: User, created: bool, raw: bool = False, **told: Any) -> None:
    before: dict[str, Any] | None = cast(Any, instance).__dict__.pop("_as_stored", None)
    if raw or (created and instance.is_participant):
        return  # a file being loaded; or an account that opens with a person's first password, which is recorded
    if created:
        before = dict.fromkeys((*_SHOWN, *_PERSONAL))
    changes = {
        _bare(name): _told(name, was, getattr(instance, name))
        for name, was in (before or {}).items()
        if (was or "") != (getattr(instance, name) or "")
    }
    if changes:
        record(Verb.ACCOUNT_MADE if created else Verb.ACCOUNT_CHANGED, instance, by=origin.doer(), changes=changes)


def _region_about_to_be_saved(sender: type[Region], instance: Region, **told: Any) -> None:
    """Regions come from a file that says itself what it changed; what somebody changes by hand is watched."""
    stored = Region.objects.filter(pk=instance.pk) if origin.doer() else Region.objects.none()
    cast(Any, instance)._as_stored = stored.values(*_OF_A_REGION).first()


def _region_saved(sender: type[Region], instance: Region, **told: Any) -> None:
    before = cast(Any, instance).__dict__.pop("_as_stored", None) or {}
    now = {name: getattr(instance, name) for name in before}
    changes = {
        name: [None if one is None else str(one) for one in (was, now[name])]
        for name, was in before.items()
        if was != now[name]
    }
    if changes:
        record(Verb.REGION_CHANGED, instance, by=origin.doer(), changes=changes)


def _bare(name: str) -> str:
    return name.removesuffix("_id")


def _told(name: str, was: Any, now: Any) -> list[Any]:
    return [was, now] if name in _SHOWN else masked(was, now)
