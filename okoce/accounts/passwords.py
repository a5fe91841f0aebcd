"""What a password must be: long enough to be typed on a phone and not guessed, and nothing else (NIST SP 800-63B).

No rules about capitals and signs: they make people write passwords down. Refused are the short ones, the ones that
everybody tries first (offline lists, Indonesian words among them), and numbers alone, which are birth dates.
"""

import re

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from okoce.accounts.models import User

LEAST = 8
LEAST_FOR_STAFF = 12
MOST = 128

_FEWEST_DIFFERENT = 5
_LONGEST_TAIL = 4
_AROUND = re.compile(r"^[\W\d_]+|[\W\d_]+$")

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
        if len(password) < least_for(user):
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
        stem = _AROUND.sub("", plain)
        little_around = len(plain) - len(stem) <= _LONGEST_TAIL
        return plain in self.passwords or (little_around and (stem in self.passwords or stem in _TRIED_FIRST))
