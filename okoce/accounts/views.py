"""One's own account: its devices and its second factor."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows import reauthentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal import flows as recovery_flows
from allauth.mfa.totp.internal import flows as app_flows
from allauth.mfa.webauthn.internal import auth as webauthn
from allauth.mfa.webauthn.internal import flows as key_flows
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from okoce.accounts import second_factor, sessions
from okoce.accounts.guarding import needs
from okoce.accounts.models import Session
from okoce.accounts.requests import SignedInRequest
from okoce.accounts.rights import Deed
from okoce.accounts.second_factor_forms import AppForm, NewKeyForm
from okoce.ui import formats
from okoce.ui.qr import qr_code
from okoce.ui.resending import sent_from

_asks = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Shown:
    """A session as its holder reads of it."""

    digest: str
    device: str
    began: str
    seen: str
    is_this: bool


def _by_somebody_sure(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Asks for the password once more, unless that was just done, before what guards the account is touched."""

    @wraps(view)
    def asking(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if reauthentication.is_reauthentication_required(request, app="allauth.mfa"):
            return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': request.path})}")
        return view(request, *args, **kwargs)

    return asking


@needs(Deed.USE_ACCOUNT)
@require_safe
def account(request: SignedInRequest) -> HttpResponse:
    """Who is signed in, how the account is guarded, and on which devices it is open."""
    context = {
        "sessions": [_shown(request, session) for session in sessions.of(request.user)],
        "factors": list(second_factor.of(request.user)),
        "is_demanded": second_factor.is_demanded_of(request.user),
    }
    return render(request, "accounts/account.html", context)


@needs(Deed.USE_ACCOUNT)
@sent_from("accounts:account")
def end_sessions(request: SignedInRequest) -> HttpResponse:
    """Sign out one other device, or all others."""
    one = request.POST.get("session", "")
    if one:
        sessions.end_one(request, request.user, one[:40].replace("\x00", ""))
        messages.success(request, "Perangkat itu sudah keluar.")
    else:
        sessions.end_others(request, request.user)
        messages.success(request, "Semua perangkat lain sudah keluar.")
    return redirect("accounts:account")


@needs(Deed.USE_ACCOUNT)
@require_safe
def second_factor_page(request: SignedInRequest) -> HttpResponse:
    """What there is of a second factor, and what can be added; where those are led who must have one."""
    factors = list(second_factor.of(request.user))
    context = {
        "factors": factors,
        "codes_left": len(second_factor.recovery_codes(request.user)) if factors else 0,
        "has_app": any(factor.type == second_factor.APP for factor in factors),
        "is_demanded": second_factor.is_demanded_of(request.user),
    }
    return render(request, "accounts/second_factor.html", context)


@needs(Deed.USE_ACCOUNT)
@_asks
@never_cache
@sensitive_post_parameters()
@_by_somebody_sure
def add_app(request: SignedInRequest) -> HttpResponse:
    """Set up an app that shows codes, and prove it with the first."""
    if second_factor.of(request.user).filter(type=second_factor.APP).exists():
        return redirect("accounts:second_factor")
    form = AppForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        try:
            app, codes = app_flows.activate_totp(request, form)
        except IntegrityError:  # sent twice
            return redirect("accounts:second_factor")
        second_factor.mark_used(app, form.step)
        return _added(request, codes)
    adapter = second_factor.Adapter()
    context = {
        "form": form,
        "qr": qr_code(adapter.build_totp_url(request.user, form.secret)),
        "secret": _in_fours(form.secret),
    }
    return render(request, "accounts/add_app.html", context)


@needs(Deed.USE_ACCOUNT)
@_asks
@never_cache
@sensitive_post_parameters()
@_by_somebody_sure
def add_key(request: SignedInRequest) -> HttpResponse:
    """Set up a passkey: the one page that needs JavaScript, as the browser makes it."""
    form = NewKeyForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        data = form.cleaned_data
        _, codes = key_flows.add_authenticator(request, name=data["name"], credential=data["credential"])
        return _added(request, codes)
    options = webauthn.begin_registration(request.user, passwordless=False)
    return render(request, "accounts/add_key.html", {"form": form, "options": options})


@needs(Deed.USE_ACCOUNT)
@_asks
@_by_somebody_sure
def remove_factor(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take off an app or a passkey of one's own; recovery codes go with the last of them."""
    factor = get_object_or_404(second_factor.of(request.user), pk=pk)
    if not second_factor.Adapter().can_delete_authenticator(factor):
        raise PermissionDenied
    if request.method != "POST":
        return render(request, "accounts/remove_factor.html", {"factor": factor})
    second_factor.remove(request, factor)
    messages.success(request, "Verifikasi itu sudah dilepas.")
    return redirect("accounts:second_factor")


@needs(Deed.USE_ACCOUNT)
@_asks
@never_cache
@_by_somebody_sure
def recovery_codes(request: SignedInRequest) -> HttpResponse:
    """The recovery codes that are left; posting makes new ones, and the old are void."""
    if not second_factor.has_one(request.user):
        return redirect("accounts:second_factor")
    if request.method == "POST":
        recovery_flows.generate_recovery_codes(request)
        return redirect("accounts:recovery_codes")
    codes = second_factor.recovery_codes(request.user)
    return render(request, "accounts/recovery_codes.html", {"codes": [f"{code[:4]} {code[4:]}" for code in codes]})


def _added(request: SignedInRequest, codes: Authenticator | None) -> HttpResponse:
    second_factor.note_added(request, request.user)
    return redirect("accounts:recovery_codes" if codes else "accounts:second_factor")


def _shown(request: HttpRequest, session: Session) -> Shown:
    now = timezone.now()
    return Shown(
        digest=session.pk,
        device=session.device or "Perangkat tidak dikenal",
        began=formats.ago(now - session.began_at),
        seen=formats.ago(now - session.seen_at),
        is_this=sessions.is_this(request, session),
    )


def _in_fours(text: str) -> str:
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))
