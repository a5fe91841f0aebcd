"""Closing accounts: for a while, and of somebody who asked to be forgotten."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType

from okoce.accounts import sessions
from okoce.accounts.models import User


def close(account: User) -> None:
    """Let nobody sign in to an account any more; whoever is signed in is not with their next step."""
    account.is_active = False
    account.save(update_fields=["is_active"])
    sessions.end_all(account)


def reopen(account: User) -> None:
    """Let an account that was closed be used again, with the password it had."""
    account.is_active = True
    account.save(update_fields=["is_active"])


def forget(account: User) -> None:
    """Leave of an account only that it did what the record says; its sessions and second factors end with it.

    The administrators' log names accounts by what they are called: there, too, only the new name stays.
    """
    account.username, account.name, account.email = f"dihapus-{account.pk}", "", ""
    account.is_active = False
    account.last_login = None
    account.set_unusable_password()
    account.save()
    sessions.end_all(account)
    Authenticator.objects.filter(user=account).delete()
    EmailAddress.objects.filter(user=account).delete()
    changed = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(User), object_id=str(account.pk))
    changed.update(object_repr=account.username, change_message="")
