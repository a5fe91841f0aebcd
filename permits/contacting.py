"""Ways to reach a person from the desk: a call, and a WhatsApp message that is written already. Pure.

The message names nobody and no number: it passes through other people's servers.
"""

from urllib.parse import quote

from participants.models import Participant

_PAPERS = "KTP, KK, NPWP, dan 2 pas foto 4 × 6 latar merah"


def call(person: Participant) -> str:
    """The address that dials, or nothing without a number."""
    return f"tel:{person.phone}" if person.phone else ""


def whatsapp(person: Participant, message: str) -> str:
    """The address that opens a conversation with a message to send, or nothing without a number."""
    return f"https://wa.me/{person.phone.removeprefix('+')}?text={quote(message)}" if person.phone else ""


def invitation(office: str) -> str:
    """What somebody who is ready for a permit is written, by an office such as "Kelurahan Kapuk"."""
    return (
        f"Selamat pagi Bapak/Ibu, kami dari {office}. Anda sudah dapat mengurus izin usaha (IUMK) sebagai peserta "
        f"OK OCE. Silakan datang ke kantor kelurahan pada hari kerja dengan membawa {_PAPERS}. Izin ini gratis; kami "
        "tidak pernah meminta uang, PIN, atau kode OTP."
    )
