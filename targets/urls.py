"""Boards, the officer's workbench, a participant's own page, the public figures."""

from django.urls import path

from targets.views import achievement, api, bridges, comparison, desk, drill, exports, own, pgo, reports, sheets

app_name = "targets"
urlpatterns = [
    path("capaian/", achievement.progress, name="progress"),
    path("capaian/yang-dihitung/", achievement.what_counts, name="what_counts"),
    path("capaian/ekspor.csv", exports.progress_csv, name="progress_csv"),
    path("capaian/ekspor.xlsx", exports.progress_xlsx, name="progress_xlsx"),
    path("capaian/<str:region>/", achievement.progress, name="region_progress"),
    path("capaian/<str:region>/ekspor.csv", exports.progress_csv, name="region_progress_csv"),
    path("capaian/<str:region>/ekspor.xlsx", exports.progress_xlsx, name="region_progress_xlsx"),
    path("capaian/<str:region>/jembatan/", bridges.bridge, name="bridge"),
    path("capaian/<str:region>/rincian/", drill.lines, name="lines"),
    path("capaian/<str:region>/rincian/surat-kedua/", drill.further_papers, name="further_papers"),
    path("capaian/<str:region>/lembar/", sheets.weekly_sheet, name="weekly_sheet"),
    path("laporan/", reports.reports, name="reports"),
    path("laporan/<str:number>/", reports.report, name="report"),
    path("laporan/<str:number>/laporan.pdf", reports.report_pdf, name="report_pdf"),
    path("pgo/", pgo.pgo, name="pgo"),
    path("pgo/wilayah/<str:region>/", pgo.pgo, name="region_pgo"),
    path("pgo/banding/", comparison.comparison, name="comparison"),
    path("pgo/banding/<str:region>/", comparison.comparison, name="region_comparison"),
    path("pgo/laporan/", reports.publish, name="publish"),
    path("petugas/", desk.workbench, name="workbench"),
    path("petugas/buka/", desk.open_outside, name="open_outside"),
    path("petugas/rekam/<str:number>/", desk.record, name="record"),
    path("saya/", own.my_steps, name="my_steps"),
    path("api/v1/progress/", api.progress, name="api_progress"),
]
