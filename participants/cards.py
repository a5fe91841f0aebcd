"""The receipt's card as a picture, so that a phone keeps it among its photographs."""

from io import BytesIO
from textwrap import wrap

from PIL import Image, ImageDraw, ImageFont

from okoce.ui.qr import matrix
from participants.receipts import Receipt

_WIDTH, _HEIGHT, _MARGIN = 720, 1000, 48
_PAPER, _INK, _MUTED = "#ffffff", "#17212b", "#59626d"
_CODE_SIDE = 380
_LETTERS_IN_A_LINE = 34


def draw(receipt: Receipt) -> bytes:
    """A PNG with the number, what the receipt says beside it, and the QR code."""
    image = Image.new("L", (_WIDTH, _HEIGHT), _PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((8, 8, _WIDTH - 9, _HEIGHT - 9), outline=_INK, width=4)
    pen.text((_MARGIN, 44), "OK OCE Jakarta · nomor peserta", _MUTED, ImageFont.load_default(28))
    pen.text((_MARGIN, 88), receipt.number, _INK, ImageFont.load_default(80))
    _draw_facts(pen, receipt, top=212)
    _draw_code(pen, receipt.address)
    pen.text((_MARGIN, _HEIGHT - 64), receipt.address, _MUTED, _font_that_fits(receipt.address))
    return _png(image)


def _draw_facts(pen: ImageDraw.ImageDraw, receipt: Receipt, *, top: int) -> None:
    label, value = ImageFont.load_default(22), ImageFont.load_default(30)
    for fact in receipt.facts:
        lines = wrap(fact["value"], _LETTERS_IN_A_LINE, max_lines=2, placeholder=" …")
        pen.text((_MARGIN, top), fact["label"], _MUTED, label)
        pen.text((_MARGIN, top + 28), "\n".join(lines), _INK, value)
        top += 44 + 38 * len(lines)


def _draw_code(pen: ImageDraw.ImageDraw, address: str) -> None:
    modules = matrix(address)
    side = _CODE_SIDE // len(modules)
    left, top = (_WIDTH - side * len(modules)) // 2, _HEIGHT - 76 - side * len(modules)
    for y, row in enumerate(modules):
        for x, dark in enumerate(row):
            if dark:
                corner = left + x * side, top + y * side
                pen.rectangle((*corner, corner[0] + side - 1, corner[1] + side - 1), fill=_INK)


def _font_that_fits(text: str) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    fonts = (ImageFont.load_default(size) for size in range(24, 9, -1))
    return next((font for font in fonts if font.getlength(text) <= _WIDTH - 2 * _MARGIN), ImageFont.load_default(10))


def _png(image: Image.Image) -> bytes:
    file = BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()
