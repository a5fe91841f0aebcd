"""Pages of participants."""

from django.urls import path
from django.views.generic import RedirectView

app_name = "participants"
urlpatterns = [path("daftar/", RedirectView.as_view(url="/"), name="register")]
