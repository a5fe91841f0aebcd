"""The request of somebody who has signed in: what views that are not public receive."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from okoce.accounts.models import User


class SignedInRequest(HttpRequest):
    """LoginRequiredMiddleware has seen to it that `user` is a User."""

    user: User
    htmx: HtmxDetails
