"""Size: bytes and requests of a first view, and the processes that answer."""

import gzip
import re
from urllib.request import Request, urlopen

from tests.bench.asking import Ask
from tests.bench.bench import Bench
from tests.bench.inside import resident
from tests.bench.processes import Server

_GZIP = {"Accept-Encoding": "gzip"}
_ASSET = re.compile(rb"""(?:src|href)=["'](/static/[^"']+)["']""")
_ELSEWHERE = re.compile(rb"""<(?:script|link|img|iframe)[^>]+(?:src|href)=["']https?://""")


def measure(bench: Bench) -> None:
    [person] = bench.portal("people", number=1, kelurahan="31.73.01.1006")
    pages = [Ask(path) for path in ("/", "/capaian/", "/daftar/", "/laporan/", "/bantuan/", "/masuk/")]
    pages += [
        bench.officer("/petugas/"),
        bench.official("/pgo/"),
        bench.official("/peserta/"),
        bench.official("/izin/"),
    ]
    pages += [bench.official(f"/peserta/{person['number']}/"), bench.participant("/saya/")]
    views = {page.path: _view(bench.portal_server.port, page) for page in pages}
    for path, (size, requests, elsewhere) in views.items():
        name = path if person["number"] not in path else "/peserta/<number>/"
        bench.table.at_most("8", f"first view of {name}", 30, size / 1024, "KB gzip")
        bench.table.holds(
            "8", f"{name}: requests", "≤ 6, none elsewhere", requests <= 6 and not elsewhere, f"{requests}"
        )
    _processes(bench)


def _get(port: int, path: str, cookie: str = "") -> tuple[bytes, dict[str, str]]:
    request = Request(f"http://127.0.0.1:{port}{path}", headers=_GZIP | ({"Cookie": cookie} if cookie else {}))
    with urlopen(request, timeout=30) as answer:  # noqa: S310  our own server
        return answer.read(), {name.lower(): value for name, value in answer.headers.items()}


def _view(port: int, page: Ask) -> tuple[int, int, bool]:
    """Bytes as they travel, requests, and whether anything comes from elsewhere."""
    body, headers = _get(port, page.path, page.cookie)
    size = len(body)
    html = gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body
    assets = sorted(set(_ASSET.findall(html)))
    for asset in assets:
        size += len(_get(port, asset.decode())[0])
    return size, 1 + len(assets), bool(_ELSEWHERE.search(html))


def _processes(bench: Bench) -> None:
    html = gzip.decompress(_get(bench.portal_server.port, "/")[0])
    css = next(asset.decode() for asset in _ASSET.findall(html) if asset.endswith(b".css"))
    _, headers = _get(bench.portal_server.port, css)
    far = "max-age=315360000" in headers.get("cache-control", "") and "immutable" in headers.get("cache-control", "")
    packed = headers.get("content-encoding") == "gzip"
    bench.table.holds("8", "static files", "compressed, far-future", far and packed, headers.get("cache-control", ""))
    server = Server("portal", bench.env)
    try:
        bench.table.at_most("8", "two workers ready after", 3, server.ready_after, "s")
        for path in ("/", "/capaian/", "/daftar/"):
            for _ in range(8):
                _get(server.port, path)
        largest = max(resident(pid) for pid in server.workers) / 1024
        bench.table.at_most("8", "resident memory of a worker", 90, largest, "MB")
    finally:
        server.end()
    asks = [Ask("/"), Ask("/capaian/"), Ask("/daftar/"), Ask("/bantuan/"), bench.officer("/petugas/")]
    weights = [asks[0]] * 4 + [asks[1]] * 4 + [asks[2]] * 2 + asks[3:]
    requests = _REQUESTS if bench.postgres else _REQUESTS // 5  # once is enough: the processes are the same
    grown = bench.portal("grown", asks=[ask.told() for ask in weights], requests=requests)
    growth = 100 * (grown["late"] / grown["early"] - 1)
    bench.table.at_most("8", f"growth over {requests:,} requests", 5, max(growth, 0), "%")


_REQUESTS = 50_000
