"""Surge alarms and sample checks, for officials within their region."""

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from okoce import clock
from okoce.accounts.guarding import needs
from okoce.accounts.models import User
from okoce.accounts.requests import SignedInRequest
from okoce.accounts.rights import Deed
from okoce.ui import forms
from participants.fields import refuse_nik
from participants.models import Participant
from permits.checks import alarms, sampling
from permits.checks.models import Sample, SampledPermit
from permits.deeds import DeedRefused
from permits.models import Permit


class LookForm(forms.Form):
    """What was found when looking at an alarm."""

    alarm = django_forms.CharField(widget=django_forms.HiddenInput, max_length=120)
    finding = django_forms.CharField(label="Temuan", max_length=200, validators=[refuse_nik])


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
    note = django_forms.CharField(label="Apa yang tidak cocok", max_length=200, required=False, validators=[refuse_nik])


@needs(Deed.CHECK_PERMITS)
def surge_alarms(request: SignedInRequest) -> HttpResponse:
    """What looks unusual in the region in the last 28 days; looking at it is noted, nothing is refused."""
    region = request.user.region_id or ""
    found = alarms.alarms(region, clock.today())
    form = LookForm(request.POST or None)
    if form.is_valid():
        try:
            clean = form.cleaned_data
            alarms.look_at(found, clean["alarm"], by=request.user, finding=clean["finding"])
        except DeedRefused as refusal:
            form.refuse(refusal)
            found = alarms.alarms(region, clock.today())
        else:
            messages.success(request, "Temuan tersimpan.")
            return redirect("targets:alarms")
    context = {
        "node": request.user.region_node,
        "alarms": found,
        "form": form,
        "typed": form["finding"].value() or "",
        "typed_at": _open_still(found, form["alarm"].value() or ""),
        "samples": samples_of(region),
    }
    return render(request, "targets/alarms.html", context)


def _open_still(found: list[alarms.Alarm], key: str) -> str:
    """The key of the alarm beside which words typed on an older page still belong; nothing when there is none."""
    alarm = alarms.still(found, key)
    return alarm.key if alarm is not None and alarm.look is None else ""


def samples_of(region: str) -> list[tuple[Sample, sampling.Confirmed]]:
    """The samples drawn last from a region, and how far each has come."""
    samples = Sample.objects.filter(region_id=region).select_related("drawn_by")[:20]
    return [(sample, sampling.progress_of(sample)) for sample in samples]


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
            form.refuse(refusal)
        else:
            return redirect("targets:sample", pk=sample.pk)
    return render(request, "targets/draw_sample.html", {"form": form})


@needs(Deed.CHECK_PERMITS)
@require_safe
def sample(request: SignedInRequest, pk: int) -> HttpResponse:
    """One sample: what was drawn, what was found, and the share confirmed."""
    found = sample_or_404(request.user, pk)
    drawn, visible = drawn_of(found, request.user)
    context = {"sample": found, "drawn": drawn, "progress": sampling.progress_of(found), "visible": visible}
    return render(request, "targets/sample.html", context)


def sample_or_404(user: User, pk: int) -> Sample:
    return get_object_or_404(Sample.objects.visible_to(user).select_related("region"), pk=pk)


def drawn_of(sample: Sample, user: User) -> tuple[list[SampledPermit], set[int]]:
    """What a sample drew, and which of the holders the user may see: a permit may be another region's by now."""
    drawn = list(sample.drawn.select_related("permit__participant", "checked_by"))
    people = Participant.objects.visible_to(user).filter(permits__in=[row.permit_id for row in drawn])
    return drawn, set(people.values_list("pk", flat=True))


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
            form.refuse(refusal)
        else:
            return redirect("targets:sample", pk=drawn.sample_id)
    return render(request, "targets/check_sampled.html", {"drawn": drawn, "form": form})
