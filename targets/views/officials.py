"""Who the officials' pages are for."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from okoce.accounts.requests import SignedInRequest


def officials_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answers 403 to whoever is no PGO official."""

    @wraps(view)
    def guarded(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_pgo:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
