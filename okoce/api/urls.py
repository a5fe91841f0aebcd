"""The API's description of itself, and its last word on addresses that are none."""

from django.urls import path, re_path

from okoce.api import views

app_name = "api"
urlpatterns = [
    path("v1/schema/", views.schema, name="schema"),
    path("v1/docs/", views.docs, name="docs"),
    re_path(r"^", views.nothing_here, name="nothing_here"),
]
