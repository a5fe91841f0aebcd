"""Registering somebody at the counter, with consent on paper, and straight on to their permit."""

from dataclasses import asdict, dataclass, field, replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from okoce.accounts.guarding import needs
from okoce.accounts.models import User
from okoce.accounts.requests import SignedInRequest
from okoce.accounts.rights import Deed
from participants import search
from participants.cookies import SealedCookie
from participants.deeds import open_outside_scope
from participants.drafts import Draft
from participants.forms import registration
from participants.models import Participant
from participants.registering import AlreadyRegistered, says_otherwise
from participants.registering import register as register_person
from permits.forms import ReasonForm
from targets.desk_forms import DeskBusinessForm, DeskPersonForm, PaperConsentForm

# Shorter than a visitor's own: a PC at a counter is used by many.
_COOKIE = SealedCookie("desk_registration", seconds=30 * 60, version=2, page="targets:register")


@dataclass(frozen=True)
class _Typed:
    """What an officer typed, right or wrong, kept in the browser until it is right; shown to nobody who signs in later.

    A NIK is never written into the page.
    """

    officer: int
    draft: Draft = field(default_factory=Draft)
    consent: dict[str, str] | None = None

    @classmethod
    def kept(cls, request: SignedInRequest) -> "_Typed":
        kept, officer = _COOKIE.read(request), request.user.pk
        if not kept or kept["officer"] != officer:
            return cls(officer)
        return cls(officer, Draft(UUID(kept["id"]), kept["person"], kept["business"]), kept["consent"])

    def with_answers(self, posted: QueryDict) -> "_Typed":
        draft = self.draft.with_person(DeskPersonForm.typed_again(posted, self.draft))
        draft = draft.with_business(DeskBusinessForm.typed(posted))
        return replace(self, draft=draft, consent={"consent": "on"} if posted.get("consent") else {})

    def keep(self, response: HttpResponse) -> HttpResponse:
        rest = {"id": self.draft.id.hex, "consent": self.consent, "officer": self.officer}
        return _COOKIE.keep(response, asdict(self.draft) | rest)


@needs(Deed.REGISTER_PERSON)
@never_cache
@sensitive_post_parameters()
def register(request: SignedInRequest) -> HttpResponse:
    """One page of questions; answered well, it leads to the page that records a permit."""
    typed = _Typed.kept(request)
    if request.method == "POST" and "forget" in request.POST:
        messages.info(request, "Isian sudah dihapus dari komputer ini.")
        return _COOKIE.forget(redirect("targets:register"))
    if request.method == "POST":
        typed = typed.with_answers(request.POST)
    person = DeskPersonForm(typed.draft)
    business = DeskBusinessForm(typed.draft, kelurahan=request.user.kelurahan)
    consent = PaperConsentForm(typed.consent)
    if request.method == "POST":
        # All three are asked, so that all that is wrong is said at once.
        if all([person.is_valid(), business.is_valid(), consent.is_valid()]):
            return _send(request, typed, person, business)
        return typed.keep(redirect("targets:register"))
    context = {
        "person": person,
        "business": business,
        "consent": consent,
        "typed": typed.draft.person is not None,
        **_whose(person, request.user),
    }
    # Also a page still empty is kept, under the name that makes a double click one registration.
    return typed.keep(render(request, "targets/register.html", context))


def _send(request: SignedInRequest, typed: _Typed, person: DeskPersonForm, business: DeskBusinessForm) -> HttpResponse:
    answers = registration(typed.draft, person, business)
    try:
        registered = register_person(answers, by=request.user)
    except AlreadyRegistered:
        return typed.keep(redirect("targets:register"))  # which finds the NIK taken and says whose page to open
    if not Participant.objects.visible_to(request.user).filter(pk=registered.pk).exists():
        # Their business is elsewhere, but it is here that they stand.
        open_outside_scope(registered, by=request.user, reason="Baru didaftarkan di loket ini.")
    messages.success(request, f"{registered.name} terdaftar dengan nomor {registered.displayed_number}.")
    if says_otherwise(registered, answers):
        messages.warning(
            request,
            "Kiriman pertama sudah tersimpan, jadi isian yang diubah sesudahnya tidak ikut. "
            "Perbaiki lewat halaman peserta ini.",
        )
    return _COOKIE.forget(redirect("targets:record", number=registered.number))


def _whose(person: DeskPersonForm, officer: User) -> dict[str, object]:
    """Where the record is of somebody who is registered already: open to this officer, or behind the door."""
    known = elsewhere = None
    if person.is_bound and person.nik_is_taken:
        digits = person.data.get("nik", "")
        known = search.find_exact(digits, Participant.objects.visible_to(officer).current())
        elsewhere = None if known else search.find_exact(digits, Participant.objects.current())
    return {"known": known, "elsewhere": elsewhere, "reason_form": ReasonForm()}
