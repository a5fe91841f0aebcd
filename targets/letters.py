"""What the letters say: that a step is complete, or a permit recorded, and what comes next; or that data will go."""

from datetime import date

from participants.models import Step
from participants.notices.letters import Letter, write
from participants.notices.models import Kind, Notice
from participants.notices.sending import Composers
from permits import retention
from permits.models import Permit
from targets.guiding import GUIDES


def about_step(notice: Notice) -> Letter | None:
    """That a step is complete, unless it was undone since."""
    person = notice.participant
    standing = person.completions.filter(undone_at__isnull=True, recorded_at=notice.deed.at)
    completion = standing.filter(step=notice.deed.changes["step"][1]).first()
    if completion is None:
        return None
    told = {
        "step": Step(completion.step),
        "completed_on": completion.completed_on,
        "next_step": next_step(person.next_step),
    }
    return write("notices/step.txt", person, told)


def about_permit(notice: Notice) -> Letter | None:
    """That a permit is recorded, unless it was voided, revoked or given to somebody else since."""
    _, _, pk = notice.deed.subject.partition(":")
    permit = Permit.objects.standing().filter(pk=int(pk), participant=notice.participant_id).first()
    if permit is None or permit.is_revoked:
        return None
    told = {
        "kind": permit.kind,
        "place": permit.place,
        "issued_on": permit.issued_on,
        "expires_on": permit.expires_on,
        "next_step": next_step(notice.participant.next_step),
    }
    return write("notices/permit.txt", notice.participant, told)


def about_keeping(notice: Notice) -> Letter | None:
    """That somebody's data will be erased, unless they have shown up since."""
    if retention.has_come_back(notice):
        return None
    told = {"until": date.fromisoformat(notice.deed.changes["until"][1])}
    return write("notices/keeping.txt", notice.participant, told)


def next_step(code: str) -> str:
    """The step that comes next and what to do about it; that all seven are done when there is none."""
    if not code:
        return "Ketujuh langkah Anda sudah selesai."
    step = Step(code)
    return f"Langkah berikutnya: {code} {step.label}. {GUIDES[step].to_do}"


COMPOSERS: Composers = {Kind.STEP: about_step, Kind.PERMIT: about_permit, Kind.KEEPING: about_keeping}
"""Who composes the letters of each kind."""
