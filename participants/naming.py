"""How names sound: the keys by which a name is found however it was spelt.

Indonesian names are written in the spellings of before 1947, of before 1972 and of today (Soekarno, Sukarno; Djoko,
Joko; Tjahjono, Cahyono), with Arabic sounds in many transcriptions (Achmad, Akhmad, Ahmad) and with letters that sound
alike (Novi, Nopi). A key is what is left when all that no longer makes a difference. Pure.
"""

import re
import unicodedata

MOST_WORDS = 4
LONGEST_KEY = 24

# What stands before and after names, and is left out or added as people please.
_BESIDES = (
    "h hj haji hajjah hajah kh ki r rr rd raden drs dra ir drg prof se sh st spd sag spdi ssos skom sp mm mpd msi mh "
    "mba amd amdkeb bin binti"
)
_TITLES = frozenset(_BESIDES.split())
_ABBREVIATED = {
    **dict.fromkeys(("m", "md", "moh", "muh", "moch", "much", "mohd", "muhd", "mochd", "mhd"), "muhamad"),
    **dict.fromkeys(("abd", "abdl"), "abdul"),
    **dict.fromkeys(("ach", "akh", "ahm"), "ahmad"),
}
# In order: each is applied to what the ones before it left.
_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("oe", "u"),
        ("jh", "j"),
        ("hn", "n"),
        ("tj", "c"),
        ("dj", "j"),
        ("[sz]j|s[yh]|sch|ts|dz|z", "s"),
        ("j", "y"),  # of old "j" was today's y; with today's j, too, the same person is meant
        ("^ch(?=r)|x", "k"),
        ("^ch", "c"),
        ("kh|ch|gh", "h"),
        ("ph|[fv]", "p"),
        ("([bdtj])h", r"\1"),
        ("q", "k"),
        ("ie", "i"),
        ("(?<![aeiou])y(?![aeiou])", "i"),
        ("y$", "i"),
        (r"(.)\1+", r"\1"),
        ("(?<=[aeiou])h$", ""),
        ("^m[ou]h?am[ae]d$", "muhamad"),
    )
]


def name_key(name: str) -> str:
    """The form of a name that lists are sorted by: lower case ASCII letters and digits, single spaces."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return " ".join(re.sub(r"[^a-z0-9]+", " ", plain).split())


def sound(word: str) -> str:
    """The key of one word of a `name_key`."""
    return _heard(_ABBREVIATED.get(word, word))[:LONGEST_KEY]


def words(name: str) -> list[str]:
    """The keys of a name's words, each once, in order, without titles; of a name that is nothing else, those."""
    return list(dict.fromkeys(sound(word) for word in telling_words(name)))


def indexed(name: str) -> list[str]:
    """The words by which a name is found: the first ones and the last, where there are many."""
    heard = words(name)
    return heard if len(heard) <= MOST_WORDS else [*heard[: MOST_WORDS - 1], heard[-1]]


def telling_words(name: str) -> list[str]:
    """The words of a name, plainly written, that tell one person from another.

    A part in apostrophes belongs to its word: Nur'aini is Nuraini.
    """
    plain = name_key(re.sub(r"['’‘`´ʼ]", "", name)).split()
    return [word for word in plain if word not in _TITLES and (len(word) > 1 or word in "m0123456789")] or plain


def begun(word: str) -> tuple[str, ...]:
    """What the keys of words may begin with that somebody has begun to type; the last letter may still go either way.

    "ry" may become "Ryan" or end as "Ary".
    """
    forms = {_heard(word), _heard(word + "a").removesuffix("a")}
    return tuple(sorted(form for form in forms if len(form) > 1 or len(word) == 1))


def after(beginning: str) -> str:
    """What comes after all keys with this beginning, in the order of every database: letters follow digits."""
    rest, last = beginning[:-1], beginning[-1]
    if last == "z":
        return after(rest) if rest else "{"
    return rest + ("a" if last == "9" else chr(ord(last) + 1))


def _heard(word: str) -> str:
    for pattern, heard in _SOUNDS:
        word = pattern.sub(heard, word)
    return word
