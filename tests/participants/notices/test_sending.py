"""Letters: who gets one, when, how often it is tried, and what is never said or kept."""

import os
import signal
import smtplib
from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from participants import deeds as steps
from participants.completing import complete_steps
from participants.models import Participant, Step
from participants.notices import sending, stopping
from participants.notices.models import Notice, OptOut
from participants.own import requests
from participants.own.models import RequestKind
from permits import deeds
from permits.erasing import erase
from permits.merging import merge
from permits.models import Kind
from targets.letters import COMPOSERS
from tests.at_once import at_once
from tests.okoce.accounts.factories import an_officer, an_official
from tests.participants.factories import a_nik, a_participant
from tests.participants.notices import mails
from tests.participants.notices.mails import Interrupted, Slow, Troubled, subjects
from tests.permits.factories import a_paper, a_permit
from tests.permits.leftovers import found
from tests.travel import portal_at

pytestmark = pytest.mark.django_db

ON = date(2018, 8, 1)
MORNING = datetime(2018, 9, 9, 10)


@pytest.fixture(autouse=True)
def _no_trouble():
    Troubled.troubles, Troubled.tried, Slow.given = [], [], []


@pytest.fixture
def official():
    return an_official()


def a_reader(**fields) -> Participant:
    """Somebody with an e-mail address."""
    return a_participant(date(2018, 3, 1), **({"email": "siti@contoh.id"} | fields))


def a_step(person: Participant, by, step: Step = Step.P2):
    return steps.complete_step(person, step=step, on=ON, by=by)


def send() -> tuple[int, int, int, int]:
    """How many were sent, dropped, refused, failed."""
    tally = sending.send_all(COMPOSERS)
    return tally.sent, tally.dropped, tally.refused, tally.failed


def send_later(**later) -> tuple[int, int, int, int]:
    """The same at a later moment of the real clock."""
    with portal_at(timezone.localtime() + timedelta(**later)):
        return send()


def outcomes() -> list[str]:
    return list(Notice.objects.order_by("pk").values_list("outcome", flat=True))


# --- What is written -----------------------------------------------------------------------------------


def test_a_letter_says_which_step_is_complete_and_what_comes_next(official):
    person = a_reader()
    a_step(person, official)

    assert send() == (1, 0, 0, 0)

    [letter] = mail.outbox
    assert (letter.subject, letter.to, letter.from_email) == (
        "Langkah P2 Pelatihan Anda selesai",
        ["siti@contoh.id"],
        "OK OCE Jakarta <portal@localhost>",
    )
    told, following, *_ = letter.body.split("\n\n")
    assert told == (
        f"Untuk nomor peserta {person.displayed_number} tercatat: langkah P2 Pelatihan selesai pada 1 Agustus 2018."
    )
    assert following.startswith("Langkah berikutnya: P3 Pendampingan. ")


@pytest.mark.parametrize("kind", [Kind.IUMK, Kind.SKU])
def test_a_letter_says_which_permit_is_recorded(kind):
    person = a_reader()
    a_permit(person, kind=kind)

    assert send() == (1, 0, 0, 0)

    [letter] = mail.outbox
    expiry = " Izin ini berlaku sampai 31 Agustus 2023." if kind == Kind.IUMK else ""
    assert letter.subject == f"{kind} Anda tercatat"
    assert letter.body.split("\n\n")[0] == (
        f"Untuk nomor peserta {person.displayed_number} tercatat: {kind} dari Cengkareng Timur, Kec. Cengkareng, "
        f"Jakarta Barat, terbit 1 September 2018.{expiry}"
    )


def test_who_has_done_all_seven_is_told_so(official):
    person = a_reader()
    a_permit(person)
    for step in (Step.P2, Step.P3, Step.P5, Step.P6, Step.P7):
        a_step(person, official, step)

    send()

    assert mail.outbox[-1].body.split("\n\n")[1] == "Ketujuh langkah Anda sudah selesai."


def test_a_letter_names_nobody(official):
    nik = a_nik(serial=4711)
    person = a_reader(name="Zulaikha Pradnyawati", nik=nik)
    a_step(person, official)
    a_permit(person, number="12/31.73/e/2018")

    send()

    written = "".join(letter.message().as_string() for letter in mail.outbox)
    assert [secret for secret in ("Zulaikha", nik, person.nik_masked, "12/31.73/e/2018") if secret in written] == []


def test_every_letter_can_be_stopped_by_its_reader_and_by_their_mail_program(official, settings):
    settings.PORTAL_URL = "https://okoce.example.org/"
    person = a_reader()
    a_step(person, official)

    send()

    address = f"https://okoce.example.org/pemberitahuan/{stopping.token_of(person)}/"
    [letter] = mail.outbox
    assert letter.body.rstrip().endswith(address)
    assert (letter.extra_headers["List-Unsubscribe"], letter.extra_headers["List-Unsubscribe-Post"]) == (
        f"<{address}>",
        "List-Unsubscribe=One-Click",
    )


def test_a_quotation_mark_is_written_as_it_is(official):
    a_step(a_reader(), official)

    send()

    assert "tekan “Berhenti menerima email”" in mail.outbox[0].body
    assert "&" not in mail.outbox[0].body


# --- Who gets one --------------------------------------------------------------------------------------


def test_who_gave_no_address_gets_no_letter(official):
    person = a_reader(email="")
    a_step(person, official)
    a_permit(person)

    assert Notice.objects.count() == 0


def test_many_deeds_at_once_queue_a_letter_for_each(official):
    people = [a_reader(email=f"{number}@contoh.id") for number in range(3)]
    complete_steps(people, step=Step.P2, on=ON, by=official)

    send()

    assert sorted(letter.to[0] for letter in mail.outbox) == ["0@contoh.id", "1@contoh.id", "2@contoh.id"]


def test_a_permit_that_is_sent_twice_is_told_once():
    officer, person, paper = an_officer(), a_reader(), a_paper()
    permit = deeds.record(person, paper, by=officer)
    deeds.record(person, paper, by=officer, submission=permit.submission)

    assert send() == (1, 0, 0, 0)


def test_a_deed_that_is_taken_back_leaves_no_letter(official):
    person = a_reader()
    with pytest.raises(steps.DeedRefused):
        a_step(person, official, Step.P4)
    a_step(person, official)
    with pytest.raises(steps.DeedRefused):
        a_step(person, official)

    assert Notice.objects.count() == 1


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda person, done, official: stopping.stop(person),
        lambda person, done, official: steps.undo_step(done, by=official, reason="keliru"),
        lambda person, done, official: merge(a_participant(), person, by=official, reason="orang yang sama"),
        lambda person, done, official: requests.ask(person, kind=RequestKind.WITHDRAWAL, by=official),
        lambda person, done, official: Participant.objects.filter(pk=person.pk).update(email=""),
    ],
)
def test_what_happens_before_a_letter_leaves_still_stops_it(official, meanwhile):
    person = a_reader()
    meanwhile(person, a_step(person, official), official)

    assert (send(), mail.outbox, outcomes()) == ((0, 1, 0, 0), [], ["dropped"])


@pytest.mark.parametrize(
    "undo",
    [
        lambda permit, officer: deeds.void(permit, by=officer, reason="keliru"),
        lambda permit, officer: deeds.revoke(permit, on=date(2018, 9, 5), by=officer, reason="tutup"),
        lambda permit, officer: deeds.correct(permit, a_paper(number="7"), by=officer, person=a_participant()),
    ],
)
def test_a_permit_that_no_longer_stands_is_not_told(undo):
    officer = an_officer()
    undo(a_permit(a_reader(), by=officer), officer)

    assert (send(), mail.outbox) == ((0, 1, 0, 0), [])


def test_of_a_step_undone_and_recorded_again_only_what_stands_is_told(official):
    person = a_reader()
    with portal_at(datetime(2018, 9, 9, 9)):
        steps.undo_step(a_step(person, official), by=official, reason="keliru")
    a_step(person, official)

    assert (send(), len(mail.outbox)) == ((1, 1, 0, 0), 1)


def test_who_stopped_under_a_record_that_was_merged_gets_none_under_the_other(official):
    kept, absorbed = a_reader(), a_reader()
    stopping.stop(absorbed)
    merge(kept, absorbed, by=official, reason="orang yang sama")
    a_step(kept, official)

    assert send() == (0, 1, 0, 0)


# --- Once, and in the end ------------------------------------------------------------------------------


def test_a_letter_is_sent_once(official):
    a_step(a_reader(), official)

    assert (send(), send(), send_later(days=30)) == ((1, 0, 0, 0), (0, 0, 0, 0), (0, 0, 0, 0))


def test_what_fails_is_tried_again_after_pauses_that_grow(official, settings):
    settings.EMAIL_BACKEND = "tests.participants.notices.mails.Troubled"
    Troubled.troubles = [ConnectionRefusedError(), smtplib.SMTPServerDisconnected(), smtplib.SMTPDataError(451, b"x")]
    with portal_at(MORNING):
        a_step(a_reader(), official)
        tries = [send()]
        tries += [send_later(seconds=59), send_later(seconds=61)]
        tries += [send_later(seconds=61 + 299), send_later(seconds=61 + 301)]
        tries += [send_later(seconds=61 + 301 + 29 * 60), send_later(seconds=61 + 301 + 31 * 60)]

    failed, nothing, sent = (0, 0, 0, 1), (0, 0, 0, 0), (1, 0, 0, 0)
    assert tries == [failed, nothing, failed, nothing, failed, nothing, sent]
    assert subjects() == ["Langkah P2 Pelatihan Anda selesai"]


def test_in_the_end_a_letter_is_given_up(official, settings):
    settings.EMAIL_BACKEND = "tests.participants.notices.mails.Troubled"
    Troubled.troubles = [ConnectionRefusedError()] * 20
    a_step(a_reader(), official)

    tries = [send_later(days=3 * number) for number in range(12)]

    assert tries == [(0, 0, 0, 1)] * 9 + [(0, 0, 0, 0)] * 3
    assert outcomes() == ["given_up"]


@pytest.mark.parametrize(("code", "tally", "outcome"), [(550, (0, 0, 1, 0), "refused"), (450, (0, 0, 0, 1), "")])
def test_an_address_that_there_is_not_is_not_tried_again(official, settings, code, tally, outcome):
    settings.EMAIL_BACKEND = "tests.participants.notices.mails.Troubled"
    Troubled.troubles = [mails.refused(code)]
    a_step(a_reader(), official)

    assert (send(), outcomes()) == (tally, [outcome])


def test_while_the_server_is_away_no_further_letter_is_tried(official, settings):
    settings.EMAIL_BACKEND = "tests.participants.notices.mails.Troubled"
    Troubled.troubles = [ConnectionRefusedError()]
    complete_steps([a_reader() for _ in range(5)], step=Step.P2, on=ON, by=official)

    assert (send(), len(Troubled.tried)) == ((0, 0, 0, 1), 1)
    assert (send(), len(Troubled.tried)) == ((4, 0, 0, 0), 5)
    assert set(Notice.objects.values_list("tries", flat=True)) == {1}


def test_one_letter_that_nobody_can_send_keeps_no_other(official, settings):
    settings.EMAIL_BACKEND = "tests.participants.notices.mails.Troubled"
    Troubled.troubles = [ValueError("a header with a line break"), smtplib.SMTPSenderRefused(550, b"x", "y"), None]
    complete_steps([a_reader() for _ in range(3)], step=Step.P2, on=ON, by=official)

    assert send() == (1, 0, 0, 2)


def test_a_failure_is_logged_without_the_address(official, settings, caplog):
    settings.EMAIL_BACKEND = "tests.participants.notices.mails.Troubled"
    Troubled.troubles = [smtplib.SMTPDataError(451, b"siti@contoh.id is busy")]
    a_step(a_reader(), official)

    send()

    assert [record.getMessage() for record in caplog.records] == [
        f"notice {Notice.objects.get().pk} was not sent: SMTPDataError"
    ]


def test_a_letter_whose_sender_was_killed_is_sent_when_the_lease_is_over(official):
    a_step(a_reader(), official)
    killed = sending._Round(COMPOSERS)
    assert len(killed.take(sending.AT_ONCE)) == 1

    assert (send(), send_later(minutes=9), send_later(minutes=11)) == ((0, 0, 0, 0), (0, 0, 0, 0), (1, 0, 0, 0))


def test_a_sender_that_was_held_up_past_its_time_begins_no_further_letter(official):
    complete_steps([a_reader() for _ in range(3)], step=Step.P2, on=ON, by=official)
    slow = sending._Round(COMPOSERS)
    slow._began -= 301

    assert slow.is_late
    slow.give_back(slow.take(sending.AT_ONCE))
    assert send() == (3, 0, 0, 0)


def test_who_is_erased_while_a_letter_is_on_its_way_leaves_no_row(official, settings):
    settings.EMAIL_BACKEND = "tests.participants.notices.mails.Interrupted"
    person = a_reader()
    a_step(person, official)
    Interrupted.meanwhile = staticmethod(lambda: erase(person, by=official))

    send()

    assert Notice.objects.count() == 0


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_send_every_letter_once(settings):
    settings.EMAIL_BACKEND = "tests.participants.notices.mails.Slow"
    people = [a_reader(email=f"{number}@contoh.id") for number in range(150)]
    complete_steps(people, step=Step.P2, on=ON, by=an_official())

    [(one, other)] = at_once(1, lambda number: sending.send_all(COMPOSERS), lambda number: sending.send_all(COMPOSERS))

    assert (one.sent + other.sent, len(Slow.given), len(set(Slow.given))) == (150, 150, 150)
    assert min(one.sent, other.sent) > 0


# --- What is kept ----------------------------------------------------------------------------------------


def test_the_outbox_holds_neither_address_nor_name(official):
    person = a_reader(name="Zulaikha Pradnyawati", email="zulaikha@contoh.id")
    a_step(person, official)
    send()

    left = found(["zulaikha"])["zulaikha"]

    assert [place for place in left if place.startswith("notices_")] == []
    notice = Notice.objects.get()
    assert (notice.kind, notice.participant, notice.outcome) == ("step", person, "sent")


def test_erasing_somebody_takes_their_letters_and_their_opting_out(official):
    person = a_reader()
    a_step(person, official)
    stopping.stop(person)

    erase(person, by=official)

    assert (Notice.objects.count(), OptOut.objects.count(), send()) == (0, 0, (0, 0, 0, 0))


# --- The command -------------------------------------------------------------------------------------------


def test_the_command_sends_once_and_says_what_it_did(official, capsys):
    a_step(a_reader(), official)

    call_command("send_notices", once=True)

    assert capsys.readouterr().out == (
        "notices: 1 sent, 0 no longer wanted, 0 to addresses that are refused, 0 failed for now\n"
    )
    assert len(mail.outbox) == 1


def test_the_command_goes_on_for_a_bounded_time_and_is_silent_while_there_is_nothing(capsys):
    call_command("send_notices", minutes=0, pause=0)

    assert capsys.readouterr().out == ""


def test_the_command_ends_after_the_letter_at_hand_when_it_is_asked_to(official, settings, capsys):
    for serial in range(3):
        a_step(a_reader(nik=a_nik(serial=serial), email=f"siti{serial}@contoh.id"), official)
    settings.EMAIL_BACKEND = "tests.participants.notices.mails.Interrupted"
    Interrupted.meanwhile = staticmethod(lambda: os.kill(os.getpid(), signal.SIGTERM))

    call_command("send_notices")

    assert capsys.readouterr().out.startswith("notices: 1 sent, 0 no longer wanted")
    assert outcomes() == ["sent", "", ""]
    assert set(Notice.objects.waiting().values_list("tries", "lease")) == {(0, None)}
    assert Notice.objects.due(timezone.now()).count() == 2


def test_looking_into_an_empty_outbox_writes_nothing(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert send() == (0, 0, 0, 0)
