from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from okoce.ui import formats
from okoce.ui.admin import ReadOnlyAdmin
from targets import goals, publishing
from targets.models import Report, Target


@admin.register(Target)
class TargetAdmin(ReadOnlyAdmin):
    """Every target that was ever set, as deeds wrote it."""

    list_display = ["region", "period", "wanted", "set_at", "set_by", "reason"]
    list_select_related = ["region", "set_by"]
    search_fields = ["region__code", "region__name"]
    search_help_text = "Cari kode atau nama wilayah"
    ordering = ["-id"]
    fields = ["region", "first_day", "last_day", "wanted", "set_at", "set_by", "reason"]

    @admin.display(description="masa")
    def period(self, target: Target) -> str:
        return goals.name_of((target.first_day, target.last_day))

    @admin.display(description="wirausaha baru", ordering="number")
    def wanted(self, target: Target) -> str:
        return formats.number(target.number)


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    """Published reports; their figures are read on their own pages."""

    list_display = ["number", "as_of", "known_at", "result", "published_by"]
    list_select_related = ["published_by"]
    fields = ["number", "as_of", "known_at", "result", "note", "published_by", "checksum"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        return publishing.listed()

    @admin.display(description="wirausaha baru")
    def result(self, report: Report) -> str:
        return formats.number(publishing.result_of(report))
