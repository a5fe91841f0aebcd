"""A ModelAdmin that only shows."""

from django.contrib import admin


class ReadOnlyAdmin(admin.ModelAdmin):
    """For tables whose rows are written by deeds only."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
