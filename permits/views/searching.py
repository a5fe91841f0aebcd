"""Finding one person among those of one's scope, from their list."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from okoce.accounts.guarding import needs
from okoce.accounts.requests import SignedInRequest
from okoce.accounts.rights import Deed
from okoce.ui.resending import sent_from
from participants import search, unfound


@needs(Deed.LIST)
@sent_from("permits:people")
@never_cache
@sensitive_post_parameters("q")
def find_people(request: SignedInRequest) -> HttpResponse:
    """Who of one's scope matches what was posted, for a NIK never enters an address; a single one is opened."""
    text = search.asked(request.POST)
    if not text:
        return redirect("permits:people")
    found = search.find(text, by=request.user)
    if len(found) == 1:
        return redirect("permits:person", number=found[0].displayed_number)
    context = {
        "q": search.shown_again(text),
        "found": found,
        "most": search.MOST,
        "unfound": None if found else unfound.why(text, opens_elsewhere=False),
    }
    return render(request, "permits/found.html", context)
