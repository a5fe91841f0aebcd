"""A QR code is drawn as one path."""

import re

from okoce.ui import qr


def test_the_path_draws_exactly_the_dark_modules():
    modules = qr.matrix("https://contoh.id/cek/4K7H2-MX9Q5/")

    drawn = set()
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", qr.qr_code("https://contoh.id/cek/4K7H2-MX9Q5/")):
        drawn |= {(int(x) + step, int(y)) for step in range(int(length))}

    assert drawn == {(x, y) for y, row in enumerate(modules) for x, dark in enumerate(row) if dark}
