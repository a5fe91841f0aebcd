"""Boards, the workbench, a participant's own page."""

app_name = "targets"
urlpatterns: list = []
