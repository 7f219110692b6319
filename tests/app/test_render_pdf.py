"""The PDF says what the page says, whatever is written, and can be kept for good."""

from __future__ import annotations

import datetime as dt
import html
import io
import re

import pytest
from pypdf import PdfReader

from analysis.document import Bands, Cell, Document, Figure, Kind, Paragraph, Section, Table
from analysis.figures import figure_svg
from analysis.words import Words
from app.language import translations
from app.reports.render_pdf import render_pdf, told
from tests.app.conftest import SAI, SALT, run

RU = Words(translations("ru"))
DAY = dt.date(2026, 5, 25)

#: What a program could take for something else than words.
HOSTILE = (
    "#sys.inputs", "*b* _i_ $x^2$", "<script>alert(1)</script>", "=1+1", '@ref "q" \\ // /* */',
    "Ё « № — … ≥ ½ ₽", "שלום", "😀",
)  # fmt: skip


def pages(content: bytes) -> list[str]:
    """Return the text that can be selected on each page."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def letters(text: str) -> str:
    """Return a text without what breaking lines adds to it."""
    return re.sub(r"[\s\u200b]", "", text)


def numbers(text: str) -> set[str]:
    """Return the numbers of a text, checksums aside."""
    plain = re.sub(r"\b[0-9a-f]{64}\b", " ", text)
    return set(re.findall(r"\d+(?:,\d+)?", plain))


def document(text: str) -> Document:
    """Return a report in which a text stands in every place there is."""
    row = Cell(value=text, kind=Kind.TEXT), Cell(value=1, kind=Kind.COUNT)
    table = Table(caption=text, header=(text, "n"), rows=(row,))
    return Document(text, (Section(text, (Paragraph(text, strong=True), table)),), RU, (text,))


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """Return the real table's report as a page and as a PDF."""
    options = ("--instrument", SAI, "--group", "group", "--control", "placebo", "--format")
    path = tmp_path_factory.mktemp("pdf") / "report.pdf"
    assert run("analyse", SALT, *options, "pdf", "-o", path).code == 0
    return run("analyse", SALT, *options, "html").out, path.read_bytes()


def test_every_number_of_the_file_stands_on_the_page(report):
    """But those of pages, tables and pictures; and what the page says is all there."""
    page, content = report
    alternatives = " ".join(re.findall(r'alt="([^"]*)"', page))
    words = html.unescape(re.sub(r"<style.*?</style>|<[^>]*>", " ", page, flags=re.DOTALL))
    text = "\n".join(pages(content))
    counted = {str(n) for n in range(1, max(len(pages(content)), page.count("<caption>")) + 1)}
    assert numbers(text) - numbers(words) - numbers(alternatives) <= counted
    cells = re.findall(r"<td[^>]*data-path[^>]*>([^<]*)</td>", page)
    assert len(cells) > 100
    found = letters(text)
    for cell in cells:
        assert letters(html.unescape(cell)) in found


def test_the_file_can_be_kept_for_good(report):
    """PDF/A-2b, with its title, its language, its typefaces and its headings as bookmarks."""
    page, content = report
    reader = PdfReader(io.BytesIO(content))
    described = reader.xmp_metadata.stream.get_data().decode()
    assert re.search(r"pdfaid:part>2<", described)
    assert re.search(r"pdfaid:conformance>B<", described)
    assert reader.metadata.title == html.unescape(re.search(r"<h1>(.*?)</h1>", page)[1])
    assert reader.root_object["/Lang"] == "ru"
    for sheet in reader.pages:
        for font in sheet["/Resources"].get("/Font", {}).values():
            [described_font] = font.get_object()["/DescendantFonts"]
            assert "/FontFile3" in described_font["/FontDescriptor"] or (
                "/FontFile2" in described_font["/FontDescriptor"]
            )
    titles = [one.title for one in reader.outline if not isinstance(one, list)]
    sections = re.findall(r"<h2>(.*?)</h2>", page)
    assert [one for one in titles if one in sections] == [html.unescape(one) for one in sections]


def test_the_same_report_of_a_day_has_the_same_bytes():
    """And bears that day, not the moment at which it was written."""
    one, other = (render_pdf(document("Отчёт"), created=DAY) for _ in range(2))
    assert one == other
    assert PdfReader(io.BytesIO(one)).metadata.creation_date.date() == DAY
    assert render_pdf(document("Отчёт"), created=DAY + dt.timedelta(days=1)) != one


@pytest.mark.parametrize("text", HOSTILE)
def test_words_stay_words(text):
    """Nothing that anybody wrote is taken for a command, and every sign is shown."""
    content = render_pdf(document(f"а {text} я"), created=DAY)
    found = letters("".join(pages(content)))
    shown = letters(f"а {text} я")
    if "ש" not in text:  # read from the right: a reader of text turns it round
        assert found.count(shown) >= 4


@pytest.mark.parametrize("text", ["中文", "\x07", "а\u202eб"])
def test_what_no_typeface_has_is_a_box_and_no_failure(text):
    """Signs that turn others round are left out."""
    found = letters("".join(pages(render_pdf(document(f"я {text} я"), created=DAY))))
    assert ("□" in found) == (text != "а\u202eб")
    assert "\u202e" not in found


def test_a_word_as_long_as_a_page_stays_on_it():
    """It is broken anywhere."""
    content = render_pdf(document("ж" * 300), created=DAY)
    text = "\n".join(pages(content))
    assert max(line.count("ж") for line in text.splitlines()) < 70
    assert letters(text).count("ж" * 300) >= 4


def test_pictures_are_drawn_as_they_are_on_the_page():
    """As outlines, which stay sharp, and nothing is put into their code."""
    bands = Bands(rows=(("П" * 90, ((1, 4, 5), (5, 10, 9))),), range=(1, 10))
    figure = Figure(caption="Доли", alt="Доли", picture=bands)
    made = Document("Отчёт", (Section("Раздел", (figure,)),), RU)
    [section] = told(made, created=DAY)["sections"]
    assert [block["svg"] for block in section["blocks"]] == [figure_svg(bands, RU)]


def test_tables_for_the_patient_reader_stand_in_an_appendix():
    """The others stay where they are said something about."""
    rows = ((Cell(value=1, kind=Kind.COUNT),),)
    main, detail = (
        Table(caption=caption, header=("n",), rows=rows, detail=caption == "Вторая")
        for caption in ("Первая", "Вторая")
    )
    made = Document("Отчёт", (Section("Раздел", (detail, main)), Section("Метод", ())), RU)
    text = "\n".join(pages(render_pdf(made, created=DAY)))
    places = [text.rindex(words) for words in ("Первая", "Метод", "подробные таблицы", "Вторая")]
    assert places == sorted(places)
