"""Alarms and samples as files: what their pages tell, with the dates and the rule."""

from collections.abc import Collection, Iterator, Sequence

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from okoce import clock
from okoce.accounts.guarding import needs
from okoce.accounts.requests import SignedInRequest
from okoce.accounts.rights import Deed
from okoce.regions import tree
from okoce.ui.formats import moment
from permits.checks import alarms, sampling
from permits.checks.models import Sample, SampledPermit
from targets.exporting import Export
from targets.views.exports import FORMATS, export_file
from targets.views.second_looks import drawn_of, sample_or_404, samples_of

_ALARMS_RULE = (
    "Tanda tidak menolak apa pun: satu kelurahan menerbitkan lebih dari 20 izin dan lima kali biasanya dalam sehari, "
    "20 nomor berurutan dari satu petugas untuk satu hari, atau lima pemegang izin di satu alamat."
)
_SAMPLE_RULE = (
    "Izin diambil acak dari yang tidak dibatalkan; bagian yang cocok dihitung dari izin yang sudah diperiksa."
)
_ALARMS = ("kode", "wilayah", "tanda", "keterangan", "banyaknya", "temuan", "dilihat_oleh", "dilihat_pada", "izin")
_SAMPLES = ("diambil_pada", "diambil_oleh", "terbit_sejak", "terbit_sampai", "diambil", "diperiksa", "cocok")
_DRAWN = ("izin", "peserta", "terbit", "hasil", "temuan", "diperiksa_oleh", "diperiksa_pada")

_Row = Sequence[object]


@needs(Deed.CHECK_PERMITS)
@require_safe
def alarms_file(request: SignedInRequest, ending: str) -> HttpResponse:
    """The alarms of the region, and the samples drawn from it underneath."""
    _known(ending)
    region = request.user.region_id or ""
    found = alarms.alarms(region, clock.today())
    above = _above("Pemeriksaan", region, f"izin terbit dalam {alarms.WINDOW_DAYS} hari terakhir", _ALARMS_RULE)
    rows = [*map(_alarm, found), [], ["Sampel untuk dicocokkan dengan suratnya"], _SAMPLES]
    rows += [_sample(sample, progress) for sample, progress in samples_of(region)]
    return export_file(Export("pemeriksaan", above, _ALARMS, rows), region, ending)


@needs(Deed.CHECK_PERMITS)
@require_safe
def sample_file(request: SignedInRequest, pk: int, ending: str) -> HttpResponse:
    """What one sample drew, and what was found; of holders who are elsewhere now nobody is named."""
    _known(ending)
    found = sample_or_404(request.user, pk)
    drawn, visible = drawn_of(found, request.user)
    days = f"izin terbit {found.issued_from.isoformat()} sampai {found.issued_to.isoformat()}"
    above = _above(f"Sampel diambil {moment(found.drawn_at)}", found.region_id, days, _SAMPLE_RULE)
    return export_file(Export(f"sampel-{pk}", above, _DRAWN, _drawn(drawn, visible)), found.region_id, ending)


def _known(ending: str) -> None:
    if ending not in FORMATS:
        raise Http404


def _above(title: str, region: str, filters: str, rule: str) -> list[_Row]:
    now = clock.now()
    return [
        [title, tree.nodes()[region].title],
        ["per tanggal", clock.today().isoformat()],
        ["data sampai", timezone.localtime(now).isoformat(), moment(now)],
        ["saringan", filters],
        ["aturan", rule],
    ]


def _alarm(alarm: alarms.Alarm) -> _Row:
    look = alarm.look
    looked = [look.finding, str(look.looked_by), moment(look.looked_at)] if look else ["", "", ""]
    papers = "; ".join(paper.name for paper in alarm.papers)
    return [alarm.kelurahan, alarm.place, alarm.kind, alarm.sentence, alarm.count, *looked, papers]


def _sample(sample: Sample, progress: sampling.Confirmed) -> _Row:
    days = [sample.issued_from.isoformat(), sample.issued_to.isoformat()]
    counts = [progress.drawn, progress.checked, progress.confirmed]
    return [moment(sample.drawn_at), str(sample.drawn_by), *days, *counts]


def _drawn(drawn: Sequence[SampledPermit], visible: Collection[int]) -> Iterator[_Row]:
    for row in drawn:
        permit = row.permit
        name = permit.participant.name if permit.participant_id in visible else "kini di wilayah lain"
        result = {None: "belum diperiksa", True: "cocok", False: "tidak cocok"}[row.confirmed]
        checked = [str(row.checked_by), moment(row.checked_at)] if row.checked_by and row.checked_at else ["", ""]
        yield [str(permit), name, permit.issued_on.isoformat(), result, row.note, *checked]
