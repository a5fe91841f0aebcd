"""Which kelurahan somebody means who types its name, or a part of it."""

from typing import NamedTuple

from okoce.regions import tree
from okoce.regions.tree import Node
from participants.naming import name_key

# The kecamatan with the most kelurahan has eleven: its name shows them all.
MOST_CANDIDATES = 12


class Meant(NamedTuple):
    """The one kelurahan that bears the name, or else those that may be meant, best first."""

    exactly: Node | None
    candidates: list[Node]


def meant_by(text: str) -> Meant:
    """The kelurahan that somebody who typed this means, or may mean."""
    # One kelurahan may be found under two spellings.
    found = list({node.code: node for node in tree.find_kelurahan(text, limit=MOST_CANDIDATES)}.values())
    exact = [node for node in found if _is_called(node, text)]
    return Meant(exact[0] if len(exact) == 1 else None, found)


def _is_called(node: Node, text: str) -> bool:
    name = name_key(text).removeprefix("kelurahan ").removeprefix("kel ")
    return _joined(name) in {_joined(name_key(spelling)) for spelling in (node.name, *node.aliases)}


def _joined(name: str) -> str:
    return name.replace(" ", "")


def is_in_jakarta(place: str) -> bool:
    """Whether a city named as lying outside Jakarta is one of Jakarta's own."""
    name = name_key(place)
    return bool({"jakarta", "dki"} & set(name.split())) or "kepulauan seribu" in name
