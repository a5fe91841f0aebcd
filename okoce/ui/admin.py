"""ModelAdmins of the house: lists that answer no more than is shown, take only rows there can be, or only show."""

from urllib.parse import quote

from cryptography.fernet import InvalidToken
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import PAGE_VAR, SEARCH_VAR, ChangeList, ChangeListSearchForm
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from okoce.ui import formats
from okoce.ui.sealing import box

_LONGEST_SEARCH = 254  # as an e-mail address may be


class HouseAdminForm(forms.ModelForm):
    """A form of the administration; like every other of the house it has no colons after its labels."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **({"label_suffix": ""} | kwargs))


class _Sealed(ChangeListSearchForm):
    """What is looked for, as the address carries it: unless the portal sealed it, nothing."""

    def clean_q(self) -> str:
        try:
            return box(__name__).decrypt(self.cleaned_data[SEARCH_VAR].encode()).decode()
        except InvalidToken:
            return ""


class _List(ChangeList):
    search_form_class = _Sealed


class HouseAdmin(admin.ModelAdmin):
    """For every list: only what its filters ask for can be asked of it, and what is looked for is posted.

    Names and telephone numbers are looked for, and addresses stay in histories and logs: there it stands sealed, and
    pages, orders and filters go on with it.

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

    def get_changelist(self, request, **kwargs):
        return _List

    @method_decorator(sensitive_post_parameters(SEARCH_VAR))
    def changelist_view(self, request, extra_context=None):
        if request.method != "POST" or SEARCH_VAR not in request.POST:
            return super().changelist_view(request, extra_context)
        asked = request.GET.copy()
        for name in (SEARCH_VAR, PAGE_VAR):
            asked.pop(name, None)
        if words := request.POST[SEARCH_VAR].replace("\x00", "").strip()[:_LONGEST_SEARCH]:
            asked[SEARCH_VAR] = box(__name__).encrypt(words.encode()).decode()
        return HttpResponseRedirect(f"?{asked.urlencode()}")

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
