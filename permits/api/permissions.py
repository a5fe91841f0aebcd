"""What a token may do. What its agency may not see is decided by `visible_to`."""

from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from okoce.api.problems import own
from permits.api.models import ApiToken, Scope
from permits.models import Permit


def require(request: Request, scope: Scope) -> ApiToken:
    """The token of the request. Raises PermissionDenied when it is not good for that."""
    token: ApiToken = request.auth
    if not token.allows(scope):
        raise own(PermissionDenied, f"Token ini tidak berwenang {scope.label} (kewenangan {scope.value}).")
    return token


def can_record(token: ApiToken, kelurahan: str) -> bool:
    """An agency records what the kelurahan of its region issue."""
    return token.allows(Scope.RECORD) and token.agency.account.answers_for(kelurahan)


def can_revoke(token: ApiToken, permit: Permit) -> bool:
    """An agency revokes what its region issued; it may see more than that."""
    return token.allows(Scope.REVOKE) and token.agency.account.answers_for(permit.kelurahan_id)
