"""Whether the portal on this machine answers, asked under a name it goes by; exit 1 where not."""

import os
import sys
import urllib.request

PORTAL = os.environ.get("PORTAL", "http://127.0.0.1:8000")
NAME = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0]

try:
    urllib.request.urlopen(urllib.request.Request(f"{PORTAL}/healthz", headers={"Host": NAME}), timeout=2)  # noqa: S310
except OSError as error:
    sys.exit(str(error))
