"""How often one token, or one address where no token is needed, may ask (settings: REST_FRAMEWORK).

Counted in the cache: by each process for itself, unless CACHE_URL names a cache that they share.
"""

from rest_framework.request import Request
from rest_framework.settings import api_settings
from rest_framework.throttling import SimpleRateThrottle


class _Limit(SimpleRateThrottle):
    def get_rate(self) -> str:
        # Asked anew each time: the class attribute of the framework is read once and for all.
        return api_settings.DEFAULT_THROTTLE_RATES[self.scope]


class PerToken(_Limit):
    scope = "token"

    def get_cache_key(self, request: Request, view: object) -> str:
        return f"api-token-{request.auth.pk}"


class PerAddress(_Limit):
    scope = "address"

    def get_cache_key(self, request: Request, view: object) -> str:
        return f"api-address-{self.get_ident(request)}"


def most(limit: type[_Limit]) -> int:
    """How many requests a minute it lets through, as the documentation says."""
    return limit().num_requests
