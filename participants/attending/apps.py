from django.apps import AppConfig


class AttendingConfig(AppConfig):
    name = "participants.attending"
    label = "attending"
    verbose_name = "Pelatihan dan daftar hadir"
