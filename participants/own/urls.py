"""The way to a password."""

from django.urls import path

from participants.own import views

app_name = "own"
urlpatterns = [
    path("daftar/kata-sandi/", views.choose_password, name="choose_password"),
    path("sandi/", views.enter_code, name="enter_code"),
    path("sandi/baru/", views.new_password, name="new_password"),
    path("sandi/kode/<str:code>/", views.open_link, name="open_link"),
    path("peserta/<str:number>/sandi/", views.hand_out_link, name="hand_out_link"),
]
