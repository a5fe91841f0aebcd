"""Walks the project: what holds for every module, model, page and template, and not for one alone."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = settings.BASE_DIR
PACKAGES = ("okoce", "participants", "permits", "targets")
TEMPLATES = ROOT / "templates"
OWN_MODELS = [model for model in apps.get_models() if model.__module__.split(".")[0] in PACKAGES]

# Pages that anybody may open, by name; whatever else there is asks who you are first.
PUBLIC = {
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_signup",
    "admin:login",
    "alive",
    "api:docs",
    "api:nothing_here",
    "api:schema",
    "home",
    "mfa_authenticate",
    "notices:stop",
    "own:choose_password",
    "own:enter_code",
    "own:new_password",
    "own:open_link",
    "participants:check",
    "participants:check_number",
    "participants:kelurahan_choices",
    "participants:privacy",
    "participants:receipt_card",
    "participants:register",
    "participants:register_business",
    "participants:register_check",
    "participants:register_forget",
    "participants:register_receipt",
    "ready",
    "targets:api_progress",
    "targets:bridge",
    "targets:bridge_file",
    "targets:chart_picture",
    "targets:find_region",
    "targets:help",
    "targets:help_impostors",
    "targets:help_permits",
    "targets:help_questions",
    "targets:help_steps",
    "targets:map_picture",
    "targets:progress",
    "targets:progress_csv",
    "targets:progress_xlsx",
    "targets:region_progress",
    "targets:region_progress_csv",
    "targets:region_progress_xlsx",
    "targets:report",
    "targets:report_file",
    "targets:report_pdf",
    "targets:reports",
    "targets:what_counts",
    "targets:which_permit",
}
# These ask for a token instead of a session.
FOR_A_TOKEN = {
    "permits_api:permit",
    "permits_api:permits",
    "permits_api:revoke",
}
# Rows of a file that is only being looked at go with it.
STAGED = {"attending.AttendanceEntry.source", "permits.ImportRow.source", "reconciling.RegisterRow.register"}


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def files(*patterns: str, under: tuple[str, ...] = (*PACKAGES, "tests", "templates")) -> Iterator[Path]:
    for folder in under:
        for pattern in patterns:
            yield from (path for path in sorted((ROOT / folder).rglob(pattern)) if "__pycache__" not in path.parts)


def named(paths) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


# --- Models ----------------------------------------------------------------------------------------


def layer_of(module: str) -> int:
    """How high a module stands in the house, 0 being the floor; by the contract in pyproject.toml."""
    contract, *_ = tomllib.loads(text_of(ROOT / "pyproject.toml"))["tool"]["importlinter"]["contracts"]
    heights = {
        name.strip(): height for height, row in enumerate(reversed(contract["layers"])) for name in row.split("|")
    }
    own = [name for name in heights if module == name or module.startswith(name + ".")]
    return heights[max(own, key=len)]


def test_relations_point_down_or_across():
    up = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in OWN_MODELS
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model in OWN_MODELS
        if layer_of(field.related_model.__module__) > layer_of(model.__module__)
    ]

    assert up == []


def test_nothing_is_deleted_along_with_something_else():
    cascading = {
        f"{model._meta.label}.{field.name}"
        for model in OWN_MODELS
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is not models.PROTECT
    }

    assert cascading - STAGED == set()


def test_every_foreign_key_names_its_role_from_the_other_side():
    nameless = [
        f"{model._meta.label}.{field.name}"
        for model in OWN_MODELS
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.remote_field.related_name is None
    ]

    assert nameless == []


@pytest.mark.django_db
def test_no_migration_is_missing(capsys):
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)

    assert capsys.readouterr().out == "No changes detected\n"


def test_every_constraint_is_tested_below_the_model():
    tested = "\n".join(text_of(path) for path in files("test_*.py", under=("tests",)))
    untested = {
        constraint.name
        for model in OWN_MODELS
        for constraint in model._meta.constraints
        if constraint.name not in tested
    }

    assert untested == set()


# --- Pages -----------------------------------------------------------------------------------------


def pages(patterns=None, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every page by name, within its namespace."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from pages(pattern.url_patterns, inner)
        else:
            yield f"{namespace}{pattern.name}", pattern


def test_the_public_pages_are_exactly_these():
    public = {name for name, page in pages() if not getattr(page.callback, "login_required", True)}

    assert public == PUBLIC | FOR_A_TOKEN


# --- Templates -------------------------------------------------------------------------------------

# Django and django-allauth look for these by themselves.
ERROR_PAGES = {"400.html", "403.html", "404.html", "429.html", "500.html"}


def overrides_a_librarys(name: str) -> bool:
    folders = [Path(config.path) / "templates" for config in apps.get_app_configs()]
    return any((folder / name).exists() for folder in folders if ROOT / "templates" not in folder.parents)


def is_named(name: str, said: str) -> bool:
    """Whether a template is loaded, extended or included by name; an e-mail's two parts go by the name they share."""
    shared = re.sub(r"_(subject|message)\.txt$", "", name)
    return any(f"{quote}{spelling}{quote}" in said for spelling in (name, shared) for quote in "\"'")


def test_every_template_is_used():
    said = "\n".join(text_of(path) for path in files("*.py", "*.html", "*.txt", under=(*PACKAGES, "templates")))
    unused = [
        name
        for path in files("*.html", "*.txt", under=("templates",))
        if (name := str(path.relative_to(TEMPLATES))) not in ERROR_PAGES
        if not is_named(name, said) and not overrides_a_librarys(name)
    ]

    assert unused == []


def test_no_template_has_a_script_or_a_style_of_its_own():
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=\"", re.IGNORECASE)
    found = [path for path in files("*.html", under=("templates",)) if inline.search(text_of(path))]

    assert named(found) == []


# --- Modules ---------------------------------------------------------------------------------------

# What is told by its place: pages, forms, the admin site, commands, migrations.
TOLD_BY_PLACE = re.compile(r"/(views|migrations|management|api)(/|\.py)|/\w*(forms|admin|fields|urls|apps)\.py$")


def public_functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.parse(text_of(path)).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


def test_every_public_function_of_the_domain_says_what_it_returns():
    silent = [
        f"{path.relative_to(ROOT)}:{function.lineno} {function.name}"
        for path in files("*.py", under=PACKAGES)
        if not TOLD_BY_PLACE.search(str(path))
        for function in public_functions(path)
        if ast.get_docstring(function) is None
    ]

    assert silent == []


def test_every_package_says_what_it_is_about():
    silent = [
        path
        for path in files("__init__.py", under=PACKAGES)
        if not {"migrations", "management", "commands", "templatetags"} & set(path.parts)
        if ast.get_docstring(ast.parse(text_of(path))) is None
    ]

    assert named(silent) == []


def test_no_file_is_too_long_to_be_read():
    long = [
        path
        for path in files("*.py", "*.html")
        if "migrations" not in path.parts and len(text_of(path).splitlines()) >= 500
    ]

    assert named(long) == []


def test_there_is_no_drawer_for_junk():
    drawers = {"utils", "common", "core", "helpers", "services", "selectors", "managers"}

    assert named(path for path in files("*", under=PACKAGES) if path.stem in drawers) == []


# --- Tests -----------------------------------------------------------------------------------------


def test_every_rule_of_what_counts_has_a_test_that_names_it():
    tests = "\n".join(text_of(path) for path in files("test_*.py", under=("tests",)))
    by_name = {int(number) for number in re.findall(r"def test_rule_(\d)_", tests)}

    assert by_name == set(range(1, 10))
