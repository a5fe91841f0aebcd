from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "okoce.audit"
    verbose_name = "Catatan"

    def ready(self) -> None:
        from okoce.audit import watching

        watching.watch()
