"""How the lists of people, permits and obstacles are narrowed: always within one's scope, and only by what may stand in
an address. Names, NIKs and phone numbers never do.

An invalid value narrows to nothing and says why: django-filter alone would show everything.
"""

from datetime import date
from typing import Any, cast

import django_filters as filters
from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet

from okoce import clock
from okoce.accounts.models import User
from okoce.accounts.requests import SignedInRequest
from okoce.regions import tree
from okoce.ui import formats, forms
from participants.models import (
    COMPLETED_BY_PGO,
    Channel,
    Participant,
    ParticipantQuerySet,
    Sector,
    Step,
    StepCompletion,
)
from permits import funnel
from permits.listing import Order
from permits.models import Kind, Obstacle, ObstacleKind, ObstacleQuerySet, Permit, PermitQuerySet, Source

OUTSIDE = "luar"
"""What the address calls people from outside Jakarta."""

MINE = "saya"
ANY, NONE = "ada", "tidak"
_ALL = "Semua"

_STEPS = [(step.value, f"{step.value} {step.label}") for step in Step if step != Step.P1]
_PERMIT_STATES = {"berlaku": "berlaku", "dicabut": "dicabut", "dibatalkan": "dibatalkan"}


class _DayFilter(filters.Filter):
    field_class = forms.DayField

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs, help_text="")


class _RecorderField(django_forms.CharField):
    """The user name of whoever recorded some permit of the list, or *saya*; that others exist is not told."""

    among: PermitQuerySet

    def clean(self, value: Any) -> str:
        name = super().clean(value)
        if name and name != MINE and not self.among.filter(recorded_by__username=name).exists():
            raise ValidationError(
                f"Tidak ada izin di wilayah Anda yang dicatat pengguna itu. Tulis “{MINE}” untuk catatan Anda sendiri."
            )
        return name


class _RecorderFilter(filters.Filter):
    field_class = _RecorderField


def _choice(label: str, choices: Any, **kwargs: Any) -> filters.ChoiceFilter:
    return filters.ChoiceFilter(
        label=label,
        choices=choices,
        empty_label=_ALL,
        error_messages={"invalid_choice": f"{label}: pilihan ini tidak ada."},
        **kwargs,
    )


class _ListFilter(filters.FilterSet):
    """What the three lists share: the region, the order, and that nothing invalid shows everything."""

    wilayah = _choice("Wilayah", (), method="in_region")

    has_outside = False
    orders: dict[str, Order]
    """By the address's word."""

    def __init__(self, data: Any, *, user: User, queryset: QuerySet[Any]) -> None:
        region = user.region_node or tree.province()
        super().__init__(_without_whole(data, region), queryset=queryset)
        self.user = user
        self.node = self._chosen(region)
        order = self.form.fields["urut"]
        order.empty_label = self._usual_order[0]
        order.choices = [(word, label) for word, (label, _, _) in self.orders.items() if word]
        if region.children:
            field = self.form.fields["wilayah"]
            field.empty_label, field.choices = region.short_name, self._regions(region)
        else:
            del self.form.fields["wilayah"]

    def _chosen(self, region: tree.Node) -> tree.Node:
        node = tree.get(str(self.data.get("wilayah", ""))) if self.data else None
        return node if node is not None and tree.contains(region.code, node.code) else region

    def _regions(self, region: tree.Node) -> list[tuple[str, str]]:
        """The way down to the region chosen, and what lies below it: never more than a few."""
        way = [
            node for node in tree.path(self.node.code) if node.code != region.code and node.code.startswith(region.code)
        ]
        regions = [(node.code, node.title) for node in [*way, *self.node.children]]
        outside = [(OUTSIDE, "Luar DKI")] if self.has_outside and region.code == tree.PROVINCE else []
        return regions + outside

    def in_region(self, queryset: Any, _name: str, code: str) -> Any:
        raise NotImplementedError

    @property
    def qs(self) -> Any:
        return super().qs if self.is_valid() else self.queryset.none()

    @property
    def order(self) -> Order:
        chosen = self.form.cleaned_data.get("urut") if self.is_valid() else ""
        return self.orders[chosen] if chosen else self._usual_order

    @property
    def _usual_order(self) -> Order:
        """How the list is sorted if nothing is said."""
        return self.orders[""]

    @property
    def asked(self) -> dict[str, str]:
        """The filters that are set, as the address has them; nothing of an invalid question."""
        if not self.is_valid():
            return {}
        return {name: str(self.data.get(name)) for name in self.form.fields if self.form.cleaned_data.get(name)}

    @property
    def sentence(self) -> list[str]:
        """The filters that are set, in words."""
        words = []
        for name in self.asked:
            if name == "wilayah":
                continue
            field, value = self.form[name], self.form.cleaned_data[name]
            chosen = dict(getattr(field.field, "choices", ())).get(value, value)
            chosen = formats.day(chosen) if isinstance(chosen, date) else chosen
            words.append(str(chosen) if chosen == field.label else f"{field.label}: {chosen}")
        return words

    @property
    def where(self) -> str:
        """The region the list is about, for its heading."""
        return "luar DKI" if self.asked.get("wilayah") == OUTSIDE else self.node.title

    def as_is(self, queryset: Any, _name: str, _value: Any) -> Any:
        """For what orders rather than narrows."""
        return queryset


class PeopleFilter(_ListFilter):
    """The list of people."""

    has_outside = True
    orders = {
        "": ("Terbaru mendaftar", ("id",), True),
        "lama": ("Terlama mendaftar", ("id",), False),
        "nama": ("Nama", ("name_key", "id"), False),
    }
    ready_order = ("Paling siap", ("ready_rank", "ready_since", "id"), False)

    siap = _choice("Siap izin", [("ya", "Siap izin")], method="who_is_ready")
    berurutan = _choice("Berurutan sampai", [(step.value, f"{step} {step.label}") for step in Step], method="in_order")
    pada = _DayFilter(label="Berurutan pada hari", method="as_is", latest=clock.today)
    berikutnya = _choice(
        "Langkah berikutnya",
        [*_STEPS, ("selesai", "Semua selesai")],
        method="next_to_do",
    )
    langkah = _choice("Sudah selesai", _STEPS, method="who_completed")
    izin = _choice("Izin", [(ANY, "Memegang izin"), (NONE, "Belum berizin"), *Kind.choices], method="by_permit")
    kendala = _choice(
        "Kendala", [(ANY, "Ada kendala"), (NONE, "Tanpa kendala"), *ObstacleKind.choices], method="by_obstacle"
    )
    bidang = _choice("Bidang usaha", Sector.choices, field_name="sector")
    usaha = _choice("Saat mendaftar", [("baru", "Usaha baru"), ("berjalan", "Sudah berjalan")], method="by_business")
    cara = _choice("Cara mendaftar", Channel.choices, field_name="channel")
    dari = _DayFilter(label="Mendaftar sejak", field_name="registered_on", lookup_expr="gte")
    sampai = _DayFilter(label="Mendaftar sampai", field_name="registered_on", lookup_expr="lte")
    urut = _choice("Urutan", (), method="as_is")

    class Meta:
        model = Participant
        fields: list[str] = []
        form = forms.Form

    @property
    def _usual_order(self) -> Order:
        return self.ready_order if self.data.get("siap") == "ya" else super()._usual_order

    def in_region(self, queryset: ParticipantQuerySet, _name: str, code: str) -> ParticipantQuerySet:
        if code == OUTSIDE:
            return queryset.filter(kelurahan__isnull=True)
        if self.data.get("siap") or self.data.get("berurutan"):
            return queryset  # narrowed further by these
        return queryset.of_region(tree.nodes()[code])

    def who_is_ready(self, queryset: ParticipantQuerySet, _name: str, _value: str) -> ParticipantQuerySet:
        return self._at_home(queryset).filter(ready_rank__isnull=False, kelurahan__isnull=False)

    def in_order(self, queryset: ParticipantQuerySet, _name: str, step: str) -> ParticipantQuerySet:
        return funnel.people_in_order(self._at_home(queryset), Step(step), self.day_of_order)

    @property
    def asked(self) -> dict[str, str]:
        """The filters that are set; without a step, the day by which it was to be reached narrows nothing."""
        found = super().asked
        return found if "berurutan" in found else {name: value for name, value in found.items() if name != "pada"}

    @property
    def day_of_order(self) -> date:
        """The day by which steps were to be reached in order."""
        return self.form.cleaned_data.get("pada") or clock.today()

    def _at_home(self, queryset: ParticipantQuerySet) -> ParticipantQuerySet:
        """Who lives in the region, as boards count them; not whoever once got a permit there."""
        if self.node.code == tree.PROVINCE:
            return queryset
        return queryset.filter(kelurahan__in=self.node.kelurahan_codes)

    def next_to_do(self, queryset: ParticipantQuerySet, _name: str, step: str) -> ParticipantQuerySet:
        return queryset.filter(next_step="" if step == "selesai" else step)

    def who_completed(self, queryset: ParticipantQuerySet, _name: str, step: str) -> ParticipantQuerySet:
        if step not in COMPLETED_BY_PGO:
            return queryset.filter(holds_permit=True)
        done = StepCompletion.objects.filter(participant=OuterRef("pk"), step=step, undone_at__isnull=True)
        return queryset.filter(Exists(done))

    def by_permit(self, queryset: ParticipantQuerySet, _name: str, value: str) -> ParticipantQuerySet:
        if value in (ANY, NONE):
            return queryset.filter(holds_permit=value == ANY)
        held = Permit.objects.valid_on(clock.today()).filter(participant=OuterRef("pk"), kind=value)
        return queryset.filter(Exists(held), holds_permit=True)

    def by_obstacle(self, queryset: ParticipantQuerySet, _name: str, value: str) -> ParticipantQuerySet:
        if value == NONE:
            return queryset.filter(is_held_up=False)
        met = Obstacle.objects.open() if value == ANY else Obstacle.objects.open().filter(kind=value)
        return queryset.filter(pk__in=met.order_by().values("participant"))

    def by_business(self, queryset: ParticipantQuerySet, _name: str, value: str) -> ParticipantQuerySet:
        return queryset.filter(business_is_new=value == "baru")


class PermitsFilter(_ListFilter):
    """The list of permits."""

    orders = {
        "": ("Terbaru terbit", ("issued_on", "id"), True),
        "terbit-lama": ("Terlama terbit", ("issued_on", "id"), False),
        "catat": ("Terbaru dicatat", ("id",), True),
        "catat-lama": ("Terlama dicatat", ("id",), False),
    }

    jenis = _choice("Jenis izin", Kind.choices, field_name="kind")
    keadaan = _choice("Keadaan", list(_PERMIT_STATES.items()), method="by_state")
    dari = _DayFilter(label="Terbit sejak", field_name="issued_on", lookup_expr="gte")
    sampai = _DayFilter(label="Terbit sampai", field_name="issued_on", lookup_expr="lte")
    bidang = _choice("Bidang usaha", Sector.choices, field_name="participant__sector")
    usaha = _choice("Saat mendaftar", [("baru", "Usaha baru"), ("berjalan", "Sudah berjalan")], method="by_business")
    asal = _choice("Cara mencatat", Source.choices, field_name="source")
    oleh = _RecorderFilter(label="Dicatat oleh", method="by_recorder")
    urut = _choice("Urutan", (), method="as_is")

    class Meta:
        model = Permit
        fields: list[str] = []
        form = forms.Form

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(_RecorderField, self.form.fields["oleh"]).among = self.queryset

    def in_region(self, queryset: PermitQuerySet, _name: str, code: str) -> PermitQuerySet:
        return queryset.filter(kelurahan__in=tree.nodes()[code].kelurahan_codes)

    def by_state(self, queryset: PermitQuerySet, _name: str, state: str) -> PermitQuerySet:
        if state == "berlaku":
            return queryset.valid_on(clock.today())
        if state == "dicabut":
            return queryset.standing().filter(revoked_on__isnull=False)
        return queryset.filter(voided_at__isnull=False)

    def by_business(self, queryset: PermitQuerySet, _name: str, value: str) -> PermitQuerySet:
        return queryset.filter(participant__business_is_new=value == "baru")

    def by_recorder(self, queryset: PermitQuerySet, _name: str, name: str) -> PermitQuerySet:
        if name == MINE:
            return queryset.filter(recorded_by=self.user)
        return queryset.filter(recorded_by__username=name)


class ObstaclesFilter(_ListFilter):
    """The list of open obstacles."""

    orders = {"": ("Terlama terbuka", ("id",), False), "baru": ("Terbaru", ("id",), True)}

    kendala = _choice("Kendala", ObstacleKind.choices, field_name="kind")
    urut = _choice("Urutan", (), method="as_is")

    class Meta:
        model = Obstacle
        fields: list[str] = []
        form = forms.Form

    def in_region(self, queryset: ObstacleQuerySet, _name: str, code: str) -> ObstacleQuerySet:
        return queryset.of_region(tree.nodes()[code])


def _without_whole(data: Any, region: tree.Node) -> Any:
    """Without the region if it is one's whole own, which boards name in their links and which narrows nothing."""
    if not data or data.get("wilayah") != region.code:
        return data
    return {name: data.get(name) for name in data if name != "wilayah"}


def in_scope(request: SignedInRequest, filter_class: type[_ListFilter], everything: Any) -> Any:
    """The filter of a list over what is in the region of whoever asks."""
    node = request.user.region_node or tree.province()
    return filter_class(request.GET, user=request.user, queryset=everything.of_region(node))
