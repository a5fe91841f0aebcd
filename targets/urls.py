"""Boards, the officer's workbench, a participant's own page, the public figures."""

from django.urls import path

from targets.views import achievement, api, desk, own

app_name = "targets"
urlpatterns = [
    path("capaian/", achievement.progress, name="progress"),
    path("capaian/yang-dihitung/", achievement.what_counts, name="what_counts"),
    path("capaian/<str:region>/", achievement.progress, name="region_progress"),
    path("petugas/", desk.workbench, name="workbench"),
    path("petugas/buka/", desk.open_outside, name="open_outside"),
    path("petugas/rekam/<str:number>/", desk.record, name="record"),
    path("saya/", own.my_steps, name="my_steps"),
    path("api/v1/progress/", api.progress, name="api_progress"),
]
