from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "permits.api"
    verbose_name = "Instansi dan token"

    def ready(self) -> None:
        from okoce.audit import fields
        from permits.api.models import Scope

        fields.explain("scopes", Scope.choices)
