"""QR codes as SVG: one path in the colour of the text around it, without styles of its own."""

from collections.abc import Iterator
from itertools import groupby

from django.utils.html import format_html
from django.utils.safestring import SafeString


def qr_code(text: str) -> SafeString:
    """A QR code as SVG of one path, in the colour of the text around it and without style attributes."""
    modules = matrix(text)
    return format_html(
        '<svg viewBox="0 0 {0} {0}" shape-rendering="crispEdges"><path fill="currentColor" d="{1}"/></svg>',
        len(modules),
        "".join(f"M{x} {y}h{length}v1h-{length}z" for x, y, length in _runs(modules)),
    )


def matrix(text: str) -> list[list[bool]]:
    """The dark and light modules of a QR code that survives a crease, with its quiet border."""
    import qrcode

    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=4)
    code.add_data(text)
    return code.get_matrix()


def _runs(modules: list[list[bool]]) -> Iterator[tuple[int, int, int]]:
    for y, row in enumerate(modules):
        for dark, run in groupby(enumerate(row), key=lambda module: module[1]):
            if dark:
                places = [x for x, _ in run]
                yield places[0], y, len(places)
