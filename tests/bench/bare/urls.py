"""R at `/`, I at `/form/`, and I as a ModelForm with its checks at `/model-form/`."""

from uuid import uuid4

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from tests.bench.bare.models import Entry

_ROWS = [{"number": n, "name": f"Name {n}", "place": f"Place {n}", "share": n / 7} for n in range(20)]


class EntryForm(forms.Form):
    name = forms.CharField(max_length=120)
    place = forms.CharField(max_length=40)
    day = forms.DateField()
    note = forms.CharField(max_length=200, required=False)


class EntryModelForm(forms.ModelForm):
    class Meta:
        model = Entry
        fields = ("number", "name", "place", "day", "note")


def page(request: HttpRequest) -> HttpResponse:
    return render(request, "page.html", {"title": "Twenty rows", "rows": _ROWS})


def form(request: HttpRequest) -> HttpResponse:
    form = EntryForm(request.POST or None)
    if form.is_valid():
        Entry.objects.create(number=uuid4().hex, **form.cleaned_data)
        return redirect("/")
    return render(request, "form.html", {"form": form})


def model_form(request: HttpRequest) -> HttpResponse:
    posted = request.POST.copy() if request.method == "POST" else None
    if posted is not None:
        posted["number"] = uuid4().hex
    form = EntryModelForm(posted)
    if form.is_valid():
        form.save()
        return redirect("/")
    return render(request, "form.html", {"form": form})


urlpatterns = [path("", page), path("form/", form), path("model-form/", model_form)]
