"""Settings of the tests: the project's own, with an environment that no developer's .env can bend."""

import os
import tempfile

# A variable of the environment wins over .env, so these hold on every machine.
os.environ |= {
    "SECRET_KEY": "only-for-tests-1Yw8Gk3sVb6QnR4tZx7LmCpHdJfEaUoS5KiW2eTy9Bv0",
    "NIK_KEY": "b25seS1mb3ItdGVzdHMtMzItYnl0ZXMtb2Yta2V5ISE=",
    "NIK_INDEX_KEY": "only-for-tests-Q7hT2mXc9LpVw4RzKd8sNf6JyGb3Ue5A",
    "PROGRAMME_DATE": "2018-09-09",
    "DEBUG": "off",
    "TLS": "off",
    "ALLOWED_HOSTS": "localhost,127.0.0.1",
    "CSRF_TRUSTED_ORIGINS": "",
    "EMAIL_URL": "memorymail://",
    "DATABASE_REPLICA_URL": "",
}
os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")

from okoce.settings import *  # noqa: F403
from okoce.settings import DATABASES, STORAGES

# A file rather than memory: WAL and its locks are part of what is tested. The process's number keeps two
# runs, and the processes of one run, out of each other's way.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": f"{tempfile.gettempdir()}/okoce-test-{os.getpid()}.sqlite3"}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick: hundreds of tests sign in
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True  # a fresh clone has no collected files yet, of which whitenoise warns otherwise
