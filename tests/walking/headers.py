"""What every answer must carry, whoever asked for whatever."""

from django.conf import settings

from tests.walking.asking import Answer

EXACT = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Content-Security-Policy": "; ".join(f"{name} {sources}" for name, sources in settings.SECURE_CSP.items()),
}
KEPT_BY_NOBODY = "no-store"
KEPT_UNTIL_ASKED = "no-cache"
"""Public boards: a browser may keep one, and asks whether it still holds."""


def lacking(answer: Answer) -> list[str]:
    """What an answer lacks, or has that it must not: nothing."""
    wrong = [
        f"{name}: {answer.headers.get(name)}" for name, value in EXACT.items() if answer.headers.get(name) != value
    ]
    caching = answer.headers.get("Cache-Control", "")
    if KEPT_BY_NOBODY not in caching and caching != KEPT_UNTIL_ASKED:
        wrong.append(f"Cache-Control: {caching}")
    for name, cookie in answer.cookies.items():
        kept = cookie.value and not (cookie["httponly"] and cookie["samesite"])
        wrong += [f"cookie {name}"] if kept else []
    return wrong
