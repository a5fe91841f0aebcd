"""Ways to reach a person from an office: a call, and a WhatsApp message that is written already. Pure.

The message names nobody and no number: it passes through other people's servers. Whoever asked not to be contacted any
more is reached by neither.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from urllib.parse import quote

from okoce.accounts.models import User
from participants.models import Participant, Step
from participants.steps import StepState
from permits.models import ObstacleKind

_PAPERS = "KTP, KK, NPWP, dan 2 pasfoto 4 × 6 berlatar merah"
_NEVER = "kami tidak pernah meminta uang, PIN, atau kode OTP."
_SKU_INSTEAD = {ObstacleKind.GREEN_ZONE, ObstacleKind.RUSUN}
"""What bars a business from an IUMK, but not from an SKU."""


def call(person: Participant) -> str:
    """The address that dials, or nothing without a number or consent."""
    return f"tel:{person.phone}" if person.phone and person.may_be_contacted else ""


def whatsapp(person: Participant, message: str) -> str:
    """The address that opens a conversation with a message to send; nothing without a number, consent or a message."""
    if not person.phone or not message or not person.may_be_contacted:
        return ""
    return f"https://wa.me/{person.phone.removeprefix('+')}?text={quote(message)}"


def office_of(user: User) -> str:
    """What an official's office is called: "Kelurahan Kapuk", or the programme's own."""
    return user.region_node.title if user.is_officer and user.region_node else "program OK OCE"


def message(person: Participant, office: str, obstacles: Iterable[str] = ()) -> str:
    """What one person is written from a list or a desk, by an office such as "Kelurahan Kapuk".

    Who is ready is invited for their permit, whom the zoning rules hold up is offered an SKU; everybody else is
    greeted. `obstacles` are the kinds that are known to be open.
    """
    if _is_ready(person):
        return _invitation(office)
    if not person.holds_permit and person.kelurahan_id and not _SKU_INSTEAD.isdisjoint(obstacles):
        return (
            f"Yth. Bapak/Ibu, kami dari {office}. Tempat usaha Anda mungkin tidak dapat memperoleh IUMK, tetapi Anda "
            f"tetap dapat meminta surat keterangan usaha (SKU). Silakan datang ke kantor kelurahan pada hari kerja; "
            f"{_NEVER}"
        )
    return (
        f"Yth. Bapak/Ibu, kami dari {office}. Kami ingin menanyakan kabar usaha Anda sebagai peserta OK OCE. "
        f"Silakan balas pesan ini bila ada yang dapat kami bantu; {_NEVER}"
    )


def news(person: Participant, steps: Sequence[StepState], office: str) -> str:
    """What one person is written by an office: to come for their permit, or what was last completed and comes next.

    Nothing for a record that was merged into another.
    """
    if person.merged_into_id is not None:
        return ""
    following = next((step for step in steps if step.is_next), None)
    if following is not None and following.step == Step.P4 and _is_ready(person):
        return _invitation(office)
    latest = max((step for step in steps if step.completed_on), key=_when, default=None)
    said = f"Langkah {latest.code} {latest.name} Anda sudah tercatat selesai. " if latest else ""
    said += f"Langkah berikutnya: {following.code} {following.name}." if following else "Ketujuh langkah sudah selesai."
    return f"Yth. Bapak/Ibu, kami dari {office}. {said} Silakan balas pesan ini bila ada pertanyaan; {_NEVER}"


def _is_ready(person: Participant) -> bool:
    """Whether somebody stands in the queue of a kelurahan for a permit (`participants.standing`)."""
    return person.ready_rank is not None and person.kelurahan_id is not None


def _invitation(office: str) -> str:
    return (
        f"Yth. Bapak/Ibu, kami dari {office}. Anda sudah dapat mengurus izin usaha (IUMK) sebagai peserta "
        f"OK OCE. Silakan datang ke kantor kelurahan pada hari kerja dengan membawa {_PAPERS}. Izin ini gratis; "
        f"{_NEVER}"
    )


def _when(step: StepState) -> tuple[date, str]:
    return step.completed_on or date.min, step.code
