from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from okoce.accounts.models import User
from okoce.regions.fields import RegionField
from okoce.regions.models import Region
from okoce.ui.admin import ActingAdmin, HouseAdmin, HouseAdminForm
from permits.api import issuing
from permits.api.models import Agency, ApiToken, Scope


class AgencyForm(HouseAdminForm):
    """Opens an agency: its name, where it answers for, whom to call."""

    name = forms.CharField(label="Nama instansi", max_length=120)
    region = RegionField(
        label="Wilayah", queryset=Region.objects.order_by("code"), help_text="DKI Jakarta berarti seluruhnya."
    )

    class Meta:
        model = Agency
        fields = ["contact"]

    def clean_name(self) -> str:
        name = self.cleaned_data["name"].strip()
        if Agency.objects.filter(account__name=name).exists():
            raise forms.ValidationError("Instansi dengan nama ini sudah ada.")
        return name


def _administrator(request: HttpRequest) -> User:
    """Who is signed in to the admin site."""
    return cast(User, request.user)


@admin.register(Agency)
class AgencyAdmin(HouseAdmin):
    list_display = ["__str__", "region_title", "is_open", "contact"]
    list_select_related = ["account"]
    search_fields = ["account__name"]
    search_help_text = "Cari nama instansi"

    @admin.display(description="wilayah")
    def region_title(self, agency: Agency) -> str:
        return agency.region_title

    @admin.display(description="akun terbuka")
    def is_open(self, agency: Agency) -> str:
        return "ya" if agency.account.is_active else "tidak"

    def get_form(self, request: HttpRequest, obj: Agency | None = None, change: bool = False, **kwargs: Any):
        return super().get_form(request, obj, change, **({"form": AgencyForm} | kwargs if obj is None else kwargs))

    def get_fields(self, request: HttpRequest, obj: Agency | None = None):
        return ["name", "region", "contact"] if obj is None else ["account", "region_title", "contact"]

    def get_readonly_fields(self, request: HttpRequest, obj: Agency | None = None):
        return [] if obj is None else ["account", "region_title"]

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Agency:
        if change:
            return super().save_form(request, form, change)
        data = form.cleaned_data
        form.save_m2m = lambda: None
        form.instance = issuing.open_agency(data["name"], region=data["region"].code, contact=data["contact"])
        return form.instance

    def has_delete_permission(self, request: HttpRequest, obj: Agency | None = None) -> bool:
        # Deeds name the agency's account: an agency is closed by closing that.
        return False


@admin.register(ApiToken)
class ApiTokenAdmin(ActingAdmin):
    """Tokens are granted and closed; nothing about one is changed."""

    list_display = ["agency", "label", "scopes", "created_at", "last_used_on", "closed_at"]
    list_select_related = ["agency__account"]
    actions = ["close_tokens"]

    def get_fields(self, request: HttpRequest, obj: ApiToken | None = None):
        if obj is None:
            return ["agency", "label", "may_read", "may_record", "may_revoke"]
        return ["agency", "label", "scopes", "created_at", "created_by", "last_used_on", "closed_at", "closed_by"]

    @admin.display(description="kewenangan")
    def scopes(self, token: ApiToken) -> str:
        return ", ".join(scope.label for scope in token.scopes)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any):
        if db_field.name == "agency":
            kwargs["queryset"] = Agency.objects.filter(account__is_active=True).select_related("account")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        """However it is saved, the token is shown next."""
        only_save = {"show_save_and_add_another": False, "show_save_and_continue": False}
        return super().add_view(request, form_url, only_save | (extra_context or {}))

    @admin.action(description="Tutup token yang dipilih")
    def close_tokens(self, request: HttpRequest, tokens: QuerySet[ApiToken]) -> None:
        for token in tokens.select_related("agency__account"):
            issuing.close(token, by=_administrator(request))
        self.message_user(request, "Token ditutup: sistem yang memakainya tidak dapat masuk lagi.", messages.SUCCESS)

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> ApiToken:
        data = form.cleaned_data
        scopes = [scope for scope in Scope if data[f"may_{scope.value}"]]
        form.save_m2m = lambda: None
        form.instance = issuing.grant(data["agency"], scopes=scopes, label=data["label"], by=_administrator(request))
        return form.instance

    def save_model(self, request: HttpRequest, obj: ApiToken, form: Any, change: bool) -> None:
        """Nothing more: `save_form` granted it."""

    def response_add(self, request: HttpRequest, obj: ApiToken, post_url_continue: str | None = None) -> HttpResponse:
        """The one page that shows the token; drawn at once, so that it stands in no cookie and no database."""
        context = {**self.admin_site.each_context(request), "title": "Token baru", "token": obj, "opts": self.opts}
        return TemplateResponse(request, "admin/api/token_granted.html", context)

    def has_change_permission(self, request: HttpRequest, obj: ApiToken | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ApiToken | None = None) -> bool:
        return False
