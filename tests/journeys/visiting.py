"""Somebody at a browser: what they do, what they read, and what must hold on every page they see."""

import os
import re
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Error, Locator, Page, Request

PASSWORD = "okoce-demo-2018"
PATIENCE = 10_000
"""Milliseconds for any one step; the slowest page takes a small part of it."""
MOST_TABS = 150
MEASURED = (320, 641, 768, 900, 1000)
"""Where something may lie beyond the edge: the narrowest phone, and where tables and columns have least room."""
KEPT = os.environ.get("PICTURES_OF_PAGES", "")
"""A folder for a picture of every page that is looked at, and of what it is like on paper; mostly none is asked for."""

_axe = Axe()
_pictures = count()

# The outline stands around the control itself or around what it is a part of, such as a choice with its words.
_SHOWS_FOCUS = """one => {
  for (let at = one; at && at !== document.body; at = at.parentElement)
    if (getComputedStyle(at).outlineStyle !== "none") return true;
  return false;
}"""


class Visitor:
    """A browser window, watched: console errors, requests to other hosts, and answers nobody expected are problems."""

    def __init__(self, page: Page, portal: str, problems: list[str] | None = None) -> None:
        self.page = page
        self.problems = [] if problems is None else problems
        self.keys = 0
        self._host = urlsplit(portal).netloc
        self._refusals: set[int] = set()
        self._expected: tuple[str, ...] = ()
        page.set_default_timeout(PATIENCE)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.problems.append(f"{page.url}: {error}"))
        page.on("request", self._notice)

    # --- Doing -------------------------------------------------------------------------------------

    def open(self, path: str, *, status: int = 200) -> None:
        """Go to an address; the answer must have this status."""
        self._refusals = {status}
        answer = self.page.goto(path)
        if answer is None or answer.status != status:
            self.problems.append(f"{path} answered {answer and answer.status} instead of {status}")

    def expect(self, *told: str) -> None:
        """From now on the console may say this: it is what the journey is about."""
        self._expected = told

    def sign_in(self, user: str) -> None:
        self.open("/masuk/")
        self.page.fill("[name=login]", user)
        self.page.fill("[name=password]", PASSWORD)
        self.press("Masuk")

    def press(self, button: str) -> None:
        """Press the button of that name in the page's main part; the next page is then there."""
        self.leave_by(self.page.locator("main").get_by_role("button", name=button, exact=True))

    def follow(self, link: str) -> None:
        """Follow the first link of that name in the page's main part; the next page is then there."""
        self.leave_by(self.page.locator("main").get_by_role("link", name=link, exact=True).first)

    def leave_by(self, way: Locator) -> None:
        """Click what leads to another page; that page is then there."""
        with self.page.expect_navigation():
            way.click()

    def in_another_window(self) -> "Visitor":
        """The same browser's second window, with its cookies."""
        return Visitor(self.page.context.new_page(), f"http://{self._host}", self.problems)

    def answer(self, label: str, text: str, *, exact: bool = False) -> None:
        self.page.get_by_label(label, exact=exact).fill(text)

    def choose(self, option: str) -> None:
        self.page.get_by_label(option, exact=True).check()

    def tick(self) -> None:
        """Tick the one box of the page."""
        self.page.get_by_role("checkbox").check()

    def sign_out(self) -> None:
        self.leave_by(self.page.get_by_role("button", name="Keluar", exact=True))

    # --- Doing it by keyboard alone ----------------------------------------------------------------

    def key(self, key: str) -> None:
        """Press one key that types nothing."""
        self.keys += 1
        self.page.keyboard.press(key)

    def tab_to(self, target: Locator) -> None:
        """Tab until the target has the keyboard, and see that it shows it."""
        for _ in range(MOST_TABS):
            if target.evaluate("one => one === document.activeElement"):
                break
            self.key("Tab")
        else:
            raise AssertionError(f"no key leads to {target}")
        if not target.evaluate(_SHOWS_FOCUS):
            self.problems.append(f"{self.page.url}: nothing shows that {target} has the keyboard")

    def type(self, label: str, text: str, *, exact: bool = False) -> None:
        self.tab_to(self.page.get_by_label(label, exact=exact))
        self.page.keyboard.type(text)

    def pick(self, option: str) -> None:
        """Tab to the group that the option is one of, then on with the arrows to the option."""
        wanted = self.page.get_by_label(option, exact=True)
        name = wanted.get_attribute("name")
        group = self.page.locator(f"input[type=radio][name='{name}']")
        checked = self.page.locator(f"input[type=radio][name='{name}']:checked")
        self.tab_to(checked if checked.count() else group.first)
        if not checked.count():
            self.key("Space")
        for _ in range(group.count()):
            if wanted.is_checked():
                return
            self.key("ArrowDown")
        raise AssertionError(f"no arrow leads to {option}")

    def enter(self, button: Locator | None = None) -> None:
        """Press Enter, on a button when one is given; the next page is then there."""
        if button:
            self.tab_to(button)
        with self.page.expect_navigation():
            self.key("Enter")

    # --- On a poor line ----------------------------------------------------------------------------

    def on_a_poor_line(self, *, kilobits: int, latency: int) -> None:
        """From now on everything comes and goes this slowly (kbit/s, ms); each step may take a minute."""
        line = self.page.context.new_cdp_session(self.page)
        line.send("Network.enable")
        speed = kilobits * 1000 / 8
        wanted = {"latency": latency, "downloadThroughput": speed, "uploadThroughput": speed, "offline": False}
        line.send("Network.emulateNetworkConditions", wanted)
        self.page.set_default_timeout(60_000)

    # --- Reading -----------------------------------------------------------------------------------

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    @property
    def headline(self) -> int:
        """The one large figure of a page."""
        return whole(self.page.locator(".headline strong").inner_text())

    def figures(self, region: str = "31") -> dict[str, Any]:
        """What the public API says of a region today."""
        return self.page.context.request.get("/api/v1/progress/", params={"region": region}).json()

    # --- Looking -----------------------------------------------------------------------------------

    def look(self) -> None:
        """Nothing on the page keeps anybody out, and nothing lies beyond its edge."""
        self._check()
        self.measure()
        assert not self.problems, "\n".join(self.problems)

    def _check(self) -> None:
        self.page.wait_for_load_state()
        # What the page's policy refuses to axe, which would like to style things, is not the page's fault.
        self.page.remove_listener("console", self._hear)
        violations = _axe.run(self.page).response["violations"]
        self.page.on("console", self._hear)
        for violation in violations:
            where = "; ".join(f"{node['target']} {node['html'][:120]}" for node in violation["nodes"][:3])
            self.problems.append(f"{self._situation()}: {violation['id']}, {violation['help']}: {where}")

    def look_everywhere(self) -> None:
        """Look by day and by night, on a laptop and on phones; problems are kept, to be told together."""
        for scheme in ("light", "dark"):
            self.page.emulate_media(color_scheme=scheme)
            for width in (1280, 360):
                self.page.set_viewport_size({"width": width, "height": 800})
                self._check()
                self.measure()
            for width in MEASURED:
                self.page.set_viewport_size({"width": width, "height": 800})
                self.measure()
            if KEPT:
                self._keep(scheme)
        if KEPT:
            self.page.pdf(path=self._kept("paper.pdf"), prefer_css_page_size=True)

    def _keep(self, scheme: str) -> None:
        for width in (320, 768, 1280, 1920):
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.screenshot(path=self._kept(f"{width}-{scheme}.png"), full_page=True)

    def _kept(self, how: str) -> Path:
        return Path(KEPT) / f"{next(_pictures):04}{self.path.replace('/', '-')}{how}"

    def measure(self) -> None:
        widest, width = self.page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        if widest > width:
            self.problems.append(f"{self._situation()}: {widest - width} pixels lie beyond the edge")

    def tell(self) -> str:
        """Where this visitor stands and what stands there, for whoever reads of a failure."""
        try:
            words = re.sub(r"\n+", "\n", self.page.locator("body").inner_text(timeout=1000))
        except Error as error:
            words = str(error)
        return f"{self.page.url}\n{words[:3000]}"

    def picture(self, path: Path) -> Path | str:
        try:
            path.parent.mkdir(exist_ok=True)
            self.page.screenshot(path=path, full_page=True, timeout=5000)
        except (Error, OSError) as error:
            return str(error)
        return path

    def _situation(self) -> str:
        size = self.page.viewport_size or {"width": 0}
        dark = self.page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
        return f"{self.path} at {size['width']} px, {'dark' if dark else 'light'}"

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        refused = any(f"status of {status} " in message.text for status in self._refusals if status >= 400)
        if not refused and not any(words in message.text for words in self._expected):
            self.problems.append(f"{self.page.url}: the console says: {message.text}")

    def _notice(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https") and address.netloc != self._host:
            self.problems.append(f"{self.page.url} asks {address.netloc}")


class ByKeyboard(Visitor):
    """Somebody who never touches a mouse or a screen."""

    def leave_by(self, way: Locator) -> None:
        self.enter(way)

    def answer(self, label: str, text: str, *, exact: bool = False) -> None:
        self.type(label, text, exact=exact)

    def choose(self, option: str) -> None:
        self.pick(option)

    def tick(self) -> None:
        self.tab_to(self.page.get_by_role("checkbox"))
        self.key("Space")


def whole(text: str) -> int:
    """The whole number of a text such as "1.000"."""
    return int(text.replace(".", "").replace("−", "-"))
