"""Answers that are text go compressed to whoever can unpack them; nothing else changes by it."""

import gzip

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory

from okoce.ui.compressing import Compressed, packed, takes_gzip, unpacked

GZIP = {"Accept-Encoding": "gzip, deflate, br"}
LONG = b"kelurahan " * 500


def through(answer: HttpResponse, accepted: str = "gzip") -> HttpResponse:
    """An answer as it leaves for a reader with these abilities."""
    request = RequestFactory().get("/", headers={"Accept-Encoding": accepted})
    return Compressed(lambda _: answer)(request)


@pytest.mark.django_db
def test_a_page_goes_compressed_to_whoever_can_unpack_it(client: Client):
    plain, small = client.get("/bantuan/"), client.get("/bantuan/", headers=GZIP)

    assert "Content-Encoding" not in plain.headers
    assert small.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.content) == plain.content
    assert len(small.content) < len(plain.content) / 2
    assert int(small.headers["Content-Length"]) == len(small.content)
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert "Accept-Encoding" in small.headers["Vary"]


@pytest.mark.parametrize(
    ("said", "taken"),
    [
        ("gzip", True),
        ("gzip, deflate, br", True),
        ("br;q=1.0, GZIP;q=0.8", True),
        ("gzip;q=0.001", True),
        ("deflate ,gzip ; q = 1", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000, br", False),
        ("x-gzippy", False),
        ("br", False),
        ("", False),
    ],
)
def test_gzip_is_taken_by_whoever_says_so(said: str, taken: bool):
    request = RequestFactory().get("/", headers={"Accept-Encoding": said})

    assert takes_gzip(request) is taken


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "application/json", "application/problem+json"])
def test_text_is_compressed(kind: str):
    answer = through(HttpResponse(LONG, content_type=kind))

    assert gzip.decompress(answer.content) == LONG


@pytest.mark.parametrize(
    "kind", ["image/png", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/zip"]
)
def test_what_is_packed_already_is_left_alone(kind: str):
    answer = through(HttpResponse(LONG, content_type=kind))

    assert answer.content == LONG
    assert not answer.has_header("Vary")


def test_what_says_how_it_is_encoded_is_left_alone():
    answer = through(HttpResponse(packed(LONG), headers={"Content-Encoding": "gzip"}))

    assert unpacked(answer.content) == LONG


def test_a_stream_is_compressed_as_it_goes():
    answer = through(StreamingHttpResponse(iter([LONG, LONG]), content_type="text/csv"))

    assert gzip.decompress(b"".join(answer.streaming_content)) == LONG * 2
    assert not answer.has_header("Content-Length")


def test_the_length_of_a_compressed_page_tells_nothing_exact():
    lengths = {len(through(HttpResponse(LONG)).content) for _ in range(64)}

    assert len(lengths) > 5
