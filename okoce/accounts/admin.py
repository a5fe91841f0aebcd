from django.contrib import admin
from django.core.exceptions import ValidationError

from okoce.accounts import second_factor, sessions
from okoce.accounts.models import User
from okoce.regions.fields import RegionField
from okoce.regions.models import Region
from okoce.ui.admin import ActingAdmin, HouseAdminForm


class _AccountForm(HouseAdminForm):
    """An account; a user name that is taken is said once and beside it, however it is written."""

    def clean_username(self) -> str:
        name = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=name).exclude(pk=self.instance.pk).exists():
            raise ValidationError(User._meta.get_field("username").error_messages["unique"], "unique")
        return name


@admin.register(User)
class UserAdmin(ActingAdmin):
    form = _AccountForm
    fields = [
        *("username", "name", "email", "role", "region", "is_active"),
        *("has_password", "last_login", "created_at"),
    ]
    list_display = ["username", "name", "role", "region_title", "open"]
    list_filter = ["role", "is_active"]
    search_fields = ["username", "name", "email"]
    search_help_text = "Cari nama pengguna, nama, atau email"
    readonly_fields = ["has_password", "last_login", "created_at"]

    @admin.display(description="aktif", ordering="is_active")
    def open(self, account: User) -> str:
        return "ya" if account.is_active else "tidak"

    @admin.display(description="wilayah", ordering="region")
    def region_title(self, account: User) -> str:
        return account.region_node.title if account.region_node else ""

    def get_fields(self, request, obj=None):
        """Of an account that is being made there is nothing to tell yet."""
        return [name for name in self.fields if obj is not None or name not in self.readonly_fields]

    @admin.display(description="kata sandi")
    def has_password(self, account: User) -> str:
        """Whether there is one: who it belongs to makes it, by e-mail or with a code."""
        return "sudah dibuat" if account.has_usable_password() else "belum dibuat"

    def save_model(self, request, obj, form, change):
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if not obj.is_active:
            sessions.end_all(obj)  # as okoce.accounts.closing does

    actions = ["take_away_second_factor"]

    @admin.action(description="Lepas verifikasi dua langkah (HP dan kode cadangan hilang)")
    def take_away_second_factor(self, request, queryset):
        for account in queryset.exclude(pk=request.user.pk):
            had_one = second_factor.take_away(account, by=request.user, request=request)
            said = "masuk dengan kata sandi saja, lalu memasang yang baru" if had_one else "memang belum memakainya"
            self.message_user(request, f"{account.username}: {said}.")

    def has_delete_permission(self, request, obj=None):
        # Accounts are closed, never deleted: records name who made them.
        return False

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "region":
            kwargs |= {"queryset": Region.objects.order_by("code"), "form_class": RegionField}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
