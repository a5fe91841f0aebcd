"""What somebody has typed so far, kept in their own browser until they send it."""

from dataclasses import asdict, dataclass, field, replace
from uuid import UUID, uuid4, uuid5

from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from participants.cookies import SealedCookie

_COOKIE = SealedCookie("registration_draft", seconds=24 * 60 * 60)

Answers = dict[str, str]


@dataclass(frozen=True)
class Draft:
    """The answers of the first two pages as they were typed, right or wrong: forms judge them anew on every page.

    None stands for a page that was not answered yet.
    """

    id: UUID = field(default_factory=uuid4)
    person: Answers | None = field(default=None, repr=False)
    business: Answers | None = field(default=None, repr=False)

    @classmethod
    def of(cls, request: HttpRequest) -> "Draft | None":
        """The draft that this browser keeps."""
        kept = _COOKIE.read(request)
        return cls(UUID(kept["id"]), kept["person"], kept["business"]) if kept else None

    def keep(self, response: HttpResponse) -> HttpResponse:
        return _COOKIE.keep(response, asdict(self) | {"id": self.id.hex})

    def with_person(self, answers: Answers) -> "Draft":
        return replace(self, person=answers)

    def with_business(self, answers: Answers) -> "Draft":
        return replace(self, business=answers)

    def submission_of(self, nik: str) -> UUID:
        """The name of this submission, which registers one person however often it arrives.

        It hangs on the NIK as well: should the answer to a submission get lost and somebody else then write over
        the draft, they must not be taken for the first.
        """
        return uuid5(self.id, nik)

    @property
    def fingerprint(self) -> str:
        """Changes with every answer: what is sent must be what was shown, also with two windows open."""
        words = repr([self.id, *(sorted((page or {}).items()) for page in (self.person, self.business))])
        return salted_hmac("participants.drafts", words, algorithm="sha256").hexdigest()[:20]


def forget(response: HttpResponse) -> HttpResponse:
    """The response, after which the browser keeps no draft."""
    return _COOKIE.forget(response)
