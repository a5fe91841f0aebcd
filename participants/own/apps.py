from django.apps import AppConfig


class OwnConfig(AppConfig):
    name = "participants.own"
    label = "own"
    verbose_name = "Akun dan hak peserta"
