"""Making an officer's account from the terminal."""

import pytest
from django.core.management import CommandError, call_command

from okoce.accounts.models import User
from tests.okoce.accounts.factories import an_officer
from tests.okoce.regions.codes import CENGKARENG, CENGKARENG_TIMUR

pytestmark = pytest.mark.django_db


def test_the_printed_password_opens_the_account(capsys: pytest.CaptureFixture[str]):
    call_command("create_officer", "siti", "--kelurahan", CENGKARENG_TIMUR, "--name", "Siti Contoh")

    said = capsys.readouterr().out.strip()
    officer = User.objects.get(username="siti")
    assert said.startswith("siti, Cengkareng Timur, Kec. Cengkareng, Jakarta Barat; first password: ")
    assert officer.check_password(said.rpartition(" ")[2])
    assert (officer.role, officer.region_id) == ("officer", CENGKARENG_TIMUR)


@pytest.mark.parametrize("kelurahan", [CENGKARENG, "31.99.99.9999", "x"])
def test_an_officer_answers_for_a_kelurahan_and_nothing_else(kelurahan: str):
    with pytest.raises(CommandError):
        call_command("create_officer", "siti", "--kelurahan", kelurahan)

    assert User.objects.count() == 0


@pytest.mark.parametrize("written", [str, str.upper])
def test_a_user_name_is_not_given_twice(written):
    officer = an_officer()

    with pytest.raises(CommandError, match=r"^Nama pengguna ini sudah dipakai\.$"):
        call_command("create_officer", written(officer.username), "--kelurahan", CENGKARENG_TIMUR)
