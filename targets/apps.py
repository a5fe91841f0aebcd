from django.apps import AppConfig


class TargetsConfig(AppConfig):
    name = "targets"
    verbose_name = "Target"

    def ready(self) -> None:
        from okoce.audit import fields
        from targets.setting import Way

        fields.explain("way", Way.choices)
