"""What a view asks before anything else: is this a deed of theirs at all? Where it is one, `visible_to` says."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.http.response import HttpResponseBase

from okoce.accounts import rights
from okoce.accounts.requests import SignedInRequest
from okoce.accounts.rights import Deed

_Answer = TypeVar("_Answer", bound=HttpResponseBase)
_View = Callable[..., _Answer]


def needs(deed: Deed) -> Callable[[_View[_Answer]], _View[_Answer]]:
    """Answers 403 to whoever may do that nowhere (okoce.accounts.rights). Stands above the decorators of methods."""

    def guard(view: _View[_Answer]) -> _View[_Answer]:
        @wraps(view)
        def guarded(request: SignedInRequest, *args: Any, **kwargs: Any) -> _Answer:
            if not rights.may(request.user, deed):
                raise PermissionDenied(rights.refusal(deed))
            return view(request, *args, **kwargs)

        return guarded

    return guard
