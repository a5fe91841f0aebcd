"""What a password must be: long enough to be typed on a phone and not guessed, and nothing else (NIST SP 800-63B).

No rules about capitals and signs: they make people write passwords down. Refused are the short ones, the ones that
everybody tries first (offline lists, Indonesian words among them), what others know of somebody, and numbers, which
are birth dates, phones or a NIK.
"""

import re
from collections.abc import Collection

from django.contrib.auth.password_validation import CommonPasswordValidator, UserAttributeSimilarityValidator
from django.core.exceptions import ValidationError

from okoce.accounts.models import User

LEAST = 8
LEAST_FOR_STAFF = 12
MOST = 128

_FEWEST_DIFFERENT = 5
_LONGEST_TAIL = 4
_MANY_DIGITS = 6
_FEWEST_LEFT = 4
_SHORTEST_WORD = 3
_NO_DIGITS = re.compile(r"\D+")
_NO_LETTERS = re.compile(r"[\W\d_]+")
_PROGRAMME = (
    "okoce",
    "oce",
    "jakarta",
    "pgo",
    "petugas",
    "pejabat",
    "peserta",
    "admin",
    "administrator",
    "kelurahan",
    "nik",
)
# Begun only where marks begin: of many that end in a letter, each would be tried anew from itself on.
_AROUND = re.compile(r"^[\W\d_]+|(?<![\W\d_])[\W\d_]+$")

# What people in Jakarta try first, and lists from elsewhere do not know.
_WORDS = """
    akucinta akusayang akusayangkamu alhamdulillah allahuakbar anakku assalamualaikum astaghfirullah bahagia
    bandung banteng betawi bintang bismillah bismillahirrahmanirrahim cantik cinta cintaku dirgahayu doraemon
    garuda gojek gratis hantu ibukota iloveyou indomie indonesia indonesiaraya izinusaha jakarta jakartabarat
    jakartapusat jakartaselatan jakartatimur jakartautara jayakarta kampung kancil katasandi kelurahan
    keluarga keluargaku kucing mama masuk matahari merdeka monas muhammad muslim namasaya nasigoreng okoce
    pancasila papamama pedagang pelangi pengusaha percaya persija pesertaokoce rahasia rahasiaku ramadhan
    rejeki rezeki rumah rumahku sandi sandiku satuduatiga sayang sayangku selamat semangat semoga senang
    sukses tanahabang terimakasih tuhan uang usaha usahaku wirausaha wirausahabaru warung warungku
"""
_TRIED_FIRST = frozenset(_WORDS.split())


def least_for(user: User | None) -> int:
    """How many marks the password of this account must have; who it is for may not be known yet."""
    return LEAST if user is not None and user.is_participant else LEAST_FOR_STAFF


def hint(user: User | None) -> str:
    """What to choose, said before somebody chooses."""
    return f"Paling sedikit {least_for(user)} huruf atau angka. Mudah diingat dan sulit ditebak: dua atau tiga kata."


class LongEnough:
    """Refuses a password that is too short for whoever it is for, or longer than anybody types."""

    def validate(self, password: str, user: User | None = None) -> None:
        least = least_for(user)
        if len(password) < least:
            raise ValidationError(
                f"Kata sandi ini terlalu pendek. Tulis paling sedikit {least} huruf atau angka.", code="too_short"
            )
        if len(password) > MOST:
            raise ValidationError(f"Kata sandi ini terlalu panjang. Paling banyak {MOST} huruf.", code="too_long")

    def get_help_text(self) -> str:
        return f"Paling sedikit {LEAST} huruf atau angka, {LEAST_FOR_STAFF} untuk petugas dan pejabat."


class HardToGuess(CommonPasswordValidator):
    """Refuses numbers alone, few different marks, and what is tried first, also with a few marks around it."""

    def validate(self, password: str, user: User | None = None) -> None:
        if not least_for(user) <= len(password) <= MOST:
            return  # which is said already
        if password.isdigit():
            raise ValidationError(
                "Angka saja mudah ditebak, misalnya tanggal lahir. Tambahkan satu atau dua kata.", code="only_digits"
            )
        plain = password.lower().strip()
        if len(set(plain)) < _FEWEST_DIFFERENT or self._is_tried_first(plain):
            raise ValidationError(
                "Kata sandi ini sering dipakai orang, jadi mudah ditebak. Gabungkan dua atau tiga kata lain.",
                code="common",
            )

    def get_help_text(self) -> str:
        return "Bukan angka saja, dan bukan kata sandi yang sering dipakai orang."

    def _is_tried_first(self, plain: str) -> bool:
        return plain in self.passwords or _is_a_word_tried_first(plain, self.passwords)


class NotAboutYou(UserAttributeSimilarityValidator):
    """Refuses what others know of somebody: their name, phone, address and kelurahan, the programme, and a NIK."""

    def validate(self, password: str, user: User | None = None) -> None:
        plain = password.lower().strip()
        if len(password) > MOST or password.isdigit() or _is_a_word_tried_first(plain):
            return  # which is said already
        if user is not None and self._is_about(user, plain):
            raise ValidationError(
                "Kata sandi ini tentang Anda atau program ini, jadi mudah ditebak. Pakai kata-kata lain.",
                code="password_too_similar",
            )
        digits = _NO_DIGITS.sub("", plain)
        if len(digits) >= _MANY_DIGITS and len(_NO_LETTERS.sub("", plain)) < _FEWEST_LEFT:
            raise ValidationError(
                "Nomor seperti NIK, nomor HP, atau tanggal lahir mudah ditebak. Pakai dua atau tiga kata.",
                code="a_number",
            )

    def get_help_text(self) -> str:
        return "Bukan nama, nomor HP, atau email Anda."

    def _is_about(self, user: User, plain: str) -> bool:
        left = _NO_LETTERS.sub("", plain)
        known = [word for word in _words_about(user) if len(word) >= _SHORTEST_WORD]
        had_any = any(word in left for word in known)
        for word in sorted(known, key=len, reverse=True):
            left = left.replace(word, "")
        return (had_any and len(left) < _FEWEST_LEFT) or self._is_similar(user, plain)

    def _is_similar(self, user: User, plain: str) -> bool:
        try:
            super().validate(plain, user)
        except ValidationError:
            return True
        return False


def _words_about(user: User) -> set[str]:
    region = user.region_node
    texts = [user.username, user.name, user.email, region.name if region else "", *_PROGRAMME]
    words = {word for text in texts for word in _NO_LETTERS.split(text.lower())}
    return words | {_NO_LETTERS.sub("", text.lower()) for text in texts}


def _is_a_word_tried_first(plain: str, others: Collection[str] = ()) -> bool:
    """Whether a password is one of those words with no more than a few marks around it."""
    stem = _AROUND.sub("", plain)
    return len(plain) - len(stem) <= _LONGEST_TAIL and (stem in _TRIED_FIRST or stem in others)
