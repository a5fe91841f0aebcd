from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "okoce.audit"
    verbose_name = "Catatan"
