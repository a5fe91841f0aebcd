"""What the house style asks of every component and of the stylesheet."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ENDINGS = (".html", ".py")
FOLDERS = ("templates", "okoce", "participants", "permits", "targets")
STYLESHEET = (settings.BASE_DIR / "static/css/okoce.css").read_text()
ADMINISTRATION = (settings.BASE_DIR / "static/css/admin.css").read_text()
COMPONENTS = sorted((settings.BASE_DIR / "templates/components").glob("*.html"))


@pytest.mark.parametrize("template", COMPONENTS, ids=lambda path: path.name)
def test_every_component_begins_with_what_it_is_and_takes(template: Path):
    assert template.read_text().startswith("{% comment %}\n")


def test_no_literal_colour_stands_below_the_tokens():
    literal = re.compile(r"(?<![\w-])(#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(|oklch\()")
    below = [
        line
        for line in STYLESHEET.splitlines()
        if literal.search(line) and not line.strip().startswith(("--", "@supports"))
    ]

    assert below == []


def test_every_class_stands_on_some_page():
    files = (path for folder in FOLDERS for path in (settings.BASE_DIR / folder).rglob("*") if path.suffix in ENDINGS)
    said = set(re.findall(r"[\w-]+", "\n".join(path.read_text() for path in files)))
    rules = re.sub(r"/\*.*?\*/", "", STYLESHEET, flags=re.DOTALL)
    classes = {name for name in re.findall(r"\.([a-z][\w-]*)", rules) if not name.startswith("htmx-")}

    assert classes - said == set()


def test_every_token_that_is_used_is_set():
    used = set(re.findall(r"var\((--[\w-]+)\)", STYLESHEET))
    given = set(re.findall(r"(--[\w-]+):", STYLESHEET))

    assert used - given == set()


def test_there_are_at_most_ten_utilities():
    utilities = STYLESHEET.split("@layer utilities {")[1].split("@media print")[0]

    assert len(re.findall(r"^  \.", utilities, re.MULTILINE)) <= 10


def test_light_stands_alone_for_browsers_without_light_dark():
    alone, with_dark = (
        dict(re.findall(r"--([\w-]+): (?:light-dark\()?(#[0-9a-f]{6})", part))
        for part in STYLESHEET.split("@supports (color:", maxsplit=1)
    )

    assert {name: alone[name] for name in with_dark} == with_dark


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


READABLE = [
    *(("ink", ground) for ground in ("paper", "surface", "warn-wash", "accent-wash")),
    *(("muted", ground) for ground in ("paper", "surface", "accent-wash")),
    *(("accent", ground) for ground in ("paper", "surface", "accent-wash")),
    *(("critical", ground) for ground in ("paper", "surface")),
    *(("warn", ground) for ground in ("paper", "surface", "warn-wash")),
    ("accent-ink", "accent"),
    ("accent-ink", "accent-strong"),
    ("paper", "warn"),
    ("paper", "ink"),
    *(("on-low", f"band-{band}") for band in range(4)),
    *(("on-high", f"band-{band}") for band in (4, 5)),
    ("on-low", "paper"),
]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), READABLE)
def test_text_can_be_read_on_its_ground(text, ground, scheme):
    colours = {name: pair for name, *pair in re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\)", STYLESHEET)}

    assert _contrast(colours[text][scheme], colours[ground][scheme]) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "surface", "band-0"])
def test_edges_of_what_one_can_use_are_seen(ground, scheme):
    colours = {name: pair for name, *pair in re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\)", STYLESHEET)}

    assert _contrast(colours["edge"][scheme], colours[ground][scheme]) >= 3


def test_the_administration_has_no_colour_of_its_own():
    colour = re.compile(r"light-dark\([^)]*\)")

    assert set(colour.findall(ADMINISTRATION)) - set(colour.findall(STYLESHEET)) == set()
    assert re.findall(r"#[0-9a-f]{3,8}\b", colour.sub("", ADMINISTRATION.lower())) == []
