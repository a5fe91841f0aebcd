from django.contrib import admin

from okoce.audit.models import Event
from okoce.ui.admin import ReadOnlyAdmin


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ["at", "actor", "verb", "subject"]
    list_filter = ["verb"]
    list_select_related = ["actor"]
    search_fields = ["subject", "actor__username"]
    show_full_result_count = False
