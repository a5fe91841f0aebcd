"""What a token may do, by the table in okoce.accounts.rights; what its agency sees is for `visible_to` to say."""

from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from okoce.accounts.rights import Deed, Who, reaches
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
    return token.allows(Scope.RECORD) and reaches(Who.AGENCY, token.agency.account, Deed.RECORD_PERMIT, kelurahan)


def can_revoke(token: ApiToken, permit: Permit) -> bool:
    """An agency revokes what its region issued; it may see more than that."""
    account = token.agency.account
    return token.allows(Scope.REVOKE) and reaches(Who.AGENCY, account, Deed.REVOKE_PERMIT, permit.kelurahan_id)
