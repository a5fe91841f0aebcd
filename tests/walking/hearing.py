"""What a page must have so that somebody who only hears it, or only has keys, finds their way."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"))
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_POINTING = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "list")
_NEEDS_NO_LABEL = ("hidden", "submit", "button", "image", "reset")
_FIGURE = re.compile(r"[+−-]?[\d.,]+( %)?|–")
"""A figure opens to its lines: its column and row, or what stands beside it, say which."""

_PERSON = re.compile(r"/peserta/[^/]+/|/petugas/rekam/[^/]+/")


@dataclass
class Element:
    """One element of a page and what is in it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    parent: "Element | None" = None
    inside: list["Element | str"] = field(default_factory=list)

    def all(self, *tags: str) -> Iterator["Element"]:
        """Elements within, in their order; all of them, or those of these tags."""
        for one in self.inside:
            if isinstance(one, Element):
                if not tags or one.tag in tags:
                    yield one
                yield from one.all(*tags)

    def within(self, tag: str) -> "Element | None":
        """The nearest element around it of this tag."""
        around = self.parent
        while around and around.tag != tag:
            around = around.parent
        return around

    @property
    def is_unheard(self) -> bool:
        here: Element | None = self
        while here:
            if here.attributes.get("aria-hidden") == "true" or "hidden" in here.attributes:
                return True
            here = here.parent
        return False

    @property
    def text(self) -> str:
        """What is read out of it, in one line."""
        parts = [one if isinstance(one, str) else one.name for one in self.inside]
        return " ".join("".join(parts).split())

    @property
    def name(self) -> str:
        """What it is called: its label, or what is in it."""
        if self.attributes.get("aria-hidden") == "true" or self.tag in ("script", "style", "template"):
            return ""
        return self.attributes.get("aria-label") or self.text


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = self.here = Element("page")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        one = Element(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.inside.append(one)
        if tag not in _VOID:
            self.here = one

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.here.inside.append(Element(tag, {name: value or "" for name, value in attrs}, self.here))

    def handle_endtag(self, tag: str) -> None:
        around: Element | None = self.here
        while around and around.tag != tag:
            around = around.parent
        if around and around.parent:
            self.here = around.parent

    def handle_data(self, data: str) -> None:
        self.here.inside.append(data)


def read(html: str) -> Element:
    """A page as its elements."""
    reader = _Reader()
    reader.feed(html)
    return reader.page


def unheard(html: str) -> list[str]:
    """What somebody who hears this page would miss, or hear twice: nothing."""
    page = read(html)
    return [problem for rule in _RULES for problem in rule(page)]


def _language(page: Element) -> Iterator[str]:
    yield from (
        "the page does not say that it is Indonesian" for one in page.all("html") if one.attributes.get("lang") != "id"
    )


def _landmarks(page: Element) -> Iterator[str]:
    if len(list(page.all("main"))) != 1:
        yield "not one main part"
    names = Counter(one.attributes.get("aria-label", "") for one in page.all("nav"))
    yield from (
        f"navigation without a name of its own: {name!r}" for name, times in names.items() if times > 1 or not name
    )
    skip = next(page.all("a"), None)
    if skip is None or skip.attributes.get("href") != "#isi":
        yield "the first link does not skip to the page's own part"


def _headings(page: Element) -> Iterator[str]:
    level = 0
    for heading in page.all(*_HEADINGS):
        deeper = int(heading.tag[1])
        if deeper > level + 1 or (deeper == 1 and level):
            yield f"{heading.tag} “{heading.text}” after h{level}"
        if not heading.text:
            yield f"an empty {heading.tag}"
        level = deeper
    if not level:
        yield "no heading"


def _ids(page: Element) -> Iterator[str]:
    ids = Counter(one.attributes["id"] for one in page.all() if "id" in one.attributes)
    yield from (f"{times} times the id {name}" for name, times in ids.items() if times > 1)
    for one in page.all():
        told = [word for name in _POINTING for word in one.attributes.get(name, "").split()]
        href = one.attributes.get("href", "")
        told += [href[1:]] if one.tag == "a" and href.startswith("#") else []
        yield from (f"<{one.tag}> points to {word}, which is not there" for word in told if word not in ids)


def _tables(page: Element) -> Iterator[str]:
    for table in page.all("table"):
        title = next(table.all("caption"), None)
        if title is None or not title.text:
            yield f"a table without a caption: {table.text[:60]}"
        elif not table.within("table") and not list(table.all("th")):
            yield f"a table without headings: {title.text}"
        yield from (
            f"a heading cell without scope: {cell.text}" for cell in table.all("th") if "scope" not in cell.attributes
        )


def _fields(page: Element) -> Iterator[str]:
    labelled = {label.attributes.get("for") for label in page.all("label") if label.text}
    for one in page.all("input", "select", "textarea"):
        kind = one.attributes.get("type", "text")
        if kind in _NEEDS_NO_LABEL:
            continue
        if not (one.attributes.get("aria-label") or one.attributes.get("id") in labelled or one.within("label")):
            yield f"a field without a label: {one.attributes}"
        if kind == "radio" and not one.within("fieldset"):
            yield f"a choice outside its question: {one.attributes}"
        described = one.attributes.get("aria-describedby", "")
        if one.attributes.get("aria-invalid") == "true" and "_error" not in described and kind != "radio":
            yield f"a wrong answer without its reason: {one.attributes}"
    for group in page.all("fieldset"):
        if not any(legend.text for legend in group.all("legend")):
            yield "a group of choices without its question"


def _pictures(page: Element) -> Iterator[str]:
    for one in page.all():
        is_picture = one.tag in ("svg", "img") or one.attributes.get("role") == "img"
        around = one.parent
        if is_picture and not one.is_unheard and not (around and around.attributes.get("role") == "img"):
            named = one.attributes.get("aria-label") or one.attributes.get("alt")
            if not named or (one.tag == "svg" and "role" not in one.attributes):
                yield f"a picture without words: {one.tag} {one.attributes}"
        label = one.attributes.get("aria-label")
        if label and label in {title.text for title in one.all("title") if not title.is_unheard}:
            yield f"said twice: {label}"


def _ways_on(page: Element) -> Iterator[str]:
    """Links and buttons say by themselves where they lead: a list of them is how many get about.

    Namesakes are people of one name: what stands beside them tells which.
    """
    led: dict[str, set[str]] = {}
    for one in page.all("a", "button", "summary"):
        if one.is_unheard or (one.tag == "a" and "href" not in one.attributes):
            continue
        if not one.name:
            yield f"a {one.tag} without a name: {one.attributes}"
        elif not _FIGURE.fullmatch(one.name) and not _PERSON.fullmatch(one.attributes.get("href", "")):
            led.setdefault(f"{one.tag} “{one.name}”", set()).add(_target(one))
    yield from (f"{name} leads to {len(targets)} places" for name, targets in led.items() if len(targets) > 1)


def _target(one: Element) -> str:
    if one.tag == "a":
        return one.attributes["href"]
    if one.tag == "summary":
        return str(id(one))
    form = one.within("form")
    hidden = (
        [(inner.attributes.get("name"), inner.attributes.get("value")) for inner in form.all("input")] if form else []
    )
    kept = [pair for pair in hidden if pair[0] not in ("csrfmiddlewaretoken", "next")]
    action = one.attributes.get("formaction") or (form.attributes.get("action") if form else "")
    return f"{action} {one.attributes.get('name')} {one.attributes.get('value')} {kept}"


_RULES = (_language, _landmarks, _headings, _ids, _tables, _fields, _pictures, _ways_on)
