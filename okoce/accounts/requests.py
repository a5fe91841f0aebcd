"""The request of somebody who has signed in, which private views receive; and where a request comes from."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from okoce.accounts.models import User


class SignedInRequest(HttpRequest):
    """LoginRequiredMiddleware has seen to it that `user` is a User."""

    user: User
    htmx: HtmxDetails


def address_of(request: HttpRequest) -> str | None:
    """The address a request comes from: what the outermost of our own proxies saw (settings: PROXIES), or None.

    Each proxy adds the address it saw to X-Forwarded-For; whatever stands before ours may be invented.
    """
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    seen = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    claimed = seen[-proxies] if 0 < proxies <= len(seen) else ""
    return _plain(claimed) or _plain(request.META.get("REMOTE_ADDR", ""))


def _plain(text: str) -> str | None:
    """An address in its usual spelling, without the port some proxies add; None for anything else."""
    bare = text.rpartition(":")[0] if text.count(":") == 1 else text
    try:
        found = ipaddress.ip_address(bare.strip().strip("[]"))
    except ValueError:
        return None
    return str(getattr(found, "ipv4_mapped", None) or found)
