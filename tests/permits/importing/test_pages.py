"""The pages of the import: who may open them, what they show, and that nothing is recorded before it is decided."""

import io
import re
from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from okoce.accounts.models import User
from okoce.ui import uploads
from permits.importing import staging
from permits.importing.models import Import, State
from permits.models import Permit
from permits.views import importing
from tests.okoce.accounts.factories import a_participants_account, an_administrator, an_officer, an_official
from tests.okoce.regions.codes import GAMBIR, KAPUK
from tests.participants.factories import a_participant
from tests.permits.factories import a_permit
from tests.permits.importing.dirty import a_dirty_file
from tests.permits.importing.files import HEADINGS, a_row, nik_of, xlsx

pytestmark = pytest.mark.django_db

SEND = "/petugas/impor/"
ENOUGH = date(2018, 5, 1)
OF_ONE = ["import_preview", "import_columns", "import_check", "import_record", "import_discard", "import_problems"]
POSTED = {"import_check", "import_record", "import_discard"}


@pytest.fixture
def officer() -> User:
    return an_officer()


@pytest.fixture
def desk(officer: User) -> Client:
    """The officer's browser."""
    return signed_in(officer)


def signed_in(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def sent(desk: Client, rows: list[list[object]], headings: list[str] = HEADINGS) -> Import:
    """The import of a file that was sent through the page."""
    answer = desk.post(SEND, {"file": xlsx(rows, headings)})
    source = Import.objects.order_by("pk").last()
    assert source is not None
    assert answer["Location"] == f"/petugas/impor/{source.pk}/"
    return source


def ask(browser: Client, name: str, source: Import):
    address = reverse(f"permits:{name}", args=[source.pk])
    return browser.post(address) if name in POSTED else browser.get(address)


# --- Who -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [SEND, "/petugas/impor/templat.xlsx", "/petugas/impor/1/"])
def test_a_stranger_is_asked_to_sign_in(client, address):
    assert client.get(address)["Location"] == f"/masuk/?next={address}"


@pytest.mark.parametrize("make", [an_official, an_administrator, a_participants_account])
@pytest.mark.parametrize("address", [SEND, "/petugas/impor/templat.xlsx", "/petugas/impor/1/"])
def test_only_kelurahan_officers_import(make, address):
    assert signed_in(make()).get(address).status_code == 403


@pytest.mark.parametrize("name", OF_ONE)
def test_the_import_of_another_kelurahan_is_not_there(desk, name):
    source = sent(desk, [a_row(a_participant(), "1")])

    assert ask(signed_in(an_officer(KAPUK)), name, source).status_code == 404
    assert Import.objects.get(pk=source.pk).state == State.CHECKED


def test_a_colleague_of_the_same_kelurahan_sees_and_decides_it(desk):
    source = sent(desk, [a_row(a_participant(), "1")])

    ask(signed_in(an_officer()), "import_record", source)

    assert Permit.objects.count() == 1


@pytest.mark.parametrize("name", sorted(POSTED))
def test_what_changes_something_is_posted(desk, name):
    source = sent(desk, [a_row(a_participant(), "1")])

    answer = desk.get(reverse(f"permits:{name}", args=[source.pk]))

    assert answer.url == reverse("permits:import_preview", args=[source.pk])
    assert Permit.objects.count() == 0


# --- Sending ---------------------------------------------------------------------------------------


def test_the_template_filled_in_is_understood_without_a_hand(desk):
    answer = desk.get("/petugas/impor/templat.xlsx")
    book = load_workbook(io.BytesIO(answer.content))
    sheet = book["Izin"]
    for column, cell in enumerate(a_row(a_participant(registered_on=ENOUGH), "1/e/2018"), start=1):
        sheet.cell(2, column, cell)
    filled = io.BytesIO()
    book.save(filled)

    desk.post(SEND, {"file": SimpleUploadedFile("templat.xlsx", filled.getvalue())})

    source = Import.objects.get()
    assert answer["Content-Disposition"] == 'attachment; filename="templat-impor-izin.xlsx"'
    assert (source.state, source.recorded, source.refused) == (State.CHECKED, 1, 0)


def test_the_template_keeps_niks_and_numbers_as_text(desk):
    book = load_workbook(io.BytesIO(desk.get("/petugas/impor/templat.xlsx").content))

    formats = {cell.value: book["Izin"].column_dimensions[cell.column_letter].number_format for cell in book["Izin"][1]}
    assert list(formats) == HEADINGS
    assert [formats[heading] for heading in ("NIK atau nomor peserta", "Nomor izin")] == ["@", "@"]


def test_sending_shows_what_will_happen_and_records_nothing(desk, officer):
    dirty = a_dirty_file(officer)
    before = Permit.objects.count()

    source = sent(desk, dirty.rows)

    page = desk.get(f"/petugas/impor/{source.pk}/").content.decode()
    assert Permit.objects.count() == before
    assert f"Catat {dirty.good} izin" in page
    numbers = [int(number) for number in re.findall(r"Baris (\d+)</th>", page)]
    problems = [number for number, dirt in dirty.expected.items() if dirt.column]
    assert numbers[: len(problems)] == problems
    sums = [int(figure) for figure in re.findall(r"<dd>(\d+) <small>", page)]
    assert sums[0] + sums[1] + sums[2] == sums[3] == len(dirty.rows)


def test_no_page_and_no_file_shows_a_whole_nik(desk, officer):
    dirty = a_dirty_file(officer)
    niks = {str(cell) for row in dirty.rows for cell in row if re.fullmatch("[0-9]{16}", str(cell))}
    assert len(niks) > 30
    source = sent(desk, dirty.rows)
    unnamed = sent(desk, [row for row in dirty.rows if row[0]], ["x"] * 7)

    shown = [desk.get(SEND), ask(desk, "import_preview", source), ask(desk, "import_columns", unnamed)]
    shown += [desk.get(f"/petugas/impor/{source.pk}/?hasil={sort}") for sort in ("bermasalah", "dicatat")]
    file = load_workbook(io.BytesIO(ask(desk, "import_problems", source).content))
    ask(desk, "import_record", source)
    shown += [ask(desk, "import_preview", source)]

    said = " ".join(answer.content.decode() for answer in shown)
    said += " ".join(str(cell) for row in file.active.iter_rows(values_only=True) for cell in row)
    assert [nik for nik in niks if nik in said] == []


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (SimpleUploadedFile("izin.pdf", b"%PDF-1.7"), "Berkas ini bukan lembar kerja."),
        (SimpleUploadedFile("izin.xlsx", b""), "Berkas ini kosong."),
        (SimpleUploadedFile("izin.csv", b"x" * (5 * 1024 * 1024 + 1)), "Berkas ini 5,0 MB; paling besar 5,0 MB."),
        (None, "Berkas belum dipilih."),
    ],
)
def test_a_file_that_cannot_be_read_is_explained_beside_the_field(desk, file, sentence):
    answer = desk.post(SEND, {"file": file} if file else {})

    assert answer.status_code == 200
    assert sentence in answer.context["form"].errors["file"][0]
    assert Import.objects.count() == 0


def test_a_request_far_too_large_comes_through_without_its_file_and_is_explained(desk, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_BYTES", 1000)

    answer = desk.post(SEND, {"file": SimpleUploadedFile("izin.csv", b"x" * 2000)})

    assert answer.context["form"].errors["file"] == [
        "Berkas ini terlalu besar; paling besar 5 MB. Bagi menjadi beberapa berkas."
    ]


def test_a_name_and_cells_that_try_to_be_markup_or_formulas_stay_text(desk):
    file = xlsx([a_row("<script>alert(1)</script>", '=HYPERLINK("x")', name="<img src=x onerror=y>", kind="@SUM(A1)")])
    file.name = "<b>izin</b>.xlsx"
    desk.post(SEND, {"file": file})
    source = Import.objects.get()

    page = ask(desk, "import_preview", source).content.decode()
    problems = load_workbook(io.BytesIO(ask(desk, "import_problems", source).content)).active

    assert [tag for tag in ("<script>alert", "<img", "<b>izin") if tag in page] == []
    assert {cell.data_type for row in problems.iter_rows() for cell in row if cell.value is not None} <= {"s", "n", "d"}


# --- Matching by hand ------------------------------------------------------------------------------


def test_unknown_headings_lead_to_matching_by_hand_and_on_to_the_preview(desk):
    source = sent(desk, [a_row(a_participant(registered_on=ENOUGH), "1/e/2018")], ["a", "b", "c", "d", "e", "f", "g"])
    columns = f"/petugas/impor/{source.pk}/kolom/"
    assert ask(desk, "import_preview", source)["Location"] == columns

    names = ["person", "name", "kind", "number", "issued_on", "investment", "workers"]
    answer = desk.post(columns, {name: at for at, name in enumerate(names)})

    assert answer["Location"] == f"/petugas/impor/{source.pk}/"
    source.refresh_from_db()
    assert (source.state, source.recorded) == (State.CHECKED, 1)


def test_matching_by_hand_asks_for_what_is_missing_and_takes_no_column_twice(desk):
    source = sent(desk, [a_row("x", "1/e/2018")], ["a", "b", "c", "d", "e", "f", "g"])

    answer = desk.post(f"/petugas/impor/{source.pk}/kolom/", {"person": "0", "kind": "1", "number": "1"})

    assert answer.context["form"].errors == {
        "number": ["Kolom ini sudah dipilih di atas. Pilih kolom lain."],
        "issued_on": ["Pilih kolom yang memuat Tanggal terbit."],
    }


def test_a_column_that_the_file_does_not_have_is_refused(desk):
    source = sent(desk, [a_row("x", "1/e/2018")], ["a", "b", "c", "d", "e", "f", "g"])

    answer = desk.post(
        f"/petugas/impor/{source.pk}/kolom/", {"person": "99", "kind": "1", "number": "2", "issued_on": "3"}
    )

    assert list(answer.context["form"].errors) == ["person"]


# --- Deciding --------------------------------------------------------------------------------------


def test_recording_says_what_was_recorded_and_leads_to_the_permits(desk):
    source = sent(desk, [a_row(a_participant(), "1/e/2018"), a_row("x", "2")])

    answer = desk.post(f"/petugas/impor/{source.pk}/catat/", follow=True)

    page = answer.content.decode()
    assert [str(message) for message in answer.context["messages"]] == ["1 izin tercatat; 1 masih perlu diperbaiki."]
    assert f'href="/izin/{Permit.objects.get().pk}/"' in page
    assert "Catat 1 izin" not in page


def test_none_of_it_is_recorded_when_the_officer_says_so(desk):
    source = sent(desk, [a_row(a_participant(), "1/e/2018")])

    answer = desk.post(f"/petugas/impor/{source.pk}/batal/", follow=True)

    assert [str(message) for message in answer.context["messages"]] == ["Impor dibatalkan: tidak ada yang dicatat."]
    desk.post(f"/petugas/impor/{source.pk}/catat/")
    assert Permit.objects.count() == 0


def test_what_changed_since_the_preview_is_shown_before_anything_is_recorded(desk, officer):
    source = sent(desk, [a_row(a_participant(), "1/e/2018"), a_row(a_participant(), "2/e/2018")])
    a_permit(number="2/e/2018", by=officer)

    answer = desk.post(f"/petugas/impor/{source.pk}/catat/", follow=True)

    assert "belum ada yang dicatat" in str(next(iter(answer.context["messages"])))
    assert Permit.objects.count() == 1
    assert (answer.context["source"].recorded, answer.context["source"].refused) == (1, 1)


def test_the_same_file_again_is_recognised(desk):
    rows = [a_row(a_participant(), "1/e/2018")]
    content = xlsx(rows).getvalue()
    desk.post(SEND, {"file": SimpleUploadedFile("a.xlsx", content)})
    first = Import.objects.get()
    ask(desk, "import_record", first)

    desk.post(SEND, {"file": SimpleUploadedFile("b.xlsx", content)})

    again = Import.objects.order_by("pk").last()
    page = ask(desk, "import_preview", again)
    assert page.context["same_file"] == first
    assert (again.recorded, again.known, again.refused) == (0, 1, 0)


def test_the_problems_come_back_corrected_and_are_recorded(desk, officer):
    person = a_participant(registered_on=ENOUGH, name="Siti Aminah")
    source = sent(
        desk, [a_row(a_participant(), "1/e/2018"), a_row(person, "2/e/2018", issued_on="besok", workers=None)]
    )
    ask(desk, "import_record", source)
    book = load_workbook(io.BytesIO(ask(desk, "import_problems", source).content))
    heading, row = book.active.iter_rows()
    cells = {cell.value: other for cell, other in zip(heading, row, strict=True)}
    assert cells["Baris asal"].value == 3
    assert cells["NIK atau nomor peserta"].value == person.displayed_number
    assert cells["Yang perlu diperbaiki"].value == (
        "Tanggal terbit: Tanggal ini tidak terbaca. Tulis tanggal seperti 31/12/2018. "
        "Tenaga kerja: Tulis jumlah tenaga kerja seperti pada surat IUMK."
    )

    cells["Tanggal terbit"].value, cells["Tenaga kerja"].value = "1 September 2018", 3
    corrected = io.BytesIO()
    book.save(corrected)
    desk.post(SEND, {"file": SimpleUploadedFile("perbaikan.xlsx", corrected.getvalue())})
    again = Import.objects.order_by("pk").last()
    ask(desk, "import_record", again)

    assert (again.notes, again.refused) == ([], 0)
    assert list(person.permits.values_list("number", "workers")) == [("2/e/2018", 3)]


def test_somebody_elsewhere_stays_unnamed_in_the_problems_and_the_preview(desk):
    theirs = a_participant(kelurahan=GAMBIR, name="Rahasia Sekali")
    source = sent(desk, [a_row(theirs, "1/e/2018", name=None), a_row(theirs, "2/e/2018", name=None, workers=None)])

    page = ask(desk, "import_preview", source).content.decode()
    file = load_workbook(io.BytesIO(ask(desk, "import_problems", source).content)).active

    said = page + str(list(file.iter_rows(values_only=True)))
    hidden = nik_of(theirs)[:4] + "••••••••" + nik_of(theirs)[-4:]
    assert [secret for secret in ("Rahasia", theirs.displayed_number) if secret in said] == []
    assert said.count(hidden) == 3


def test_a_day_that_was_read_is_shown_in_one_way_however_it_was_written(desk):
    person = a_participant(registered_on=ENOUGH)
    spellings = ["5/9/2018", "05/09/2018", "2018-09-05", date(2018, 9, 5), datetime(2018, 9, 5), "besok"]
    good = [a_row(person, f"{place}/e/2018", issued_on=day) for place, day in enumerate(spellings)]
    bad = [a_row(person, f"9{place}/e/2018", issued_on=day, workers=None) for place, day in enumerate(spellings)]
    source = sent(desk, [*good, *bad])

    page = ask(desk, "import_preview", source).content.decode()

    shown = re.findall(r'<td class="nowrap">([^<]*)</td>', page)
    assert sorted(shown) == sorted(["5\xa0Sep\xa02018"] * 10 + ["besok"] * 2)


# --- Long files ------------------------------------------------------------------------------------


def test_a_long_file_shows_how_far_it_is_and_goes_on_with_and_without_scripts(desk, monkeypatch):
    monkeypatch.setattr(importing, "_SECONDS_AT_ONCE", 0)
    monkeypatch.setattr(staging, "SLICE", 1)
    source = sent(desk, [a_row(a_participant(), str(number)) for number in range(4)])
    check = f"/petugas/impor/{source.pk}/periksa/"

    page = ask(desk, "import_preview", source).content.decode()
    with_script = desk.post(check, headers={"HX-Request": "true"})
    without = desk.post(check)
    for _ in range(2):
        last = desk.post(check, headers={"HX-Request": "true"})

    assert "1 dari 4 baris sudah diperiksa." in page
    assert "2 dari 4 baris sudah diperiksa." in with_script.content.decode()
    assert without["Location"] == last["HX-Redirect"] == f"/petugas/impor/{source.pk}/"
    assert Import.objects.get().state == State.CHECKED


def test_two_rows_that_share_a_number_are_both_warned_of(desk):
    one, other = (a_participant(date(2018, 5, 1)) for _ in range(2))
    source = sent(desk, [a_row(one, "1/e"), a_row(other, "1/E"), a_row(other, "2/e")])

    shown = {row.number: row for row in ask(desk, "import_preview", source).context["page"].items}
    ask(desk, "import_record", source)

    assert [[str(remark) for remark in shown[number].remarks] for number in (2, 3, 4)] == [
        ["Nomor izin: Nomor ini juga di baris 3, yang tidak dapat dicatat. Periksa kedua suratnya."],
        ["Nomor izin: Nomor ini sudah dipakai di baris 2 untuk peserta lain. Periksa kedua suratnya."],
        [],
    ]
    assert sorted(Permit.objects.values_list("number", flat=True)) == ["1/e", "2/e"]


def test_lists_take_as_many_statements_for_one_row_as_for_three(desk, django_assert_num_queries):
    first = sent(desk, [a_row(a_participant(), "1")])
    ask(desk, "import_preview", first)

    with django_assert_num_queries(8):
        ask(desk, "import_preview", first)
    with django_assert_num_queries(3):
        desk.get(SEND)

    three = sent(desk, [a_row(a_participant(), str(number)) for number in range(2, 5)])
    sent(desk, [a_row(a_participant(), "9")])
    with django_assert_num_queries(8):
        ask(desk, "import_preview", three)
    with django_assert_num_queries(3):
        desk.get(SEND)


def test_a_long_preview_goes_on_page_by_page_without_losing_a_row(desk):
    source = sent(desk, [a_row("x", str(number)) for number in range(120)])
    seen: list[int] = []
    address = f"/petugas/impor/{source.pk}/"

    while address:
        page = desk.get(address).context["page"]
        seen += [row.number for row in page.items]
        address = page.next and f"/petugas/impor/{source.pk}/?after={page.next}"

    assert seen == list(range(2, 122))


# --- Two officers, one file ------------------------------------------------------------------------


def test_who_drops_what_is_recorded_already_is_told_that_it_is(desk):
    source = sent(desk, [a_row(a_participant(), "1/e/2018")])
    ask(desk, "import_record", source)

    answer = desk.post(f"/petugas/impor/{source.pk}/batal/", follow=True)

    said = [str(message) for message in answer.context["messages"]]
    assert said == ["1 izin tercatat.", "Impor ini sudah dicatat, jadi tidak dapat dibatalkan lagi."]
    assert answer.context["source"] == source
    assert Permit.objects.count() == 1


def test_a_doubt_that_came_since_the_preview_is_shown_before_anything_is_recorded(desk, officer):
    person = a_participant(registered_on=ENOUGH)
    source = sent(desk, [a_row(person, "1/e/2018")])
    a_permit(person, number="9/e/2018", by=officer)

    first = desk.post(f"/petugas/impor/{source.pk}/catat/", follow=True)
    assert "belum ada yang dicatat" in str(next(iter(first.context["messages"])))
    assert "menjadi izin kedua" in first.content.decode()
    desk.post(f"/petugas/impor/{source.pk}/catat/")

    assert Permit.objects.count() == 2
