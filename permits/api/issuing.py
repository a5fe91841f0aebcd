"""Agencies and their tokens: opening an agency, granting it a token, closing a token. All of it is recorded."""

import secrets
from collections.abc import Collection

from django.db import transaction
from django.utils.text import slugify

from okoce import clock
from okoce.accounts.models import Role, User
from okoce.audit.models import Verb
from okoce.audit.recording import record
from okoce.faults import retried
from okoce.regions import tree
from participants.deeds import DeedRefused
from permits.api import tokens
from permits.api.models import Agency, ApiToken, Scope


@retried
def open_agency(name: str, *, region: str = tree.PROVINCE, contact: str = "") -> Agency:
    """A new agency with an account of its own, which answers for the region and which nobody can sign in to.

    Raises DeedRefused for a region that is none and for a name another agency has.
    """
    if tree.get(region) is None:
        raise DeedRefused("Wilayah tidak dikenal. Pakai kode wilayah DKI Jakarta, misalnya 31 atau 31.73.", "region")
    if not name.strip():
        raise DeedRefused("Tulis nama instansinya.", "name")
    if Agency.objects.filter(account__name=name.strip()).exists():
        raise DeedRefused("Instansi dengan nama ini sudah ada.", "name")
    with transaction.atomic():
        account = User.objects.create_user(_username(name), role=Role.PGO, region_id=region, name=name.strip())
        return Agency.objects.create(account=account, contact=contact.strip())


@retried
def grant(agency: Agency, *, scopes: Collection[Scope], by: User | None, label: str = "") -> ApiToken:
    """A new token of an agency; its `secret` is told here and never again.

    `by` is None for whoever has a shell on the server. Raises DeedRefused without a scope and for a closed account.
    """
    if not scopes:
        raise DeedRefused("Pilih paling sedikit satu kewenangan.", "scopes")
    if not agency.account.is_active:
        raise DeedRefused("Akun instansi ini sudah ditutup.")
    secret = tokens.new()
    with transaction.atomic():
        token = ApiToken.objects.create(
            agency=agency,
            label=label.strip(),
            digest=tokens.digest(secret),
            may_read=Scope.READ in scopes,
            may_record=Scope.RECORD in scopes,
            may_revoke=Scope.REVOKE in scopes,
            created_by=by,
        )
        granted = {
            "agency": [None, agency.account.username],
            "region": [None, agency.account.region_id],
            "scopes": [None, " ".join(token.scopes)],
        }
        record(Verb.ACCESS_GRANTED, token, by=by, at=token.created_at, changes=granted)
    token.secret = secret
    return token


@retried
def close(token: ApiToken, *, by: User | None) -> None:
    """Close a token for good; one that is closed already stays as it was."""
    with transaction.atomic():
        closed = ApiToken.objects.filter(pk=token.pk, closed_at__isnull=True).update(
            closed_at=clock.now(), closed_by=by
        )
        if closed:
            record(Verb.ACCESS_CLOSED, token, by=by, changes={"agency": [token.agency.account.username, None]})


def _username(name: str) -> str:
    """ "api-dpmptsp-9f3a": says in lists of accounts that this is nobody's."""
    return f"api-{slugify(name)[:40] or 'instansi'}-{secrets.token_hex(2)}"
