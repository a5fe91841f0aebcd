from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "okoce.accounts"
    verbose_name = "Akun"
