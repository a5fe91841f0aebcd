"""What templates may do beyond Django's own tags: say figures and days, and measure bars in SVG."""

import datetime
from collections.abc import Iterable, Iterator
from decimal import Decimal

from django import template
from django.template.defaultfilters import capfirst
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from okoce.ui import formats
from okoce.ui.addresses import address

register = template.Library()

register.filter("number", formats.number)
register.filter("decimal", formats.decimal)
register.filter("percent", formats.percent)
register.filter("rupiah", formats.rupiah)
register.filter("signed", formats.signed)
register.filter("day", formats.day)
register.filter("moment", formats.moment)
register.filter("phone", formats.phone)

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"

# A share this small is still drawn, so that one permit does not look like none.
SLIVER = Decimal("0.4")


@register.filter
def short_day(value: datetime.date | str | None) -> str:
    """ "9 Sep 2018", which no line of a narrow table breaks inside; a text passes unchanged."""
    said = formats.short_day(value)
    return said if isinstance(value, str) else said.replace(" ", NO_BREAK_SPACE)


@register.filter
def stretch(share: float | Decimal | None) -> str:
    """0.025 → "2.5%", the length of a bar as an SVG attribute; stops at 0 and at the whole."""
    length = min(max(Decimal(str(share or 0)) * 100, Decimal(0)), Decimal(100))
    if length:
        length = max(length, SLIVER)
    return f"{length.quantize(Decimal('0.01')).normalize():f}%"


@register.filter
def text_side(share: float | Decimal | None) -> str:
    """The SVG text-anchor that keeps a text beside a mark at this share inside the picture."""
    where = float(share or 0)
    if where < 1 / 3:
        return "start"
    return "end" if where > 2 / 3 else "middle"


@register.filter
def share_of(part: float | Decimal | None, whole: float | Decimal | None) -> float:
    """The part as a share of the whole; nothing of nothing is 0."""
    return float(part or 0) / float(whole) if whole else 0.0


@register.filter
def parted(paper: object) -> SafeString:
    """A permit, or its number, that a narrow phone breaks after a stroke and not inside a year."""
    return format_html_join(SafeString("/<wbr>"), "{}", ((part,) for part in str(paper).split("/")))


@register.filter
def under(cells: Iterable[SafeString], headings: Iterable[dict[str, str]]) -> Iterator[SafeString]:
    """Cells of a list in the administration, each with its heading, which a phone shows beside it."""
    for cell, heading in zip(cells, headings, strict=True):
        bare = cell.removeprefix("<td")
        told = bare != cell and "action-checkbox" not in cell
        yield format_html('<td data-label="{}"{}', capfirst(heading["text"]), SafeString(bare)) if told else cell


register.simple_tag(address, name="region_url")


@register.simple_tag
def figure(value: formats.Maybe, url: str = "") -> SafeString | str:
    """A figure, said, that leads to what it counts where there is somewhere to lead."""
    return _leading(formats.number(value), value, url)


@register.simple_tag
def change(value: formats.Maybe, url: str = "") -> SafeString | str:
    """The same of a figure that says by how much something changed, with its sign."""
    return _leading(formats.signed(value), value, url)


def _leading(said: str, value: formats.Maybe, url: str) -> SafeString | str:
    return format_html('<a href="{}">{}</a>', url, said) if url and value is not None else said
