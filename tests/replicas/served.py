"""Settings of a portal that is served for these tests: those of the tests, and the replica it is told of."""

import os

import environ

from tests.settings import *  # noqa: F403
from tests.settings import DATABASES

# The tests' own settings forget the replica: it comes under a name of its own.
if os.environ.get("REPLICA_OF_THE_TEST"):
    from okoce.settings import _bound

    DATABASES["replica"] = environ.Env().db("REPLICA_OF_THE_TEST") | {"CONN_MAX_AGE": 60}
    _bound(DATABASES["replica"])
    DATABASE_ROUTERS = ["okoce.replica.Router"]
