"""What Django says for itself is said in the portal's words."""

import gettext
import re
from pathlib import Path

from django.utils import formats, translation

from okoce.ui import locale

WRITTEN = Path(locale.__file__).parent / "id/LC_MESSAGES"
_PAIR = re.compile(r'^msgid "(.+)"\n(?:msgid_plural ".*"\n)?msgstr(?:\[0\])? "(.+)"$', re.MULTILINE)


def written() -> dict[str, str]:
    return dict(_PAIR.findall((WRITTEN / "django.po").read_text()))


def test_what_is_read_is_what_is_written():
    with (WRITTEN / "django.mo").open("rb") as file:
        read = gettext.GNUTranslations(file)

    assert {said: read.gettext(said) for said in written()} == written()


def test_these_words_rule_over_django_s_own():
    assert {said: str(translation.gettext(said)) for said in written()} == written()


def test_moments_have_their_zone_and_months_their_whole_name():
    assert [formats.get_format(kind) for kind in ("DATE_FORMAT", "DATETIME_FORMAT")] == ["j F Y", "j F Y H.i T"]
