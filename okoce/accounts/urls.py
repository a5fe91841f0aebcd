"""One's own account: its devices and its second factor."""

from django.urls import path

from okoce.accounts import views

app_name = "accounts"
urlpatterns = [
    path("akun/", views.account, name="account"),
    path("akun/sesi/", views.end_sessions, name="end_sessions"),
    path("akun/verifikasi/", views.second_factor_page, name="second_factor"),
    path("akun/verifikasi/aplikasi/", views.add_app, name="add_app"),
    path("akun/verifikasi/kunci/", views.add_key, name="add_key"),
    path("akun/verifikasi/kode-cadangan/", views.recovery_codes, name="recovery_codes"),
    path("akun/verifikasi/<int:pk>/lepas/", views.remove_factor, name="remove_factor"),
]
