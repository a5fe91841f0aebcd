"""The forms that pages show: where each is sent, its fields, and what stands in them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

_TEXTS = {"reason": "Karena begitu.", "note": "Catatan.", "password": "kebun-pisang-di-loteng-7"}


@dataclass
class Form:
    """A form as it was shown."""

    action: str
    method: str = "get"
    fields: dict[str, str] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)

    @property
    def key(self) -> tuple[str, str, frozenset[str]]:
        return self.method, self.action, frozenset(self.fields)


class Reader(HTMLParser):
    """Collects the forms of a page, and the names that its links ask with."""

    def __init__(self, address: str, page: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[Form] = []
        self.links: set[str] = set()
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            action = urljoin(self.address, said.get("action", "") or self.address)
            self.forms.append(Form(urlsplit(action).path, said.get("method", "get").lower()))
        elif tag == "a":
            self.links.add(urljoin(self.address, said.get("href", "")))
        elif tag == "option" and self._select and self.forms and said.get("value"):
            self.forms[-1].fields[self._select] = said["value"]
        elif tag in ("input", "textarea", "select", "button"):
            self._select = said.get("name", "") if tag == "select" else ""
            if self.forms and said.get("name"):
                self._field(said)

    def _field(self, said: dict[str, str]) -> None:
        form, name = self.forms[-1], said["name"]
        if name == "csrfmiddlewaretoken":
            return
        if said.get("type") == "file":
            form.files.add(name)
        if said.get("type") == "radio" and "checked" not in said and name in form.fields:
            return
        form.fields[name] = said.get("value", "") or _TEXTS.get(name, "")
