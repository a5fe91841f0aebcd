"""Commands as an administrator gives them."""

import os
import subprocess
import sys

from django.conf import settings


def manage(url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own, on another database."""
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
