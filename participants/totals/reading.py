"""What boards ask of where people stand. One statement each."""

from django.db.models import QuerySet, Sum

from okoce.regions import tree
from participants.totals.models import StandingTotal


def by_next_step(region: str) -> dict[str, int]:
    """How many people of a region have each step to do next; "" where nothing is left."""
    return dict(_of(region).order_by().values_list("next_step").annotate(people=Sum("people")))


def ready_by_kelurahan(region: str) -> dict[str, int]:
    """How many people are ready for a permit in each kelurahan of a region where somebody is."""
    ready = _of(region).filter(is_ready=True, people__gt=0).exclude(area="")
    return dict(ready.order_by().values_list("area").annotate(people=Sum("people")))


def _of(region: str) -> QuerySet[StandingTotal]:
    totals = StandingTotal.objects.all()
    return totals if region == tree.PROVINCE else totals.filter(area__in=tree.nodes()[region].kelurahan_codes)
