"""Pages of participants that everybody may open."""

from django.urls import path

from participants import views

app_name = "participants"
urlpatterns = [
    path("daftar/", views.register, name="register"),
    path("daftar/usaha/", views.register_business, name="register_business"),
    path("daftar/kelurahan/", views.kelurahan_choices, name="kelurahan_choices"),
    path("daftar/kirim/", views.register_check, name="register_check"),
    path("daftar/selesai/", views.register_receipt, name="register_receipt"),
    path("daftar/selesai/kartu.png", views.receipt_card, name="receipt_card"),
    path("daftar/hapus/", views.register_forget, name="register_forget"),
    path("cek/", views.check_number, name="check_number"),
    path("cek/<str:number>/", views.check, name="check"),
    path("privasi/", views.privacy, name="privacy"),
]
