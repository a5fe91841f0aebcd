"""README.md names what exists, and all of it."""

import re

import pytest
from django.conf import settings
from django.core.management import get_commands
from django.urls import resolve

from targets.demo import staff

README = (settings.BASE_DIR / "README.md").read_text()
QUOTED = re.findall(r"`([^`\n]+)`", README)
OWN = {"okoce", "participants", "permits", "targets"}


def section(title: str) -> str:
    return README.split(f"\n## {title}\n")[1].split("\n## ")[0]


def first_column(title: str) -> set[str]:
    """What the rows of a section's table are about."""
    return set(re.findall(r"^\| `(?:make )?([^`]+)`", section(title), re.MULTILINE))


def test_it_can_be_read_in_one_sitting():
    assert len(README.splitlines()) < 200


def test_its_settings_are_those_that_are_read():
    read = set(re.findall(r"env\.\w+\(\s*\"(\w+)\"", (settings.BASE_DIR / "okoce/settings.py").read_text()))
    read |= set(
        re.findall(r"= _(?:secrets?|fernet_keys)\(\"(\w+)\"", (settings.BASE_DIR / "okoce/settings.py").read_text())
    )
    example = set(re.findall(r"^#?([A-Z_]+)=", (settings.BASE_DIR / ".env.example").read_text(), re.MULTILINE))

    assert first_column("Settings") == read
    assert example == read


def test_its_commands_are_the_projects_own():
    own = {name for name, app in get_commands().items() if app.split(".")[0] in OWN}

    assert first_column("Commands") == own


def test_its_make_targets_exist():
    targets = set(re.findall(r"^([a-z-]+):", (settings.BASE_DIR / "Makefile").read_text(), re.MULTILINE))
    mentioned = set(re.findall(r"`make ([a-z-]+)", README))

    assert mentioned - targets == set()
    assert first_column("Make") == mentioned


def test_its_demo_accounts_are_those_of_the_demo():
    assert first_column("Two commands") == {"petugas", "pgo", "pgo-jakbar", "admin", "peserta"}
    assert staff.PASSWORD in QUOTED


@pytest.mark.parametrize(
    "path", [name for name in QUOTED if re.fullmatch(r"[\w.-]+/[\w./-]*|\.[\w.]+|\w+\.toml", name)]
)
def test_a_path_it_names_exists(path: str):
    assert path == ".env" or (settings.BASE_DIR / path).exists()


@pytest.mark.parametrize("address", sorted({name for name in QUOTED if name.startswith("/")}))
def test_an_address_it_names_is_answered(address: str):
    assert resolve(address)


def test_its_pictures_exist():
    pictures = re.findall(r"!\[[^]]+\]\(([^)]+)\)", README)

    assert [picture for picture in pictures if not (settings.BASE_DIR / picture).exists()] == []
    assert pictures != []
