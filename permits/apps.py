from django.apps import AppConfig


class PermitsConfig(AppConfig):
    name = "permits"
    verbose_name = "Izin"

    def ready(self) -> None:
        from permits import telling

        telling.explain()
