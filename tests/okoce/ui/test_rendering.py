"""How forms and components come out: markup is compared as a tree, not as text."""

import datetime
from html.parser import HTMLParser

import pytest
from django import forms as django_forms
from django.template.loader import render_to_string

from okoce.ui import forms
from okoce.ui.templatetags.okoce import parted, short_day


class Registration(forms.Form):
    name = django_forms.CharField(label="Nama lengkap", help_text="Seperti di KTP.")
    nickname = django_forms.CharField(label="Panggilan", required=False)
    kind = django_forms.ChoiceField(
        label="Usaha Anda", choices=[("new", "Baru"), ("old", "Lama")], widget=django_forms.RadioSelect
    )
    agreed = django_forms.BooleanField(label="Saya setuju", help_text="Baca dulu.")
    list_of_names = django_forms.FileField(label="Berkas", required=False)
    token = django_forms.CharField(widget=django_forms.HiddenInput)

    def clean(self):
        if self.cleaned_data.get("name") == "A":
            self.warn("name", "short", "Nama ini pendek sekali.")


class Reader(HTMLParser):
    """Collects every start tag with its attributes, and the text."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.text = [], ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += f" {data}"

    def only(self, tag, **wanted):
        """The attributes of the one tag of this name that has these attributes (class_ for class)."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in wanted.items()}
        (found,) = [attrs for name, attrs in self.tags if name == tag and wanted.items() <= attrs.items()]
        return found

    def words(self):
        return " ".join(self.text.split())


def component(name, **context):
    return Reader(render_to_string(f"components/{name}.html", context))


GOOD = {"name": "Siti", "kind": "new", "agreed": "on", "token": "t"}


def test_a_field_is_label_hint_and_control_bound_together():
    page = Reader(Registration()["name"].as_field_group())

    assert page.words() == "Nama lengkap Seperti di KTP."
    assert page.only("label")["for"] == "id_name"
    assert page.only("input")["aria-describedby"] == "id_name_helptext"
    assert page.only("p")["id"] == "id_name_helptext"


def test_a_field_in_error_says_so_in_words_and_to_screen_readers():
    page = Reader(Registration(GOOD | {"name": ""})["name"].as_field_group())

    assert page.words() == "Nama lengkap Seperti di KTP. Nama lengkap belum diisi."
    assert page.only("div", class_="field")["data-state"] == "error"
    assert page.only("input")["aria-invalid"] == "true"
    assert page.only("input")["aria-describedby"] == "id_name_helptext id_name_error"
    assert page.only("p", id="id_name_error")["class"] == "field-error"


def test_a_doubted_field_shows_its_warning_and_is_described_by_it():
    page = Reader(Registration(GOOD | {"name": "A"})["name"].as_field_group())

    assert page.words() == "Nama lengkap Seperti di KTP. Nama ini pendek sekali."
    assert page.only("div", class_="field")["data-state"] == "warning"
    assert page.only("input")["aria-describedby"] == "id_name_helptext id_name_warning"
    assert "aria-invalid" not in page.only("input")


def test_only_what_may_stay_empty_is_marked():
    form = Registration()

    words = [Reader(form[name].as_field_group()).words() for name in ("nickname", "kind", "list_of_names")]

    assert words == ["Panggilan (boleh kosong)", "Usaha Anda Baru Lama", "Berkas (boleh kosong)"]


def test_radios_are_a_group_with_a_legend_and_a_label_each():
    page = Reader(Registration(GOOD | {"kind": ""})["kind"].as_field_group())

    assert page.only("fieldset")["aria-describedby"] == "id_kind_error"
    assert [attrs["for"] for tag, attrs in page.tags if tag == "label"] == ["id_kind_0", "id_kind_1"]


def test_the_summary_names_the_field_where_the_sentence_does_not():
    class Paper(forms.Form):
        issued_on = forms.DayField(label="Tanggal terbit")
        workers = forms.WholeNumberField(label="Jumlah tenaga kerja", max_value=100)
        place = django_forms.ChoiceField(
            label="Di mana?", choices=[("a", "A")], error_messages={"invalid_choice": "Pilih salah satu."}
        )
        agreed = django_forms.BooleanField(label="Saya setuju")

    page = Reader(str(Paper({"issued_on": "kemarin", "workers": "", "place": "b"})))

    assert page.words().startswith(
        "Ada yang perlu diperbaiki Tanggal terbit: Tanggal ini tidak terbaca. Tulis tanggal seperti 31/12/2018. "
        "Jumlah tenaga kerja belum diisi. Di mana? Pilih salah satu. Centang kotak ini untuk melanjutkan. "
    )


def test_the_summary_links_to_the_first_thing_one_can_reach_in_each_field():
    page = Reader(str(Registration({"name": ""})))

    summary = page.only("div", role="alert")
    assert [attrs["href"] for tag, attrs in page.tags if tag == "a"] == ["#id_name", "#id_kind_0", "#id_agreed"]
    assert {"tabindex": "-1", "autofocus": None, "data-kind": "error"}.items() <= summary.items()


def test_a_clean_form_has_no_summary():
    assert [attrs for tag, attrs in Reader(str(Registration())).tags if "role" in attrs] == []


def test_the_question_offers_a_button_that_posts_the_answer():
    form = Registration(GOOD | {"name": "A"})

    page = Reader(str(form))

    assert page.only("div", role="alert")["data-kind"] == "warning"
    assert page.only("button", name="acknowledged") == {
        "class": "button",
        "data-kind": "secondary",
        "name": "acknowledged",
        "value": form.acknowledgement,
    }


def test_enter_in_a_field_asks_again_instead_of_answering():
    page = Reader(str(Registration(GOOD | {"name": "A"})))

    first = next(attrs for tag, attrs in page.tags if tag == "button")

    assert "name" not in first


def test_an_answer_survives_while_an_error_is_mended():
    answer = Registration(GOOD | {"name": "A"}).acknowledgement

    page = Reader(str(Registration(GOOD | {"name": "A", "agreed": "", "acknowledged": answer})))

    assert page.only("input", name="acknowledged")["value"] == answer


def test_the_browsers_own_bubbles_are_left_out():
    assert [attrs for _, attrs in Reader(str(Registration())).tags if "required" in attrs] == []


@pytest.mark.parametrize(
    ("share", "width"), [(0.025, "2.5%"), (1, "100%"), (1.7, "100%"), (0.00001, "0.4%"), (1 / 3, "33.33%")]
)
def test_a_bar_is_as_long_as_its_share(share, width):
    assert component("bar", share=share).only("rect", class_="bar-value")["width"] == width


@pytest.mark.parametrize("share", [0, -0.2])
def test_a_bar_stops_at_nothing(share):
    assert [tag for tag, _ in component("bar", share=share).tags] == ["svg"]


def test_the_meter_says_in_words_what_it_draws():
    page = component("meter", value=0.025, label="1.000 dari 40.000", marker=0.69, marker_label="seharusnya 27.616")

    assert page.only("svg")["aria-label"] == "1.000 dari 40.000"
    assert page.only("line")["x1"] == "69%"
    assert page.only("text")["text-anchor"] == "end"
    assert page.words() == "seharusnya 27.616"


def test_a_meter_without_pace_has_no_mark():
    page = component("meter", value=0, label="0 dari 40.000", marker=None, marker_label="")

    assert [tag for tag, _ in page.tags] == ["svg", "rect"]


def test_the_headline_is_a_sentence():
    words = component("headline", figure=1000, rest="dari 40.000", unit="wirausaha baru").words()

    assert words == "1.000 dari 40.000 wirausaha baru"


def test_the_headline_stands_without_a_target():
    assert component("headline", figure=0, rest="", unit="wirausaha baru").words() == "0 wirausaha baru"


STATUSES = ["kritis", "tertinggal", "sesuai laju", "tercapai", "tidak tercapai", "belum melapor"]


def test_every_status_has_a_word_and_a_shape_of_its_own():
    pages = [component("status", status=status) for status in STATUSES]

    assert [page.words() for page in pages] == STATUSES
    assert len({str(page.tags[2:]) for page in pages}) == len(STATUSES)


def test_a_status_can_be_a_sentence():
    assert component("status", status="sesuai laju", sentence=True).words() == "Sesuai laju."


def test_every_figure_says_its_two_dates():
    page = component(
        "dates",
        as_of=datetime.date(2018, 9, 9),
        known_at=datetime.datetime(2018, 9, 9, 9, 5, tzinfo=datetime.UTC),
        url="/x/",
    )

    assert page.words() == (
        "Per tanggal 9 September 2018 · data sampai 9 September 2018 16.05 WIB · apa yang dihitung?"
    )


def test_a_change_link_says_what_it_changes():
    page = component("answers", answers=[{"label": "Nama", "value": "Siti", "url": "/x/"}])

    assert page.words() == "Nama Siti Ubah Nama"


def test_what_people_wrote_cannot_become_markup():
    page = component("answers", answers=[{"label": "Nama", "value": "<b>Siti</b>", "url": ""}])

    assert page.words() == "Nama <b>Siti</b>"


def test_a_list_on_one_page_has_no_pager():
    assert component("pagination", page={"previous": None, "next": None}).tags == []


def test_the_pager_keeps_the_filters_of_the_address(rf):
    request = rf.get("/izin/", {"jenis": "IUMK", "after": "10"})

    page = component("pagination", page={"previous": "1", "next": "2"}, request=request)

    assert [attrs["href"] for tag, attrs in page.tags if tag == "a"] == [
        "?jenis=IUMK&before=1",
        "?jenis=IUMK&after=2",
    ]


@pytest.mark.parametrize("code", ["400", "400_cut_off", "403", "403_csrf", "404", "500"])
def test_an_error_page_needs_nothing_from_its_view(code):
    page = Reader(render_to_string(f"{code}.html"))

    assert [tag for tag, _ in page.tags if tag in ("h1", "main", "header", "footer")] == [
        "header",
        "main",
        "h1",
        "footer",
    ]


def test_a_permit_number_breaks_after_a_stroke_only():
    assert parted("IUMK 41/31.73/e/2018") == "IUMK 41/<wbr>31.73/<wbr>e/<wbr>2018"


def test_a_parted_number_is_text_and_not_markup():
    assert parted("1/<b>") == "1/<wbr>&lt;b&gt;"


def test_a_short_day_is_not_broken_inside_and_words_in_its_place_are():
    day = datetime.date(2018, 2, 3)

    assert [short_day(day), short_day("belum ada"), short_day(None)] == ["3\xa0Feb\xa02018", "belum ada", "–"]
