"""Participant numbers: unguessable, readable aloud, with a check character.

Nine random characters and an ISO 7064 check character (hybrid system MOD 23,22), shown as "4K7H2-MX9QR". The
alphabet leaves out what is misread (O, I, B, S, G) and what sounds alike in Indonesian (B/D/G/P/T/C/V/E, M/N): 1.2
million million numbers.
"""

import secrets

from stdnum.iso7064 import mod_37_36

ALPHABET = "0123456789FHJKLMQRWXYZ"
LENGTH = 10

MISTYPED = "Nomor peserta ini salah ketik. Cocokkan huruf demi huruf dengan bukti pendaftaran."

_TYPED_INSTEAD = str.maketrans({"O": "0", "I": "1"})


def new() -> str:
    """A random participant number in its stored form, without the dash."""
    return with_check("".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1)))


def with_check(stem: str) -> str:
    """Nine characters of the alphabet with the check character that belongs to them."""
    return stem + mod_37_36.calc_check_digit(stem, alphabet=ALPHABET)


def typed(text: str) -> str:
    """What was typed, in the form numbers are stored in, whole or only begun."""
    return "".join(text.upper().split()).replace("-", "").translate(_TYPED_INSTEAD)


def between(beginning: str) -> tuple[str, str]:
    """The first and the last of all numbers with this beginning, in the order of every database.

    Digits come before capitals whatever the language is; only what is neither stands elsewhere.
    """
    return beginning.ljust(LENGTH, ALPHABET[0]), beginning.ljust(LENGTH, ALPHABET[-1])


def parse(text: str) -> str | None:
    """The stored form of a number typed in any case, with spaces or dashes; None when it cannot be one."""
    number = typed(text)
    return number if len(number) == LENGTH and is_checked(number) else None


def mistake_in(text: str) -> str:
    """What is wrong with a number that cannot be one, for whoever typed it; nothing when it can be one."""
    number = typed(text)
    if len(number) != LENGTH:
        return f"Nomor peserta terdiri dari {LENGTH} huruf dan angka; yang Anda tulis {len(number)}."
    return "" if is_checked(number) else MISTYPED


def is_checked(text: str) -> bool:
    """Whether the last mark is the check character of those before it."""
    return mod_37_36.is_valid(text, alphabet=ALPHABET)


def displayed(number: str) -> str:
    """ "4K7H2-MX9QR": two groups of five, as printed on the receipt."""
    return f"{number[:5]}-{number[5:]}"
