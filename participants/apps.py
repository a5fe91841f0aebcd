from django.apps import AppConfig


class ParticipantsConfig(AppConfig):
    name = "participants"
    verbose_name = "Peserta"

    def ready(self) -> None:
        from participants import subjects

        subjects.explain()
