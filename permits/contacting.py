"""Ways to reach a person from an office: a call, and a WhatsApp message that is written already. Pure.

The message names nobody and no number: it passes through other people's servers.
"""

from collections.abc import Sequence
from datetime import date
from urllib.parse import quote

from okoce.accounts.models import User
from participants.models import Participant, Step
from participants.steps import StepState

_PAPERS = "KTP, KK, NPWP, dan 2 pasfoto 4 × 6 berlatar merah"
_NEVER = "kami tidak pernah meminta uang, PIN, atau kode OTP."


def call(person: Participant) -> str:
    """The address that dials, or nothing without a number."""
    return f"tel:{person.phone}" if person.phone else ""


def whatsapp(person: Participant, message: str) -> str:
    """The address that opens a conversation with a message to send, or nothing without a number or a message."""
    if not person.phone or not message:
        return ""
    return f"https://wa.me/{person.phone.removeprefix('+')}?text={quote(message)}"


def office_of(user: User) -> str:
    """What an official's office is called: "Kelurahan Kapuk", or the programme's own."""
    return user.region_node.title if user.is_officer and user.region_node else "program OK OCE"


def invitation(office: str) -> str:
    """What somebody who is ready for a permit is written, by an office such as "Kelurahan Kapuk"."""
    return (
        f"Yth. Bapak/Ibu, kami dari {office}. Anda sudah dapat mengurus izin usaha (IUMK) sebagai peserta "
        f"OK OCE. Silakan datang ke kantor kelurahan pada hari kerja dengan membawa {_PAPERS}. Izin ini gratis; "
        f"{_NEVER}"
    )


def news(person: Participant, steps: Sequence[StepState], office: str) -> str:
    """What one person is written by an office: to come for their permit, or what was last completed and comes next.

    Nothing for somebody who does not consent to be written to any more.
    """
    if not person.may_be_contacted or person.merged_into_id is not None:
        return ""
    following = next((step for step in steps if step.is_next), None)
    if following is not None and following.step == Step.P4 and not person.is_held_up:
        return invitation(office)
    latest = max((step for step in steps if step.completed_on), key=_when, default=None)
    said = f"Langkah {latest.code} {latest.name} Anda sudah tercatat selesai. " if latest else ""
    said += f"Langkah berikutnya: {following.code} {following.name}." if following else "Ketujuh langkah sudah selesai."
    return f"Yth. Bapak/Ibu, kami dari {office}. {said} Silakan balas pesan ini bila ada pertanyaan; {_NEVER}"


def _when(step: StepState) -> tuple[date, str]:
    return step.completed_on or date.min, step.code
