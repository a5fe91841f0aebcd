"""Permits for other systems, below /api/v1/."""

from django.urls import path

from permits.api import views

app_name = "permits_api"
urlpatterns = [
    path("permits/", views.permits, name="permits"),
    path("permits/<int:pk>/", views.permit, name="permit"),
    path("permits/<int:pk>/revoke/", views.revoke, name="revoke"),
]
