"""One request, as it goes through pipes and files: known to those who import Django and to those who do not."""

from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import urlencode

CSRF = "benchBENCHbenchBENCHbenchBENCHbe"
"""A token that a browser could have been given: it is only compared with the one in its cookie."""


@dataclass(frozen=True)
class Ask:
    """A request: its path, the cookies, and the form it posts (None: it is a GET)."""

    path: str
    cookies: dict[str, str] = field(default_factory=dict)
    form: dict[str, str] | None = None
    headers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, told: dict[str, Any]) -> "Ask":
        return cls(**told)

    def told(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def method(self) -> str:
        return "GET" if self.form is None else "POST"

    @property
    def body(self) -> str:
        return "" if self.form is None else urlencode({"csrfmiddlewaretoken": CSRF} | self.form)

    @property
    def cookie(self) -> str:
        cookies = self.cookies if self.form is None else {"csrftoken": CSRF} | self.cookies
        return "; ".join(f"{name}={value}" for name, value in cookies.items())

    def line(self) -> str:
        """For the load generators: method, path, cookies, further headers, body."""
        headers = "\x1e".join(f"{name}: {value}" for name, value in self.headers.items())
        return "\t".join([self.method, self.path, self.cookie, headers, self.body])
