"""The factories' short names in one place, for tests that began with them."""

from tests.okoce.accounts.factories import an_administrator, an_officer, an_official
from tests.okoce.regions.codes import CENGKARENG_TIMUR, GAMBIR, JAKARTA_BARAT, KAPUK, PROVINCE
from tests.participants.factories import a_nik, a_participant, a_registration
from tests.permits.factories import a_paper, a_permit

__all__ = [
    "CENGKARENG_TIMUR",
    "GAMBIR",
    "JAKARTA_BARAT",
    "KAPUK",
    "PROVINCE",
    "a_nik",
    "a_paper",
    "a_participant",
    "a_permit",
    "a_registration",
    "an_administrator",
    "an_officer",
    "an_official",
]
