"""Help that everybody may read: the papers, the seven steps, what people ask, and how to tell impostors."""

from django.contrib.auth.decorators import login_not_required
from django.forms import ChoiceField, RadioSelect
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from okoce.ui import forms
from participants.unconfirmed import OFFICE_HOURS
from permits.advising import NO, QUESTIONS, UNKNOWN, YES, advice
from targets import guiding

_ANSWERS = [(YES, "Ya"), (NO, "Tidak"), (UNKNOWN, "Belum tahu")]


class WhichPermitForm(forms.Form):
    """The questions that tell an IUMK from an SKU; the answers stand in the address, as they name nobody."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for question in QUESTIONS:
            self.fields[question.name] = ChoiceField(
                label=question.text,
                help_text=question.hint,
                choices=_ANSWERS,
                widget=RadioSelect,
                error_messages={
                    "required": f"{question.about}: pilih ya, tidak, atau belum tahu.",
                    "invalid_choice": f"{question.about}: pilih salah satu.",
                },
            )


@login_not_required
@require_safe
def help(request: HttpRequest) -> HttpResponse:
    """What help there is."""
    return render(request, "targets/help.html")


@login_not_required
@require_safe
def help_permits(request: HttpRequest) -> HttpResponse:
    """What an IUMK and an SKU are, and what is brought for them."""
    context = {"papers": guiding.IUMK_PAPERS, "hours": OFFICE_HOURS}
    return render(request, "targets/help_permits.html", context)


@login_not_required
@require_safe
def which_permit(request: HttpRequest) -> HttpResponse:
    """A few questions that end in IUMK, SKU, or ask at the desk."""
    form = WhichPermitForm(request.GET or None)
    found = advice(form.cleaned_data) if form.is_valid() else None
    context = {"form": form, "advice": found, "papers": guiding.IUMK_PAPERS}
    return render(request, "targets/which_permit.html", context)


@login_not_required
@require_safe
def help_steps(request: HttpRequest) -> HttpResponse:
    """The seven steps, each with what it is and what to bring."""
    return render(request, "targets/help_steps.html", {"guides": guiding.GUIDES.values()})


@login_not_required
@require_safe
def help_questions(request: HttpRequest) -> HttpResponse:
    """What people ask."""
    return render(request, "targets/help_questions.html", {"hours": OFFICE_HOURS})


@login_not_required
@require_safe
def help_impostors(request: HttpRequest) -> HttpResponse:
    """What the portal never asks for, and what to do when somebody does."""
    return render(request, "targets/help_impostors.html")
