"""The papers in docs/ name what exists: files, pictures, commands, make targets, settings, addresses."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands
from django.urls import Resolver404, resolve

ROOT = settings.BASE_DIR
PAPERS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
OTHERS_SETTINGS = {
    "PORT",
    "PARTICIPANTS",
    "UPGRADE",
    "POSTGRES_URL",
    "DRAW_PICTURES",
    "PICTURES_OF_PAGES",
    "PARTS",
    "MINUTE",
    "FUZZ",
    "HYPOTHESIS_PROFILE",
}
"""What the Makefile and the tests read, besides the portal's own."""

OF_THE_MACHINE = ("/etc/", "/usr/", "/var/", "/opt/", "/srv/", "/run/", "/api/")
"""Paths that are no page's: a server's own, and what all pages of the API begin with."""

every_paper = pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: str(paper.relative_to(ROOT)))


def quoted(paper: Path) -> list[str]:
    """What stands between backticks within a line, and the lines of code blocks."""
    text = paper.read_text()
    blocks = [line.strip() for line in re.findall(r"(?m)^    (.+)$", text)]
    return re.findall(r"`([^`\n]+)`", text) + blocks


@every_paper
def test_its_links_lead_somewhere(paper: Path):
    links = re.findall(r"\]\(([^)\s]+)\)", paper.read_text())
    lost = [link for link in links if not urlsplit(link).scheme and not (paper.parent / link.split("#")[0]).exists()]

    assert lost == []


@every_paper
def test_its_make_targets_exist(paper: Path):
    targets = set(re.findall(r"(?m)^([a-z-]+):", (ROOT / "Makefile").read_text()))
    mentioned = {target for words in quoted(paper) for target in re.findall(r"\bmake ([a-z][a-z-]*)", words)}

    assert mentioned - targets == set()


@every_paper
def test_its_commands_exist(paper: Path):
    mentioned = {name for words in quoted(paper) for name in re.findall(r"manage\.py ([a-z_]+)", words)}

    assert mentioned - set(get_commands()) == set()


@every_paper
def test_its_settings_are_read(paper: Path):
    example = set(re.findall(r"(?m)^#?([A-Z_]+)=", (ROOT / ".env.example").read_text()))
    mentioned = {name for words in quoted(paper) for name in re.findall(r"^([A-Z][A-Z_]+)=", words)}

    assert mentioned - example - OTHERS_SETTINGS == set()


@every_paper
def test_its_files_exist(paper: Path):
    files = {words for words in quoted(paper) if re.fullmatch(r"\.?[a-z_]+(/[\w.-]+)+/?|[\w-]+\.(md|toml|lock)", words)}
    lost = {name for name in files if not any((place / name).exists() for place in (ROOT, paper.parent))}

    assert lost == set()


@every_paper
def test_its_addresses_are_answered(paper: Path):
    addresses = {words.split("?")[0] for words in quoted(paper) if re.fullmatch(r"/[a-z][\w/.-]*(\?\S*)?", words)}

    assert {address for address in addresses if not _is_answered(address)} == set()


def _is_answered(address: str) -> bool:
    if address.startswith(OF_THE_MACHINE):
        return True
    try:
        return resolve(address).url_name != "nothing_here"
    except Resolver404:
        return False


def test_nothing_runs_while_its_environment_is_built_anew():
    upgrade = (ROOT / "docs/operations.md").read_text().split("\n## Upgrade\n")[1].split("\n## ")[0]
    steps = re.findall(r"(?m)^    (.+)$", upgrade)
    units = {unit.stem for unit in (ROOT / "docs/systemd").iterdir() if _runs_by_itself(unit)}
    stopped, started = (
        next(step for step in steps if step.startswith(f"systemctl {what} ")) for what in ("stop", "start")
    )
    built = next(step for step in steps if ".ci/environment.py" in step)

    assert steps.index(stopped) < steps.index(built) < steps.index(started)
    assert {unit.removesuffix(".timer") for unit in stopped.split()[2:]} == units
    assert stopped.split()[2:] == started.split()[2:]


def _runs_by_itself(unit: Path) -> bool:
    """Whether a unit is started with the machine: a service that a timer starts is not."""
    return "[Install]" in unit.read_text()


def test_containers_do_all_that_units_do_and_only_those_that_serve_are_asked_whether_they_do():
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    ours = {name: service for name, service in services.items() if service["image"] == "okoce-portal"}
    done = {word for service in ours.values() for word in re.findall(r"manage\.py (\w+)", _said_by(service))}
    units = "".join(unit.read_text() for unit in (ROOT / "docs/systemd").iterdir())

    assert {name for name, service in ours.items() if service.get("healthcheck") != {"disable": True}} == {"web"}
    assert set(re.findall(r"manage\.py (\w+)", units)) - done == set()
    assert [name for name, service in ours.items() if ".ci/nightly" in _said_by(service)] == ["nightly"]


def _said_by(service: dict) -> str:
    return " ".join(service.get("command", []))


def test_the_image_holds_what_the_portal_reads_of_itself():
    taken = (ROOT / ".dockerignore").read_text().split()

    assert {f"!{path}" for path in ("pyproject.toml", ".ci", "templates", "static")} - set(taken) == set()
