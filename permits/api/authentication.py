"""Who asks: the agency whose token stands in `Authorization: Bearer …`."""

from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from okoce import clock
from okoce.accounts.models import User
from okoce.api.problems import own
from permits.api import tokens
from permits.api.models import ApiToken


class TokenAuthentication(BaseAuthentication):
    """Sets `request.user` to the agency's account and `request.auth` to its token; no session is looked at."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        scheme, _, secret = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        token = _find(secret.strip())
        if token is None:
            raise own(AuthenticationFailed, "Token ini tidak dikenal atau sudah ditutup. Minta token baru.")
        token.note_use(clock.today())
        return token.agency.account, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="OK OCE"'


def _find(secret: str) -> ApiToken | None:
    if not tokens.looks_like_one(secret):
        return None
    return ApiToken.objects.in_force().select_related("agency__account").filter(digest=tokens.digest(secret)).first()
