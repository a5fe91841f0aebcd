from django.apps import AppConfig


class ReconcilingConfig(AppConfig):
    name = "permits.reconciling"
    verbose_name = "Rekonsiliasi"

    def ready(self) -> None:
        from okoce.audit import fields
        from permits.reconciling.models import Settlement

        fields.explain("settlement", Settlement.choices)
