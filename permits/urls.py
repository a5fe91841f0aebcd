"""Permits, and the people they are about."""

from django.urls import path

from permits.views import obstacles, papers, people

app_name = "permits"
urlpatterns = [
    path("peserta/<str:number>/", people.person, name="person"),
    path("peserta/<str:number>/nik/", people.reveal, name="reveal"),
    path("peserta/<str:number>/kendala/", obstacles.set_obstacle, name="set_obstacle"),
    path("kendala/<int:pk>/selesai/", obstacles.resolve_obstacle, name="resolve_obstacle"),
    path("izin/<int:pk>/", papers.permit, name="permit"),
    path("izin/<int:pk>/perbaiki/", papers.correct, name="correct"),
    path("izin/<int:pk>/<slug:deed>/", papers.change, name="change"),
]
