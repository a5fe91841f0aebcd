"""The schema and the page that is drawn from it."""

import re

import pytest
from django.conf import settings
from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.validation import validate_schema

from okoce.api import documentation

pytestmark = pytest.mark.django_db


def test_the_schema_is_valid_openapi_and_names_every_address(client: Client):
    schema = client.get("/api/v1/schema/").json()

    validate_schema(schema)
    assert schema["openapi"] == "3.0.3"
    assert {path: sorted(methods) for path, methods in schema["paths"].items()} == {
        "/api/v1/permits/": ["get", "post"],
        "/api/v1/permits/{id}/": ["get"],
        "/api/v1/permits/{id}/revoke/": ["post"],
        "/api/v1/progress/": ["get"],
    }


def test_the_schema_is_made_without_a_warning():
    with GENERATOR_STATS.silence():
        documentation.schema.cache_clear()
        documentation.schema()

    assert (GENERATOR_STATS._warn_cache, GENERATOR_STATS._error_cache) == ({}, {})


def test_only_the_public_figures_need_no_token(client: Client):
    paths = client.get("/api/v1/schema/").json()["paths"]

    public = [path for path, methods in paths.items() for operation in methods.values() if {} in operation["security"]]

    assert public == ["/api/v1/progress/"]


def test_the_page_is_public_and_keeps_the_strict_policy(client: Client):
    page = client.get("/api/v1/docs/")

    assert (page.status_code, page.templates[0].name) == (200, "api/docs.html")
    policy = "; ".join(f"{directive} {sources}" for directive, sources in settings.SECURE_CSP.items())
    assert page.headers["Content-Security-Policy"] == policy
    assert re.findall(r"<script|<style|style=|https?://(?!testserver)", page.content.decode()) == []


def test_the_page_shows_every_operation_with_its_members(client: Client):
    page = client.get("/api/v1/docs/").content.decode()

    for path, methods in documentation.schema()["paths"].items():
        for method, operation in methods.items():
            assert f"<code>{method.upper()} {path}</code>" in page
            assert operation["summary"] in page
    for name in (
        "participant.nik",
        "issued_on",
        "results[].kelurahan.code",
        "Idempotency-Key",
        "children[].by_kind.SKU",
    ):
        assert f"<code>{name}</code>" in page


def test_every_kind_of_problem_has_its_place_on_the_page(client: Client):
    page = client.get("/api/v1/docs/").content.decode()

    for kind in ("tidak-terbaca", "tidak-sah", "ditolak", "kunci-dipakai-lagi"):
        assert f'id="{kind}"' in page


def test_the_page_and_the_schema_ask_nothing_of_the_database(client: Client, django_assert_num_queries):
    for path in ("/api/v1/docs/", "/api/v1/schema/"):
        with django_assert_num_queries(0):
            client.get(path)
