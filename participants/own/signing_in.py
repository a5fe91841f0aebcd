"""Signing in with a participant number as well, and a first password by e-mail for who registered without one."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse

from okoce.accounts import password_forms, signing_in
from participants import nik, numbers
from participants.fields import NikHidingField
from participants.models import Participant
from participants.own import accounts, links

_MOST_WITH_ONE_EMAIL = 5


class SignInForm(signing_in.SignInForm):
    """Sign-in by phone, e-mail or participant number; officials have a user name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = NikHidingField(
            label="Nomor HP, email, atau nomor peserta",
            help_text="Petugas dan pejabat: nama pengguna.",
            max_length=254,
            widget=self.fields["login"].widget,
        )
        self.order_fields(["login", "password"])

    def clean_login(self) -> str:
        typed = super().clean_login()
        if nik.possible(typed):
            raise ValidationError("Ini NIK. Masuklah dengan nomor HP, email, atau nomor peserta Anda.", code="nik")
        number = numbers.parse(typed)
        account = accounts.account_of(number) if number else None
        return account.username if account else typed


class ResetPasswordForm(password_forms.ResetPasswordForm):
    """Sends a link by e-mail: to another password, or to the first one for who registered with this address."""

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        email = self.cleaned_data["email"]
        people = [] if self.users else self._without_account(email)
        for person in people:
            link = links.hand_out(person, by=None)
            path = reverse("own:open_link", args=[link.code])
            context = {"number": person.displayed_number, "url": request.build_absolute_uri(path)}
            get_adapter(request).send_mail("account/email/first_password", email, context)
        return email if people else super().save(request, **kwargs)

    def _without_account(self, email: str) -> list[Participant]:
        return list(Participant.objects.current().with_email(email).filter(user=None)[:_MOST_WITH_ONE_EMAIL])
