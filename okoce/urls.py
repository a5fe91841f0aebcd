"""Who answers which path. Paths are what people read; names are English."""

from allauth.account import views as account
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from okoce import views

handler500 = "okoce.faults.server_error"

urlpatterns = [
    path("", views.home, name="home"),
    path("mulai/", views.landing, name="landing"),
    path("masuk/", account.login, name="account_login"),
    path("keluar/", account.logout, name="account_logout"),
    path("", include("participants.urls")),
    path("", include("permits.urls")),
    path("", include("targets.urls")),
    path("api/v1/", include("permits.api.urls")),
    path("api/", include("okoce.api.urls")),
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("admin/", admin.site.urls),
    path("healthz", views.alive, name="alive"),
    path("readyz", views.ready, name="ready"),
]
