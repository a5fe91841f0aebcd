"""A question about figures or targets that cannot be answered gets a sentence and a way on."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from okoce.regions import tree
from targets.asking import QuestionRefused

_View = Callable[..., HttpResponseBase]


def _on(template: str) -> Callable[[_View], _View]:
    """Turns QuestionRefused into this page with status 400."""

    def says_why(view: _View) -> _View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                return view(request, *args, **kwargs)
            except QuestionRefused as refusal:
                region = tree.get(kwargs.get("region", tree.PROVINCE)) or tree.province()
                return render(request, template, {"message": str(refusal), "region": region.code}, status=400)

        return guarded

    return says_why


says_why = _on("targets/progress_refused.html")
says_why_of_goals = _on("targets/goals_refused.html")
