"""Surge alarms and sample checks, for officials within their region."""

from django import forms as django_forms
from django.contrib import messages
from django.core.validators import ProhibitNullCharactersValidator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from okoce import clock
from okoce.accounts.guarding import needs
from okoce.accounts.requests import SignedInRequest
from okoce.accounts.rights import Deed
from okoce.ui import forms
from participants.models import Participant
from permits.checks import alarms, sampling
from permits.checks.models import Sample, SampledPermit
from permits.deeds import DeedRefused
from permits.models import Permit


class LookForm(forms.Form):
    """What was found when looking at an alarm."""

    alarm = django_forms.CharField(widget=django_forms.HiddenInput, max_length=120)
    finding = django_forms.CharField(label="Temuan", max_length=200, validators=[ProhibitNullCharactersValidator()])


class DrawForm(forms.Form):
    """Which permits a sample is drawn from, and how many."""

    issued_from = forms.DayField(label="Terbit sejak", latest=clock.today)
    issued_to = forms.DayField(label="Terbit sampai", latest=clock.today)
    size = forms.WholeNumberField(label="Banyaknya izin", min_value=1, max_value=sampling.MOST)


class CheckForm(forms.Form):
    """Whether a drawn permit agrees with its paper."""

    confirmed = django_forms.TypedChoiceField(
        label="Cocok dengan suratnya?",
        choices=[("ya", "ya"), ("tidak", "tidak")],
        coerce=lambda answer: answer == "ya",
        widget=django_forms.RadioSelect,
    )
    note = django_forms.CharField(
        label="Apa yang tidak cocok", max_length=200, required=False, validators=[ProhibitNullCharactersValidator()]
    )


@needs(Deed.CHECK_PERMITS)
def surge_alarms(request: SignedInRequest) -> HttpResponse:
    """What looks unusual in the region in the last 28 days; looking at it is noted, nothing is refused."""
    region = request.user.region_id or ""
    found = alarms.alarms(region, clock.today())
    form = LookForm(request.POST or None)
    if form.is_valid():
        alarm = next((alarm for alarm in found if alarm.key == form.cleaned_data["alarm"]), None)
        if alarm is None:
            raise Http404
        alarms.look(alarm, by=request.user, finding=form.cleaned_data["finding"])
        messages.success(request, "Temuan tersimpan.")
        return redirect("targets:alarms")
    samples = Sample.objects.filter(region_id=region).select_related("drawn_by")[:20]
    context = {
        "node": request.user.region_node,
        "alarms": found,
        "form": form,
        "samples": [(sample, sampling.progress_of(sample)) for sample in samples],
    }
    return render(request, "targets/alarms.html", context)


@needs(Deed.CHECK_PERMITS)
def draw_sample(request: SignedInRequest) -> HttpResponse:
    """Draw permits at random for checking against the paper."""
    today = clock.today()
    initial = {"issued_from": today.replace(month=1, day=1), "issued_to": today, "size": 30}
    form = DrawForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            sample = sampling.draw(region=request.user.region_id or "", by=request.user, **form.cleaned_data)
        except DeedRefused as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            return redirect("targets:sample", pk=sample.pk)
    return render(request, "targets/draw_sample.html", {"form": form})


@needs(Deed.CHECK_PERMITS)
@require_safe
def sample(request: SignedInRequest, pk: int) -> HttpResponse:
    """One sample: what was drawn, what was found, and the share confirmed."""
    found = get_object_or_404(Sample.objects.visible_to(request.user), pk=pk)
    drawn = list(found.drawn.select_related("permit__participant", "checked_by"))
    # A permit may have been corrected to another region since: then its holder is not theirs to see.
    people = Participant.objects.visible_to(request.user).filter(permits__in=[row.permit_id for row in drawn])
    context = {
        "sample": found,
        "drawn": drawn,
        "progress": sampling.progress_of(found),
        "visible": set(people.values_list("pk", flat=True)),
    }
    return render(request, "targets/sample.html", context)


@needs(Deed.CHECK_PERMITS)
def check_sampled(request: SignedInRequest, pk: int) -> HttpResponse:
    """Note whether one drawn permit agrees with its paper."""
    theirs = SampledPermit.objects.filter(sample__in=Sample.objects.visible_to(request.user))
    drawn = get_object_or_404(theirs.filter(permit__in=Permit.objects.visible_to(request.user)), pk=pk)
    form = CheckForm(request.POST or None)
    if form.is_valid():
        try:
            sampling.check(drawn, by=request.user, **form.cleaned_data)
        except DeedRefused as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            return redirect("targets:sample", pk=drawn.sample_id)
    return render(request, "targets/check_sampled.html", {"drawn": drawn, "form": form})
