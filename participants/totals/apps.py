from django.apps import AppConfig


class TotalsConfig(AppConfig):
    name = "participants.totals"
    label = "totals"
    verbose_name = "Jumlah per keadaan"
