"""Registering in three short pages, the receipt, the public check of a number, and the privacy notice.

Answers travel in the browser's own sealed draft until they are sent, so none of these pages needs a session, and
only the last post writes to the database.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from okoce.ui import downloads
from participants import drafts, limiting, numbers, receipts, unconfirmed
from participants.drafts import Draft
from participants.forms import CONSENTED_DAY, BusinessForm, ConsentForm, NumberForm, PersonForm, registration
from participants.registering import AlreadyRegistered, Registration, says_otherwise
from participants.registering import register as register_person

_FIRST_ANSWERS = (
    "Kiriman pertama Anda sudah kami terima, jadi isian yang Anda ubah sesudahnya tidak tersimpan. Untuk "
    "memperbaikinya, buat kata sandi lalu buka Data saya, atau datang ke kantor kelurahan dengan KTP."
)


@login_not_required
@sensitive_post_parameters()
def register(request: HttpRequest) -> HttpResponse:
    """Page 1: who you are."""
    draft = Draft.of(request) or Draft()
    if request.method == "POST":
        if limiting.must_wait(request, limiting.NIKS):
            return render(request, "participants/too_many_niks.html", status=429)
        draft = draft.with_person(PersonForm.typed_again(request.POST, draft))
        person = PersonForm(draft)
        if person.nik_is_taken:
            limiting.note_guess(request, limiting.NIKS)
        return draft.keep(_onward(person, BusinessForm(draft)))
    context = {"form": PersonForm(draft), "draft": draft, "receipt": receipts.number_kept(request)}
    return render(request, "participants/register.html", context)


@login_not_required
@sensitive_post_parameters()
def register_business(request: HttpRequest) -> HttpResponse:
    """Page 2: your business. Answers that arrive after the draft was lost are kept: page 1 is then asked again."""
    draft = Draft.of(request)
    if request.method == "POST" and (draft or not receipts.number_kept(request)):
        draft = draft or Draft()
        if "back" in request.POST:
            left = draft.with_business(BusinessForm.left_half_typed(request.POST))
            return left.keep(redirect("participants:register"))
        draft = draft.with_business(BusinessForm.typed(request.POST))
        return draft.keep(_onward(PersonForm(draft), BusinessForm(draft)))
    if draft is None:
        return _without_draft(request)
    return render(request, "participants/register_business.html", {"form": BusinessForm(draft)})


@login_not_required
@require_safe
def kelurahan_choices(request: HttpRequest) -> HttpResponse:
    """The kelurahan that may be meant by what was typed so far: the part of page 2 that follows the typing."""
    form = BusinessForm(Draft(business=BusinessForm.typed(request.GET)), asking=True)
    return render(request, "participants/parts/kelurahan_choices.html", {"form": form, "asking": True})


@login_not_required
@sensitive_post_parameters()
def register_check(request: HttpRequest) -> HttpResponse:
    """Page 3: check your answers, consent, send."""
    draft = Draft.of(request)
    if draft is None:
        return _without_draft(request)
    person, business = PersonForm(draft), BusinessForm(draft)
    if not (person.is_valid() and business.is_valid()):
        return _onward(person, business)
    if request.method == "POST":
        return _send(request, draft, registration(draft, person, business))
    form = ConsentForm.asked_again(draft) if "setuju" in request.GET else ConsentForm(None, draft)
    return render(request, "participants/register_check.html", {"form": form, "person": person, "business": business})


@login_not_required
@require_safe
def register_receipt(request: HttpRequest) -> HttpResponse:
    """The number, what happens next, and the card to keep."""
    person = receipts.holder(request)
    if person is None and Draft.of(request):
        return redirect("participants:register_check")
    if person is None:
        messages.info(request, "Bukti pendaftaran tidak ada di perangkat ini. Periksa dengan nomor peserta Anda.")
        return receipts.forget(redirect("participants:check_number"))
    return render(request, "participants/register_receipt.html", {"receipt": receipts.Receipt.of(person, request)})


@login_not_required
@require_safe
def receipt_card(request: HttpRequest) -> HttpResponse:
    """The card as a picture to save."""
    person = receipts.holder(request)
    if person is None:
        return redirect("participants:register_receipt")
    from participants import cards  # brings Pillow into memory

    card = cards.draw(receipts.Receipt.of(person, request))
    return downloads.attachment(card, f"kartu-peserta-{person.displayed_number}.png", "image/png")


@login_not_required
@require_POST
def register_forget(request: HttpRequest) -> HttpResponse:
    """Forgets what was typed and the receipt, for whoever uses the same phone or PC next."""
    messages.info(request, "Isian sudah dihapus dari perangkat ini.")
    return drafts.forget(receipts.forget(redirect("participants:register")))


@login_not_required
def check_number(request: HttpRequest) -> HttpResponse:
    """Asks for a participant number to check."""
    form = NumberForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return redirect("participants:check", numbers.displayed(form.cleaned_data["number"]))
    return render(request, "participants/check_number.html", {"form": form})


@login_not_required
@require_safe
def check(request: HttpRequest, number: str) -> HttpResponse:
    """Says that a number is registered, where and since when, and nothing else about the person."""
    form = NumberForm({"number": number})
    if form.is_a_nik:
        messages.error(request, "Itu NIK, bukan nomor peserta. Jangan menulis NIK di alamat halaman.")
        return redirect("participants:check_number")  # an answer of 404 would put the address into the log
    if not form.is_valid():
        return render(request, "participants/check.html", {"form": form, "known": None}, status=404)
    if limiting.must_wait(request):
        return render(request, "participants/too_many_checks.html", status=429)
    known = receipts.known_about(form.cleaned_data["number"])
    if known is None:
        limiting.note_guess(request)
    return render(request, "participants/check.html", {"form": form, "known": known}, status=200 if known else 404)


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """The notice that people consent to."""
    context = {"day": CONSENTED_DAY, "kept_for": unconfirmed.KEPT_FOR, "responsible": unconfirmed.RESPONSIBLE}
    return render(request, "participants/privacy.html", context)


def _onward(*forms: PersonForm | BusinessForm) -> HttpResponse:
    """To the first page that is not answered well yet, which says what is missing, or to the check.

    Wrong answers, too, are followed by a redirect: "back" then never asks whether to send a form again.
    """
    for form in forms:
        if not form.is_valid():
            return redirect(form.page)
    return redirect("participants:register_check")


def _without_draft(request: HttpRequest) -> HttpResponse:
    if receipts.number_kept(request):
        return redirect("participants:register_receipt")
    messages.info(request, "Belum ada isian di perangkat ini, atau sudah dihapus. Mulailah dari halaman pertama.")
    return redirect("participants:register")


def _send(request: HttpRequest, draft: Draft, answers: Registration) -> HttpResponse:
    form = ConsentForm(request.POST, draft)
    if form.shows_other_answers:
        messages.warning(request, "Isian ini baru saja berubah di jendela lain. Periksa sekali lagi, lalu kirim.")
        return redirect("participants:register_check")
    if not form.is_valid():
        return redirect(f"{reverse('participants:register_check')}?setuju=belum")
    try:
        person = register_person(answers)
    except AlreadyRegistered:
        return redirect("participants:register")  # which finds the NIK taken and says what to do
    if says_otherwise(person, answers):
        messages.warning(request, _FIRST_ANSWERS)
    return drafts.forget(receipts.keep(redirect("participants:register_receipt"), person))
