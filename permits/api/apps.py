from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "permits.api"
    verbose_name = "Instansi dan token"
