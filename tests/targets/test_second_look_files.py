"""Alarms and samples as files: as on their pages, and for the same people."""

import csv
import io
from datetime import date

import pytest
from django.test import Client
from openpyxl import load_workbook

from permits import deeds
from permits.checks import alarms, sampling
from permits.checks.models import Sample
from tests.okoce.accounts.factories import an_official
from tests.okoce.regions.codes import GAMBIR, JAKARTA_BARAT, JAKARTA_PUSAT, PROVINCE
from tests.participants.factories import a_participant
from tests.permits.checks.test_alarms import DAY, a_surge
from tests.permits.factories import a_paper, a_permit
from tests.targets.pages import signed_in, tried

pytestmark = pytest.mark.django_db

ALARMS = "/pgo/pemeriksaan/ekspor.csv"


def a_sample(region: str = PROVINCE, size: int = 2) -> Sample:
    return sampling.draw(
        region=region, issued_from=date(2018, 1, 1), issued_to=DAY, size=size, by=an_official(name="Pengambil")
    )


def file_of(sample: Sample, ending: str = "csv") -> str:
    return f"/pgo/pemeriksaan/sampel/{sample.pk}/ekspor.{ending}"


def told(client: Client, address: str) -> list[list[str]]:
    """The whole file, line by line."""
    return list(csv.reader(io.StringIO(client.get(address).content.decode("utf-8-sig"))))


def test_the_alarms_are_told_with_what_was_found_and_the_samples_underneath():
    a_surge()
    official = an_official(JAKARTA_BARAT, name="Pemeriksa")
    alarms.look(alarms.alarms(JAKARTA_BARAT, DAY)[0], by=official, finding="=pelayanan keliling")
    a_sample(JAKARTA_BARAT, size=3)

    lines = told(signed_in(Client(), official), ALARMS)

    headings, *rows = lines[6:]
    assert [line[:1] for line in lines[:6]] == [
        *(["Pemeriksaan"], ["per tanggal"], ["data sampai"], ["saringan"], ["aturan"]),
        [],
    ]
    assert headings[2:6] == ["tanda", "keterangan", "banyaknya", "temuan"]
    assert [(row[2], row[4], row[5], row[6]) for row in rows[:3]] == [
        ("nomor berurutan", "21", "", ""),
        ("satu alamat", "5", "", ""),
        ("hari ramai", "21", "'=pelayanan keliling", "Pemeriksa"),
    ]
    assert rows[-1][1:] == ["Pengambil", "2018-01-01", "2018-09-09", "3", "0", "0"]


def test_a_sample_tells_what_was_found_of_each_permit():
    permits = [a_permit(a_participant(name=name)) for name in ("Ani Contoh", "Budi Contoh")]
    sample = a_sample()
    official = an_official(name="Pemeriksa")
    first, second = sample.drawn.all()
    sampling.check(first, confirmed=True, note="", by=official)
    sampling.check(second, confirmed=False, note="nomornya lain", by=official)

    rows = told(signed_in(Client(), official), file_of(sample))[7:]

    assert [(row[0], row[1], row[3], row[4], row[5]) for row in rows] == [
        (str(permits[0]), "Ani Contoh", "cocok", "", "Pemeriksa"),
        (str(permits[1]), "Budi Contoh", "tidak cocok", "nomornya lain", "Pemeriksa"),
    ]


def test_nobody_is_named_who_is_elsewhere_by_now():
    permit = a_permit(a_participant(name="Lain Contoh", kelurahan=GAMBIR))
    sample = a_sample(JAKARTA_BARAT)
    city = signed_in(Client(), an_official(JAKARTA_BARAT))
    before = told(city, file_of(sample))[7:]

    deeds.correct(permit, a_paper(number=permit.number, kelurahan=GAMBIR), by=an_official(), reason="Salah kelurahan.")

    assert [row[1] for row in before] == ["Lain Contoh"]
    assert [row[1] for row in told(city, file_of(sample))[7:]] == ["kini di wilayah lain"]


def test_the_files_are_for_officials_within_their_region():
    a_permit()
    here, everywhere = a_sample(JAKARTA_BARAT), a_sample(PROVINCE)

    assert tried([ALARMS, file_of(here), file_of(everywhere), file_of(here, "pdf")]) == {
        "province": [200, 200, 200, 404],
        "city": [200, 200, 404, 404],
        "officer": [403, 403, 403, 403],
        "administrator": [403, 403, 403, 403],
        "stranger": [302, 302, 302, 302],
    }
    assert signed_in(Client(), an_official(JAKARTA_PUSAT)).get(file_of(here)).status_code == 404


def test_a_file_is_a_spreadsheet_too_and_the_pages_lead_to_it():
    a_permit()
    sample = a_sample()
    official = signed_in(Client(), an_official())

    answer = official.get(file_of(sample, "xlsx"))

    rows = list(load_workbook(io.BytesIO(answer.content), read_only=True).active.iter_rows(values_only=True))
    assert rows[6][:4] == ("izin", "peserta", "terbit", "hasil")
    assert f'href="{file_of(sample)}"' in official.get(f"/pgo/pemeriksaan/sampel/{sample.pk}/").content.decode()
    assert f'href="{ALARMS}"' in official.get("/pgo/pemeriksaan/").content.decode()
