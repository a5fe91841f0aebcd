from django.apps import AppConfig


class ReconcilingConfig(AppConfig):
    name = "permits.reconciling"
    verbose_name = "Rekonsiliasi"
