"""Data that nobody needs any longer go: after a notice, and with every figure as it was."""

from datetime import date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command

from okoce.audit.models import Event, Verb
from participants.deeds import DeedRefused, complete_step
from participants.models import ERASED_NAME, Participant, Step
from participants.notices import stopping
from participants.notices.models import Kind, Notice, Outcome
from participants.own.accounts import open_account
from participants.own.correcting import correct_business
from participants.revealing import reveal_nik
from permits import counting, retention
from permits.erasing import erase
from tests.okoce.accounts.factories import an_official
from tests.okoce.regions.codes import JAKARTA_BARAT
from tests.participants.factories import a_participant
from tests.permits.factories import a_permit
from tests.permits.recounting import assert_the_books_balance
from tests.travel import portal_at

pytestmark = pytest.mark.django_db

REGISTERED = date(2018, 9, 9)
OVER = datetime(2028, 1, 2, 8)
AFTER_THE_NOTICE = OVER + timedelta(days=91)


def ending() -> list[tuple[Participant, bool]]:
    """Whose data need not be kept, and whether they were told."""
    return [(found.person, found.noticed is not None) for found in retention.ending()]


def arrived(person: Participant) -> None:
    """The letter to somebody was sent."""
    Notice.objects.filter(participant=person).update(outcome=Outcome.SENT, settled_at=OVER.astimezone())


@pytest.fixture
def quiet() -> Participant:
    """Somebody who registered, and of whom nothing was heard since."""
    return a_participant(REGISTERED, email="siti@contoh.id", name="Siti Contoh")


@pytest.mark.parametrize(
    ("day", "is_over"),
    [(date(2018, 9, 9), False), (date(2026, 1, 1), False), (date(2027, 12, 31), False), (date(2028, 1, 1), True)],
)
def test_nothing_ends_before_five_years_after_the_programme(quiet, day: date, is_over: bool):
    with portal_at(day):
        assert (ending() == [(quiet, False)]) == is_over


@pytest.mark.parametrize(
    "sign",
    [
        lambda person: a_permit(person),
        lambda person: complete_step(person, step=Step.P2, on=date(2025, 6, 1), by=an_official()),
        lambda person: correct_business(person, by=an_official(), address="Jalan Baru", business_name="Warung"),
        lambda person: open_account(person, password="perahu kertas biru"),
    ],
    ids=["permit", "step", "correction", "account"],
)
def test_whoever_gives_a_sign_of_life_is_kept_for_five_more_years(quiet, sign):
    with portal_at(date(2025, 6, 2)):
        sign(quiet)

    with portal_at(date(2030, 6, 1)):
        assert ending() == []
    with portal_at(date(2030, 6, 4)):
        assert [person for person, _ in ending()] == [quiet]


def test_being_looked_at_is_no_sign_of_life(quiet):
    with portal_at(date(2027, 6, 1)):
        reveal_nik(quiet, by=an_official(), reason="dicocokkan")

    with portal_at(OVER):
        assert ending() == [(quiet, False)]


def test_a_notice_comes_first_with_a_letter_and_stands_in_the_record(quiet):
    official = an_official()
    with portal_at(OVER):
        retention.give_notice(quiet, by=official)

        assert ending() == [(quiet, True)]
    deed = Event.objects.get(verb=Verb.RETENTION_NOTICED)
    assert (deed.actor, deed.subject, deed.changes) == (
        official,
        f"participant:{quiet.pk}",
        {"until": [None, "2028-04-01"]},
    )
    assert [(notice.kind, notice.deed) for notice in Notice.objects.all()] == [(Kind.KEEPING, deed)]


def test_the_letter_says_what_goes_when_and_how_to_stay(quiet, mailoutbox):
    with portal_at(OVER):
        retention.give_notice(quiet, by=an_official())
        call_command("send_notices", once=True)

    [letter] = mailoutbox
    assert letter.subject == "Data Anda di OK OCE akan dihapus sesudah 1 April 2028"
    assert f"untuk nomor peserta {quiet.displayed_number}" in letter.body
    assert "Masuk sekali ke portal" in letter.body
    assert "Siti" not in letter.body
    assert Notice.objects.get().outcome == Outcome.SENT


def test_who_shows_up_before_the_letter_leaves_gets_none(quiet, mailoutbox):
    with portal_at(OVER):
        retention.give_notice(quiet, by=an_official())
        open_account(quiet, password="perahu kertas biru")
        call_command("send_notices", once=True)

    assert (len(mailoutbox), Notice.objects.get().outcome) == (0, Outcome.DROPPED)


def test_nobody_is_told_twice_or_without_reason(quiet):
    official = an_official()
    with pytest.raises(DeedRefused, match="masih diperlukan"):
        retention.give_notice(quiet, by=official)

    with portal_at(OVER):
        retention.give_notice(quiet, by=official)
        with pytest.raises(DeedRefused, match="sudah diberi tahu"):
            retention.give_notice(quiet, by=official)


def test_after_the_notice_the_person_goes_and_every_figure_stays(quiet):
    official = an_official()
    with portal_at(date(2018, 10, 1)):
        permit = a_permit(quiet)
    with portal_at(OVER):
        retention.give_notice(quiet, by=official)
    arrived(quiet)

    with portal_at(AFTER_THE_NOTICE):
        before = counting.levels([date(2018, 12, 31), date(2028, 4, 1)])
        retention.end(quiet, by=official)
        after = counting.levels([date(2018, 12, 31), date(2028, 4, 1)])

    quiet.refresh_from_db()
    assert (quiet.name, quiet.nik_encrypted, quiet.email, before) == (ERASED_NAME, None, "", after)
    assert_the_books_balance()
    assert permit.pk in quiet.permits.values_list("pk", flat=True)
    assert list(Event.objects.order_by("-id").values_list("verb", flat=True)[:2]) == [
        Verb.RETENTION_ENDED,
        Verb.ERASED,
    ]


def test_nobody_is_forgotten_before_the_time_after_the_notice_is_over(quiet):
    official = an_official()
    with portal_at(OVER):
        with pytest.raises(DeedRefused, match="belum lewat"):
            retention.end(quiet, by=official)
        retention.give_notice(quiet, by=official)
    arrived(quiet)

    with portal_at(OVER + timedelta(days=89)), pytest.raises(DeedRefused, match="belum lewat"):
        retention.end(quiet, by=official)


def test_the_whole_day_that_the_letter_names_is_still_in_time(quiet):
    official = an_official()
    with portal_at(datetime(2028, 1, 2, 8)):
        retention.give_notice(quiet, by=official)
    arrived(quiet)

    for moment in (datetime(2028, 4, 1, 8, 1), datetime(2028, 4, 1, 23, 59, 59)):
        with portal_at(moment), pytest.raises(DeedRefused, match="belum lewat"):
            retention.end(quiet, by=official)
    with portal_at(datetime(2028, 4, 2)):
        retention.end(quiet, by=official)

    quiet.refresh_from_db()
    assert quiet.is_erased


def test_the_day_is_jakartas_for_a_notice_given_just_after_midnight(quiet):
    official = an_official()
    with portal_at(datetime(2028, 1, 2, 0, 30)):
        retention.give_notice(quiet, by=official)
    arrived(quiet)

    over = []
    for moment in (datetime(2028, 4, 1, 0, 31), datetime(2028, 4, 1, 23, 59), datetime(2028, 4, 2)):
        with portal_at(moment):
            over += [found.is_over for found in retention.ending()]

    assert over == [False, False, True]


def test_who_stopped_letters_about_steps_is_warned_all_the_same(quiet, mailoutbox):
    stopping.stop(quiet)
    with portal_at(OVER):
        retention.give_notice(quiet, by=an_official())
        call_command("send_notices", once=True)

    assert (len(mailoutbox), Notice.objects.get().outcome) == (1, Outcome.SENT)


def test_nobody_is_forgotten_whom_no_letter_reached_unless_they_were_told_otherwise():
    official, person = an_official(), a_participant(REGISTERED)
    with portal_at(OVER):
        retention.give_notice(person, by=official)

    with portal_at(AFTER_THE_NOTICE):
        with pytest.raises(DeedRefused, match="belum diberi tahu"):
            retention.end(person, by=official)
        retention.end(person, by=official, told_otherwise=True)

    person.refresh_from_db()
    assert person.is_erased


def test_who_shows_up_after_the_notice_stays(quiet):
    official = an_official()
    with portal_at(OVER):
        retention.give_notice(quiet, by=official)
    arrived(quiet)
    with portal_at(OVER + timedelta(days=30)):
        open_account(quiet, password="perahu kertas biru")

    with portal_at(AFTER_THE_NOTICE), pytest.raises(DeedRefused, match="masih diperlukan"):
        retention.end(quiet, by=official)


def test_who_went_quiet_again_is_told_again(quiet):
    official = an_official()
    with portal_at(OVER):
        retention.give_notice(quiet, by=official)
    with portal_at(OVER + timedelta(days=30)):
        correct_business(quiet, by=official, address="Jalan Baru", business_name="")

    with portal_at(datetime(2034, 1, 1)):
        assert ending() == [(quiet, False)]


def test_who_was_erased_is_not_ended_again(quiet):
    erase(quiet, by=an_official())

    with portal_at(OVER):
        assert ending() == []


def test_the_command_tells_then_forgets_and_says_whom_nobody_reached(quiet, capsys):
    official, unreached = an_official(username="pgo-simpan"), a_participant(REGISTERED)

    def run(*options: str) -> str:
        call_command("end_retention", "--by", "pgo-simpan", *options)
        return capsys.readouterr().out

    assert run() == "0 told, 0 forgotten, 0 to be told otherwise\n"
    with portal_at(OVER):
        assert run("--dry-run") == "2 told, 0 forgotten, 0 to be told otherwise (dry run)\n"
        assert run() == "2 told, 0 forgotten, 0 to be told otherwise\n"
    arrived(quiet)
    alone = f"{unreached.displayed_number}: no e-mail reached them\n"
    with portal_at(AFTER_THE_NOTICE):
        assert run("--dry-run") == f"{alone}0 told, 1 forgotten, 1 to be told otherwise (dry run)\n"
        assert run() == f"{alone}0 told, 1 forgotten, 1 to be told otherwise\n"
        assert run("--told-otherwise") == "0 told, 1 forgotten, 0 to be told otherwise\n"
    assert official.deeds.filter(verb=Verb.ERASED).count() == 2


@pytest.mark.parametrize("region", [JAKARTA_BARAT, None])
def test_only_the_provinces_officials_answer_for_it(region: str | None):
    if region:
        an_official(region, username="bukan")

    with pytest.raises(CommandError):
        call_command("end_retention", "--by", "bukan")


def test_the_question_costs_the_same_few_statements_however_many_there_are(django_assert_num_queries):
    for _ in range(3):
        a_participant(REGISTERED)

    with portal_at(OVER), django_assert_num_queries(5):  # people, permits, signs of life, notices, no more people
        assert len(ending()) == 3
