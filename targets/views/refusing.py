"""A question that cannot be answered gets a sentence and a way on, on every page that asks the figures."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from okoce.regions import tree
from targets.asking import QuestionRefused


def says_why(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Turns QuestionRefused into a page with status 400."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except QuestionRefused as refusal:
            region = tree.get(kwargs.get("region", tree.PROVINCE)) or tree.province()
            context = {"message": str(refusal), "region": region.code}
            return render(request, "targets/progress_refused.html", context, status=400)

    return guarded
