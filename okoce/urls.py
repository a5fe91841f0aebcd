"""Who answers which path. Paths are what people read; names are English."""

from allauth.account import views as account
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import Group
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from okoce import views

handler500 = "okoce.faults.server_error"

# Roles are the portal's own, and an e-mail address is changed with its account.
admin.site.unregister([Group, EmailAddress])

urlpatterns = [
    path("", views.home, name="home"),
    path("mulai/", views.landing, name="landing"),
    path("masuk/", account.login, name="account_login"),
    path("masuk/ditutup/", account.account_inactive, name="account_inactive"),
    # django-allauth names it in an e-mail; people register at /daftar/.
    path(
        "masuk/daftar/",
        login_not_required(RedirectView.as_view(pattern_name="participants:register")),
        name="account_signup",
    ),
    path("keluar/", account.logout, name="account_logout"),
    path("sandi/ganti/", account.password_change, name="account_change_password"),
    path("sandi/lupa/", account.password_reset, name="account_reset_password"),
    path("sandi/lupa/terkirim/", account.password_reset_done, name="account_reset_password_done"),
    path("sandi/lupa/selesai/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^sandi/lupa/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("", include("participants.own.urls")),
    path("", include("participants.notices.urls")),
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
