"""What OPTIONS answers: which methods there are stands in the Allow header, everything else in the documentation."""

from typing import Any

from django.urls import reverse
from rest_framework.metadata import BaseMetadata
from rest_framework.request import Request


class Options(BaseMetadata):
    def determine_metadata(self, request: Request, view: Any) -> dict[str, str]:
        return {"schema": reverse("api:schema"), "docs": reverse("api:docs")}
