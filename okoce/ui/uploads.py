"""Files that people send: one that is far too large is passed over as it comes in, rather than filling the disk."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

MOST_BYTES = 20 * 1024 * 1024
"""The most that one request may bring; what each page takes is less, and for the page to say."""


class Bounded(FileUploadHandler):
    """First of the FILE_UPLOAD_HANDLERS: lets a request with more than MOST_BYTES come through without its files."""

    def handle_raw_input(self, input_data: Any, meta: Any, content_length: int, *others: Any) -> None:
        self.is_too_large = content_length > MOST_BYTES

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.is_too_large:
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def was_too_large(request: HttpRequest) -> bool:
    """Whether files were passed over: a form should say so rather than that none was chosen."""
    return int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES
