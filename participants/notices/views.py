"""Where the link in every letter leads: stop, or begin again."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from participants.notices import stopping

_BY_MAIL_PROGRAM = "List-Unsubscribe"
"""What a mail program's own button posts (RFC 8058); it follows no redirects."""


@login_not_required
@csrf_exempt  # who holds the link may stop, from whatever page: it opens nothing else, and mail programs post it too
@never_cache
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Whether letters are sent, and the button that changes it; says nothing about whom."""
    person = stopping.holder_of(token)
    if person is None:
        raise Http404
    if request.method == "POST":
        if "resume" in request.POST:
            stopping.resume(person)
        else:
            stopping.stop(person)
        return HttpResponse(status=204) if _BY_MAIL_PROGRAM in request.POST else redirect("notices:stop", token=token)
    return render(request, "notices/stop.html", {"has_stopped": stopping.has_stopped(person)})
