"""Who answers which path. Paths are what people read; names are English."""

from allauth.account import views as account
from allauth.account.models import EmailAddress
from allauth.mfa.base import views as second_factor
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import Group
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from okoce import views
from okoce.accounts.guarding import needs
from okoce.accounts.rights import Deed

handler500 = "okoce.faults.server_error"

# Roles are the portal's own, an e-mail address is changed with its account, and a second factor is its holder's alone.
admin.site.unregister([Group, EmailAddress, Authenticator])
# Its few lists stand in the menu.
admin.site.enable_nav_sidebar = False

urlpatterns = [
    path("", views.home, name="home"),
    path("mulai/", views.landing, name="landing"),
    path("masuk/", account.login, name="account_login"),
    path("masuk/kode/", second_factor.authenticate, name="mfa_authenticate"),
    path("masuk/ditutup/", account.account_inactive, name="account_inactive"),
    # django-allauth names it in an e-mail; people register at /daftar/.
    path(
        "masuk/daftar/",
        login_not_required(RedirectView.as_view(pattern_name="participants:register")),
        name="account_signup",
    ),
    path("keluar/", account.logout, name="account_logout"),
    path("sandi/pastikan/", account.reauthenticate, name="account_reauthenticate"),
    path("sandi/ganti/", account.password_change, name="account_change_password"),
    # Whoever has no password that could be changed gets one as those who forgot theirs do.
    path(
        "sandi/ganti/tanpa/", RedirectView.as_view(pattern_name="account_reset_password"), name="account_set_password"
    ),
    path("sandi/lupa/", account.password_reset, name="account_reset_password"),
    path("sandi/lupa/terkirim/", account.password_reset_done, name="account_reset_password_done"),
    path("sandi/lupa/selesai/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^sandi/lupa/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("", include("okoce.accounts.urls")),
    path("", include("participants.own.urls")),
    path("", include("participants.notices.urls")),
    path("", include("participants.urls")),
    path("", include("permits.urls")),
    path("", include("targets.urls")),
    path("api/v1/", include("permits.api.urls")),
    path("api/", include("okoce.api.urls")),
    # The admin site sends here whoever may not open it: strangers go on to sign in, others are told.
    path(
        "admin/login/",
        needs(Deed.ADMINISTER)(RedirectView.as_view(pattern_name="account_login", query_string=True)),
        name="administration",
    ),
    path("admin/password_change/", RedirectView.as_view(pattern_name="account_change_password")),
    path("admin/", admin.site.urls),
    path("healthz", views.alive, name="alive"),
    path("readyz", views.ready, name="ready"),
]
