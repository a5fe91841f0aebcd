"""Stopping letters."""

from django.urls import path

from participants.notices import views

app_name = "notices"
urlpatterns = [path("pemberitahuan/<str:token>/", views.stop, name="stop")]
