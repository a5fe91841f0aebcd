from collections.abc import Mapping

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import format_html_join
from django.views.decorators.debug import sensitive_post_parameters

from okoce.audit import sealing, searching, subjects
from okoce.audit.models import Event
from okoce.ui.admin import ReadOnlyAdmin


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    """The record, to be searched; what is looked for is posted, since a user name may be a telephone number."""

    fields = ["at", "doer", "what", "about", "said", "address", "seal"]

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return _search(request, self)

    @admin.display(description="pelaku")
    def doer(self, event: Event) -> str:
        return searching.doer_of(event)

    @admin.display(description="perbuatan")
    def what(self, event: Event) -> str:
        return event.get_verb_display()

    @admin.display(description="perihal")
    def about(self, event: Event) -> str:
        return subjects.told(event.subject)

    @admin.display(description="perubahan")
    def said(self, event: Event) -> str:
        return format_html_join("\n", "<div>{}: {}</div>", searching.changes_of(event)) or "–"

    @admin.display(description="segel")
    def seal(self, event: Event) -> str:
        return str(sealing.seal_over(event.pk) or "belum disegel")


def _asked(request: HttpRequest) -> Mapping[str, str] | None:
    """What is looked for: what was posted, or the row that the address names by its kind and number."""
    if request.method == "POST":
        return request.POST
    about = request.GET.get("perihal", "")
    return {"subject": about} if about else None


@sensitive_post_parameters("who", "subject")
def _search(request: HttpRequest, of: EventAdmin) -> HttpResponse:
    if not of.has_view_permission(request):
        raise PermissionDenied
    form = searching.SearchForm(_asked(request))
    page = searching.page_of(form)
    rows = [
        (event, searching.doer_of(event), subjects.told(event.subject), list(searching.changes_of(event)))
        for event in page.items
    ]
    context = {
        **of.admin_site.each_context(request),
        "title": "Catatan audit",
        "opts": of.opts,
        "form": form,
        "page": page,
        "rows": rows,
        "seal": sealing.head(),
    }
    return TemplateResponse(request, "admin/audit/search.html", context)
