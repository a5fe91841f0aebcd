"""The pictures of README.md and of the guides: taken by the journeys that walk what the guides tell."""

import io
import os
from pathlib import Path

from PIL import Image

from tests.journeys.visiting import Visitor

HERE = Path(__file__).resolve().parents[2] / "docs" / "pictures"
DRAWN_ANEW = "DRAW_PICTURES" in os.environ
"""`make pictures` says so; a test run only walks the way, and leaves the pictures alone."""
COLOURS = 256


def take(visitor: Visitor, name: str, *, height: int = 700) -> None:
    """Keep what the visitor sees, from the page's top down to a height, as the picture of that name."""
    picture = HERE / f"{name}.png"
    if DRAWN_ANEW:
        size = visitor.page.viewport_size
        visitor.page.set_viewport_size({"width": size["width"], "height": height})
        # A page of type and flat fields needs no more colours.
        Image.open(io.BytesIO(visitor.page.screenshot())).quantize(COLOURS).save(picture, optimize=True)
        visitor.page.set_viewport_size(size)
    assert picture.exists(), f"{picture.name} is not there yet: make pictures"
