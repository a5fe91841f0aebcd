"""ModelAdmins of the house: one that takes only rows there can be, and one that only shows."""

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseRedirect


class ActingAdmin(admin.ModelAdmin):
    """For lists with actions: rows that cannot be are named as such, where Django would fail."""

    def response_action(self, request: HttpRequest, queryset):  # type: ignore[override]  # the stubs are of Django 6
        key = self.model._meta.pk
        try:
            for chosen in request.POST.getlist(ACTION_CHECKBOX_NAME):
                key.run_validators(key.to_python(chosen))
        except ValidationError:
            self.message_user(request, "Baris yang dipilih tidak dikenal. Pilih lagi dari daftar.", messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
        return super().response_action(request, queryset)


class ReadOnlyAdmin(admin.ModelAdmin):
    """For tables whose rows are written by deeds only."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
