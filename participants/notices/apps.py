from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "participants.notices"
    label = "notices"
    verbose_name = "Pemberitahuan"
