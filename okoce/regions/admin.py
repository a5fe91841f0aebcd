from django.contrib import admin, messages
from django.db import transaction

from okoce.regions import tree
from okoce.regions.models import Region
from okoce.ui.admin import HouseAdmin

_SEEN_LATER = "Perubahan ini terlihat di semua halaman setelah portal dimulai ulang. Beri tahu pengelola servernya."


@admin.register(Region)
class RegionAdmin(HouseAdmin):
    list_display = ["code", "name", "level", "parent"]
    list_filter = ["level"]
    search_fields = ["code", "name", "aliases"]
    search_help_text = "Cari kode, nama, atau ejaan lain"
    list_select_related = ["parent"]
    fields = ["code", "level", "parent", "name", "aliases", "latitude", "longitude", "tile_col", "tile_row"]
    readonly_fields = ["code", "level", "parent"]

    def save_model(self, request, obj, form, change):
        """What is saved is read anew once everybody can read it, by this process; the others go on until restarted."""
        super().save_model(request, obj, form, change)
        transaction.on_commit(tree.forget)
        if form.has_changed():
            self.message_user(request, _SEEN_LATER, messages.WARNING)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
