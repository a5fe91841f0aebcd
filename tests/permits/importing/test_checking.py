"""Rows against the portal: who is meant, what stands already, what is doubtful, and what may be told of whom."""

from datetime import date

import pytest

from okoce.accounts.models import User
from participants.models import Participant
from permits import deeds
from permits.importing.checking import Checked, Seen, alike, check
from permits.importing.lines import read_line
from permits.importing.models import Outcome
from permits.models import Kind
from tests.okoce.accounts.factories import an_officer
from tests.okoce.regions.codes import CENGKARENG_TIMUR, GAMBIR, KAPUK
from tests.participants.factories import a_participant, an_outsider
from tests.permits.factories import a_permit
from tests.permits.importing.files import NAMES, a_row, nik_of

pytestmark = pytest.mark.django_db

TODAY = date(2018, 9, 9)


@pytest.fixture
def officer() -> User:
    return an_officer()


def checked(rows: list[list[object]], by: User) -> list[Checked]:
    lines = [
        read_line(number, dict(zip(NAMES, row, strict=True)).get, kelurahan=by.kelurahan, today=TODAY)
        for number, row in enumerate(rows, start=2)
    ]
    return list(check(lines, by=by, seen=Seen()))


def one(row: list[object], by: User) -> tuple[Outcome, list[str]]:
    [found] = checked([row], by)
    return found.outcome, [str(remark) for remark in found.remarks]


def test_a_row_is_ready_when_nothing_is_wrong_or_doubtful(officer):
    assert one(a_row(a_participant(registered_on=date(2018, 5, 1)), "1"), officer) == (Outcome.READY, [])


def test_a_permit_from_before_the_registration_is_doubted(officer):
    assert one(a_row(a_participant(), "1"), officer) == (
        Outcome.DOUBTFUL,
        ["Tanggal terbit: Izin terbit sebelum peserta mendaftar (9 September 2018)."],
    )


def test_a_second_permit_is_doubted_whether_it_stands_or_comes_in_the_same_file(officer):
    person = a_participant(registered_on=date(2018, 5, 1))
    held = a_permit(a_participant(registered_on=date(2018, 5, 1)), kind=Kind.SKU, number="s/1", by=officer)

    rows = [
        a_row(person, "1"),
        a_row(person, "2", kind="SKU", investment=None, workers=None),
        a_row(held.participant, "3"),
    ]

    first, second, third = checked(rows, officer)
    assert first.outcome == Outcome.READY
    assert [str(remark) for remark in second.remarks] == ["Peserta ini juga di baris 2. Ini menjadi izin kedua."]
    assert [str(remark) for remark in third.remarks] == [
        "Peserta sudah memegang SKU nomor s/1. Ini menjadi izin kedua."
    ]


def test_a_differing_name_is_doubted_and_shown(officer):
    person = a_participant(registered_on=date(2018, 5, 1), name="Siti Aminah")

    assert one(a_row(person, "1", name="Bambang"), officer) == (
        Outcome.DOUBTFUL,
        [
            "Nama: Nama ini berbeda dari yang terdaftar. Pastikan orangnya sama. "
            "Di berkas: Bambang. Terdaftar: Siti Aminah."
        ],
    )


def test_a_nik_that_stands_where_the_name_should_is_not_shown(officer):
    person = a_participant(registered_on=date(2018, 5, 1), name="Siti Aminah")

    _, [remark] = one(a_row(person, "1", name=f"Bambang {nik_of(person)}"), officer)

    assert (nik_of(person) in remark, "Di berkas: Bambang " in remark) == (False, True)


@pytest.mark.parametrize("written", ["SITI AMINAH", "Aminah, Siti", "Hj. Siti Aminah, S.E.", "Siti", "Sity Aminah"])
def test_titles_order_and_spelling_make_no_other_name(written):
    assert alike(written, "Siti Aminah")


@pytest.mark.parametrize("written", ["Siti Rahayu", "Bambang", "-"])
def test_another_name_is_another_name(written):
    assert not alike(written, "Siti Aminah")


def test_of_somebody_registered_elsewhere_nothing_is_told_that_the_file_does_not_say(officer):
    person = a_participant(kelurahan=GAMBIR, name="Rahasia Sekali")
    a_permit(person, kind=Kind.SKU, number="rahasia/1", kelurahan=GAMBIR)

    outcome, remarks = one(a_row(person, "1", name="Bambang"), officer)

    assert outcome == Outcome.DOUBTFUL
    assert remarks == [
        "NIK atau nomor peserta: Peserta ini terdaftar di wilayah lain. Bila Anda mencatatnya, catatannya terbuka bagi "
        "Anda dengan alasan impor, dan hal itu dicatat. Pastikan suratnya dari kelurahan Anda.",
        "Nama: Nama ini berbeda dari yang terdaftar. Pastikan orangnya sama.",
        "Tanggal terbit: Izin terbit sebelum peserta mendaftar.",
        "Peserta sudah memegang izin lain. Ini menjadi izin kedua.",
    ]


def test_somebody_from_outside_jakarta_is_registered_elsewhere_too(officer):
    [found] = checked([a_row(an_outsider(), "1")], officer)

    assert (found.outcome, found.is_elsewhere) == (Outcome.DOUBTFUL, True)


def test_a_number_and_a_nik_of_two_people_is_a_problem(officer):
    one_of_them, other = a_participant(), a_participant()
    cells = dict(zip(NAMES, a_row(one_of_them, "1"), strict=True)) | {"participant": other.number}
    line = read_line(2, cells.get, kelurahan=CENGKARENG_TIMUR, today=TODAY)

    [found] = check([line], by=officer, seen=Seen())

    assert found.outcome == Outcome.PROBLEM
    assert "NIK dan nomor peserta di baris ini milik dua orang." in str(found.remarks[0])


def test_a_nik_that_ends_in_zero_and_is_unknown_may_have_been_spoilt_by_a_spreadsheet(officer):
    unknown = nik_of(a_participant())[:15] + "0"
    Participant.objects.filter(pk=Participant.objects.get().pk).update(nik_index=b"x" * 32)

    _, remarks = one(a_row(unknown, "1"), officer)

    assert remarks == [
        "NIK atau nomor peserta: NIK ini belum terdaftar. Cocokkan dengan KTP; bila sudah benar, daftarkan orangnya, "
        "lalu periksa ulang. Bila Excel pernah mengubahnya menjadi bilangan, angka terakhirnya menjadi 0 dan perlu "
        "ditulis ulang."
    ]


def test_a_permit_that_stands_already_is_known_whoever_recorded_it(officer):
    permit = a_permit(number="k/1")

    assert one(a_row(permit.participant, "K-1"), officer) == (
        Outcome.KNOWN,
        ["Sudah tercatat sejak 9 September 2018; tidak ada yang diubah."],
    )


def test_a_permit_that_stands_under_another_kelurahan_says_where(officer):
    permit = a_permit(number="k/1", kelurahan=KAPUK)

    outcome, [remark, *_] = one(a_row(permit.participant, "K-1"), officer)

    assert (outcome, remark) == (
        Outcome.PROBLEM,
        "Nomor izin: Nomor ini sudah tercatat sebagai IUMK untuk peserta yang sama, tetapi terbit 1 September 2018 "
        "dari Kapuk, Kec. Cengkareng, Jakarta Barat. Periksa suratnya; yang salah catat diperbaiki lewat halaman "
        "izin itu.",
    )


def test_a_known_permit_with_other_amounts_says_where_to_correct_them(officer):
    permit = a_permit(number="k/1", investment=1_000_000, by=officer)

    _, [remark] = one(a_row(permit.participant, "k/1"), officer)

    assert remark == (
        "Sudah tercatat sejak 9 September 2018; tidak ada yang diubah. Modal atau tenaga kerjanya berbeda dari yang "
        "tercatat; bila perlu, perbaiki lewat halaman izin itu."
    )


def test_the_number_of_a_voided_permit_is_free_again(officer):
    permit = a_permit(a_participant(registered_on=date(2018, 5, 1)), number="k/1", by=officer)
    deeds.void(permit, by=officer, reason="salah orang")

    assert one(a_row(permit.participant, "k/1"), officer) == (Outcome.READY, [])


def test_the_same_number_of_the_other_kind_is_another_permit(officer):
    a_permit(kind=Kind.SKU, number="k/1")

    assert one(a_row(a_participant(registered_on=date(2018, 5, 1)), "k/1"), officer) == (Outcome.READY, [])


def test_a_row_that_is_refused_takes_no_number_from_the_ones_below(officer):
    person = a_participant(registered_on=date(2018, 5, 1))

    refused, taken = checked([a_row(person, "1", workers=None), a_row(person, "1")], officer)

    assert (refused.outcome, taken.outcome) == (Outcome.PROBLEM, Outcome.READY)


def test_as_many_statements_for_three_rows_as_for_thirty(officer, django_assert_num_queries):
    rows = [a_row(a_participant(), str(number)) for number in range(30)]
    checked(rows[:1], officer)

    with django_assert_num_queries(4):
        checked(rows[:3], officer)
    with django_assert_num_queries(4):
        checked(rows, officer)
