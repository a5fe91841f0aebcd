"""ModelAdmins of the house: lists that answer no more than is shown, take only rows there can be, or only show."""

from urllib.parse import quote

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from okoce.ui import formats


class HouseAdminForm(forms.ModelForm):
    """A form of the administration; like every other of the house it has no colons after its labels."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **({"label_suffix": ""} | kwargs))


class HouseAdmin(admin.ModelAdmin):
    """For every list: only what its filters ask for can be asked of it.

    Django takes any lookup on the model's own fields from the address, so that a fingerprint of a password could be
    tried out letter by letter, and an expression or a year that cannot be would fail in the database.
    """

    form = HouseAdminForm
    empty_value_display = formats.NOTHING
    show_facets = admin.ShowFacets.NEVER

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """A choice is a choice: what is chosen from is changed in its own list, in no second window."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def lookup_allowed(self, lookup, value, request):
        filters = [field for field in self.get_list_filter(request) if isinstance(field, str)]
        return lookup in {f"{field}{ending}" for field in filters for ending in ("", "__exact", "__isnull")}

    def history_view(self, request, object_id, extra_context=None):
        """What was done to a row, whoever did it and wherever, stands in the record of deeds: there it leads."""
        about = quote(f"{self.opts.model_name}:{object_id}")
        return HttpResponseRedirect(f"{reverse('admin:audit_event_changelist')}?perihal={about}")


class ActingAdmin(HouseAdmin):
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


class ReadOnlyAdmin(HouseAdmin):
    """For tables whose rows are written by deeds only."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
