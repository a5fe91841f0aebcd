from django.apps import AppConfig


class ChecksConfig(AppConfig):
    name = "permits.checks"
    verbose_name = "Pemeriksaan"
