from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class AccountsConfig(AppConfig):
    name = "okoce.accounts"
    verbose_name = "Akun"

    def ready(self) -> None:
        from okoce.accounts import sessions  # models are ready only now

        # Under the name Django knows its own by, so that it is told by the programme's clock and not by both.
        user_logged_in.connect(sessions.note_last_login, dispatch_uid="update_last_login")
