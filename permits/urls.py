"""Permits, and the people they are about."""

from django.urls import path

from permits.views import duplicates, importing, list_files, lists, obstacles, people, permits, searching

app_name = "permits"
urlpatterns = [
    path("peserta/", lists.people, name="people"),
    path("peserta/ekspor.<str:ending>", list_files.export_people, name="export_people"),
    path("izin/", lists.permits, name="permits"),
    path("izin/ekspor.<str:ending>", list_files.export_permits, name="export_permits"),
    path("kendala/", lists.obstacles, name="obstacles"),
    path("kendala/ekspor.<str:ending>", list_files.export_obstacles, name="export_obstacles"),
    path("peserta/cari/", searching.find_people, name="find_people"),
    path("peserta/ganda/", duplicates.duplicates, name="duplicates"),
    path("peserta/<str:number>/", people.person, name="person"),
    path("peserta/<str:number>/ganda/<str:other>/", duplicates.compare, name="compare"),
    path("peserta/<str:number>/ganda/<str:other>/beda/", duplicates.tell_apart, name="tell_apart"),
    path("peserta/<str:number>/pisahkan/", duplicates.unmerge, name="unmerge"),
    path("peserta/<str:number>/nik/", people.reveal, name="reveal"),
    path("peserta/<str:number>/kendala/", obstacles.set_obstacle, name="set_obstacle"),
    path("kendala/<int:pk>/selesai/", obstacles.resolve_obstacle, name="resolve_obstacle"),
    path("petugas/impor/", importing.imports, name="imports"),
    path("petugas/impor/templat.xlsx", importing.import_template, name="import_template"),
    path("petugas/impor/<int:pk>/", importing.import_preview, name="import_preview"),
    path("petugas/impor/<int:pk>/kolom/", importing.import_columns, name="import_columns"),
    path("petugas/impor/<int:pk>/periksa/", importing.import_check, name="import_check"),
    path("petugas/impor/<int:pk>/catat/", importing.import_record, name="import_record"),
    path("petugas/impor/<int:pk>/batal/", importing.import_discard, name="import_discard"),
    path("petugas/impor/<int:pk>/perbaikan.xlsx", importing.import_problems, name="import_problems"),
    path("izin/<int:pk>/", permits.permit, name="permit"),
    path("izin/<int:pk>/perbaiki/", permits.correct, name="correct"),
    path("izin/<int:pk>/<slug:deed>/", permits.change, name="change"),
]
