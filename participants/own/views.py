"""The way to a password: after the receipt, or with a code that an official handed out."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_safe

from okoce.accounts.guarding import needs
from okoce.accounts.models import User
from okoce.accounts.password_forms import NewPasswordForm
from okoce.accounts.requests import SignedInRequest
from okoce.accounts.rights import Deed
from okoce.ui.qr import qr_code
from participants import limiting, receipts
from participants.cookies import SealedCookie
from participants.deeds import DeedRefused
from participants.models import Participant
from participants.own import accounts, links
from participants.own.forms import CodeForm
from participants.own.permissions import can_hand_out_link
from participants.pages import person_or_404

_LINK = SealedCookie("password_link", seconds=60 * 60, page="own:enter_code")
_SAVED = "Kata sandi tersimpan. Lain kali masuklah dengan nomor peserta {number}, atau nomor HP atau email Anda."
_NO_PROOF = "Bukti pendaftaran tidak ada lagi di perangkat ini. Minta kode di kantor kelurahan; bawa KTP."


@login_not_required
@never_cache
@sensitive_post_parameters()
def choose_password(request: HttpRequest) -> HttpResponse:
    """A first password, in the browser that has just registered: the receipt is the proof."""
    person = receipts.holder(request)
    if person is None:
        messages.info(request, _NO_PROOF)
        return redirect("own:enter_code")
    if person.user_id is not None:
        messages.info(request, accounts.HAS_ONE)
        return redirect("account_login")
    form = NewPasswordForm(request.POST or None, user=accounts.unsaved_account(person))
    if form.is_valid():
        try:
            account = accounts.open_account(person, password=form.cleaned_data["password1"])
        except DeedRefused as refusal:
            messages.info(request, refusal.message)
            return redirect("account_login")
        return _enter(request, account, person)
    return render(request, "own/choose_password.html", {"form": form, "person": person})


@login_not_required
@never_cache
@sensitive_post_parameters()
def enter_code(request: HttpRequest) -> HttpResponse:
    """Asks for the code that an official handed out."""
    if request.method == "POST":
        return _follow(request, request.POST.get("code", ""))
    return render(request, "own/enter_code.html", {"form": CodeForm()})


@login_not_required
@require_safe
@never_cache
@sensitive_variables()
def open_link(request: HttpRequest, code: str) -> HttpResponse:
    """The same by the address that stands in the QR code; leads on to an address without the code."""
    return _follow(request, code)


@login_not_required
@never_cache
@sensitive_post_parameters()
def new_password(request: HttpRequest) -> HttpResponse:
    """Another password, or the first one, for whoever came with a code."""
    link = links.usable(_LINK.read(request) or "")
    if link is None:
        messages.info(request, links.OVER)
        return _LINK.forget(redirect("own:enter_code"))
    person = link.participant
    form = NewPasswordForm(request.POST or None, user=person.user or accounts.unsaved_account(person))
    if form.is_valid():
        try:
            account = links.use(link, password=form.cleaned_data["password1"])
        except DeedRefused as refusal:
            messages.info(request, refusal.message)
            return _LINK.forget(redirect("own:enter_code"))
        return _LINK.forget(_enter(request, account, person))
    return render(request, "own/new_password.html", {"form": form, "person": person})


@needs(Deed.HAND_OUT_CODE)
@never_cache
@sensitive_variables()
def hand_out_link(request: SignedInRequest, number: str) -> HttpResponse:
    """An official hands somebody at the counter a code; it is shown in this answer and never again."""
    person = person_or_404(request, number)
    if not can_hand_out_link(request.user, person):
        raise PermissionDenied
    if request.method != "POST":
        return render(request, "own/hand_out_link.html", {"person": person})
    link = links.hand_out(person, by=request.user, request=request)
    address = request.build_absolute_uri(reverse("own:open_link", args=[link.code]))
    context = {
        "person": person,
        "link": link,
        "address": request.build_absolute_uri(reverse("own:enter_code")),
        "qr": qr_code(address),
    }
    return render(request, "own/hand_out_link.html", context)


def _follow(request: HttpRequest, text: str) -> HttpResponse:
    """To the new password, where the code opens the way to one; what does not is counted, as it may be a guess."""
    if limiting.must_wait(request, limiting.CODES):
        return render(request, "own/too_many_codes.html", status=429)
    form = CodeForm({"code": text})
    if form.is_valid():
        digest = links.digest_of(form.cleaned_data["code"])
        if links.usable(digest) is not None:
            return _LINK.keep(redirect("own:new_password"), digest)
        limiting.note_guess(request, limiting.CODES)
        form.add_error("code", links.OVER)
    return render(request, "own/enter_code.html", {"form": form})


def _enter(request: HttpRequest, account: User, person: Participant) -> HttpResponse:
    """Signs in whoever has just chosen a password; somebody else who is signed in here stays so."""
    messages.success(request, _SAVED.format(number=person.displayed_number))
    if request.user.is_authenticated and request.user != account:
        return redirect("account_login")
    return perform_login(request, account)
