"""Permits."""

from django.urls import path

from permits import views

app_name = "permits"
urlpatterns = [
    path("izin/<int:pk>/", views.permit, name="permit"),
    path("izin/<int:pk>/perbaiki/", views.correct, name="correct"),
    path("izin/<int:pk>/<slug:deed>/", views.change, name="change"),
]
