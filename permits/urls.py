"""Pages of permits."""

app_name = "permits"
urlpatterns: list = []
