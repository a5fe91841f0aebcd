"""Addresses that fail, for what is said then."""

from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import path

from okoce.urls import handler500
from okoce.urls import urlpatterns as ours

__all__ = ["handler500", "urlpatterns"]


@login_not_required
def fails(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("something nobody foresaw")


@login_not_required
def finds_no_database(request: HttpRequest) -> HttpResponse:
    raise OperationalError("the database is gone")


urlpatterns = [path("gagal/", fails), path("basis-data/", finds_no_database), *ours]
