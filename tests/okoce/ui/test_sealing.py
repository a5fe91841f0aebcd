"""What goes through somebody's browser is opened for its own purpose only, by the secrets of now and before."""

import pytest
from cryptography.fernet import InvalidToken

from okoce.ui import sealing


def test_what_was_sealed_is_opened_for_its_purpose_alone():
    sealed = sealing.box("one").encrypt(b"said")

    assert sealing.box("one").decrypt(sealed) == b"said"
    with pytest.raises(InvalidToken):
        sealing.box("other").decrypt(sealed)


def test_a_box_is_made_once_and_anew_once_the_secret_is_another(settings):
    before, first = settings.SECRET_KEY, sealing.box("one")
    sealed = first.encrypt(b"said")
    again = sealing.box("one")

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [before]
    opened = sealing.box("one").decrypt(sealed)
    settings.SECRET_KEY_FALLBACKS = []

    assert (again is first, opened) == (True, b"said")
    with pytest.raises(InvalidToken):
        sealing.box("one").decrypt(sealed)
