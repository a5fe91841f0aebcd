"""Draws the pictures of README.md and of the guides anew, from a portal that `make run` serves.

.venv/bin/python docs/pictures/draw.py [http://127.0.0.1:8000]
"""

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

HERE = Path(__file__).resolve().parent
CHROMIUM = "/usr/bin/chromium"
PASSWORD = "okoce-demo-2018"  # noqa: S105  the demo's, which stands in README.md
COLOURS = 64

# Picture: who looks at it, which page, how wide and how high.
PICTURES = {
    "capaian": ("", "/capaian/", 1280, 1560),
}


def main(portal: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for name, (user, path, width, height) in PICTURES.items():
            picture = _take(browser, portal, user, path, width, height)
            # Few colours, and none of them lost: a page of type and flat fields needs no more.
            Image.open(io.BytesIO(picture)).quantize(COLOURS).save(HERE / f"{name}.png", optimize=True)


def _take(browser: Browser, portal: str, user: str, path: str, width: int, height: int) -> bytes:
    page = browser.new_page(base_url=portal, viewport={"width": width, "height": height}, color_scheme="light")
    if user:
        page.goto("/masuk/")
        page.fill("[name=login]", user)
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_load_state()
    page.goto(path)
    picture = page.screenshot()
    page.close()
    return picture


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
