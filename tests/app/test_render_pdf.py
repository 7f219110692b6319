"""The PDF says what the page says, whatever is written, and can be kept for good."""

from __future__ import annotations

import datetime as dt
import html
import io
import json
import re

import pytest
import typst
from pypdf import PdfReader

from analysis.document import Cell, Document, Kind, Section, Table
from analysis.figures import TYPEFACES, figure_svg, signs, width_of
from app.reports.render_pdf import ON_PAPER, PLAIN, WIDEST_IN_PRINT, render_pdf, told
from tests.app.papers import (
    BANDS,
    DAY,
    RU,
    cells_of,
    document,
    numbers,
    page_and_file,
    pages_of,
    titles_of,
    with_details,
    words_of,
)

#: What a program could take for something else than words.
HOSTILE = (
    "#sys.inputs", "*b* _i_ $x^2$", "<script>alert(1)</script>", "=1+1", '@ref "q" \\ // /* */',
    "Ё « № — … ≥ ½ ₽", "😀",
)  # fmt: skip


def letters(text: str) -> str:
    """Return a text without what breaking lines adds to it."""
    return re.sub(r"[\s\u200b]", "", text)


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """Return the real table's report as a page and as a PDF."""
    return page_and_file(tmp_path_factory.mktemp("pdf"), "pdf")


def test_every_number_of_the_file_stands_on_the_page(report):
    """But those of pages, tables and pictures; and what the page says is all there."""
    page, content = report
    alternatives = " ".join(re.findall(r'alt="([^"]*)"', page))
    text = "\n".join(pages_of(content))
    counted = {str(n) for n in range(1, max(len(pages_of(content)), page.count("<caption>")) + 1)}
    assert numbers(text) - numbers(words_of(page)) - numbers(alternatives) <= counted
    found = letters(text)
    for cell in cells_of(page):
        assert letters(cell) in found


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
    outline = [one.title for one in reader.outline if not isinstance(one, list)]
    titles = [re.sub(r"^Приложение \d+\. ", "", one) for one in outline]
    sections = titles_of(page)
    assert [one for one in titles if one in sections] == sections


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
    found = letters("".join(pages_of(content)))
    assert found.count(letters(f"а {text} я")) >= 4


def test_what_is_read_from_the_right_is_shown():
    """A reader of text may turn it round; every letter is there."""
    found = letters("".join(pages_of(render_pdf(document("а שלום я"), created=DAY))))
    assert all(found.count(letter) >= 4 for letter in "שלום")
    assert "□" not in found


@pytest.mark.parametrize("text", ["中文", "\x07", "а\u202eб"])
def test_what_no_typeface_has_is_a_box_and_no_failure(text):
    """Signs that turn others round are left out."""
    found = letters("".join(pages_of(render_pdf(document(f"я {text} я"), created=DAY))))
    assert ("□" in found) == (text != "а\u202eб")
    assert "\u202e" not in found


def test_a_word_as_long_as_a_page_stays_on_it():
    """It is broken anywhere."""
    content = render_pdf(document("ж" * 300), created=DAY)
    text = "\n".join(pages_of(content))
    assert max(line.count("ж") for line in text.splitlines()) < 70
    assert letters(text).count("ж" * 300) >= 4


def test_pictures_are_drawn_as_they_are_on_the_page():
    """As outlines, which stay sharp, and nothing is put into their code."""
    [section] = told(document("Отчёт"), created=DAY)["sections"]
    drawn = [block["svg"] for block in section["blocks"] if block["kind"] == "picture"]
    assert drawn == [figure_svg(BANDS, RU)]


def test_tables_for_the_patient_reader_stand_in_an_appendix():
    """The others stay where they are said something about."""
    text = "\n".join(pages_of(render_pdf(with_details(), created=DAY)))
    places = [text.rindex(words) for words in ("Первая", "Метод", "подробные таблицы", "Вторая")]
    assert places == sorted(places)


def widths_in_print(texts):
    """Return how wide the typesetter sets each text, in heights of its letters."""
    source = b"""
    #set text(font: ("Libertinus Serif", "DejaVu Sans"), size: 100pt)
    #context [#metadata(json(bytes(sys.inputs.texts)).map(it => measure(it).width.pt())) <widths>]
    """
    found = typst.query(
        source,
        "<widths>",
        field="value",
        one=True,
        sys_inputs={"texts": json.dumps(texts)},
        font_paths=[str(TYPEFACES)],
        ignore_system_fonts=True,
    )
    return [width / 100 for width in json.loads(found)]


def test_what_is_said_to_stand_on_one_line_does():
    """No sign is so much wider in print that a row of given height would be too low for it."""
    plain = [sign for sign in sorted(signs()) if PLAIN.fullmatch(sign) and ON_PAPER[ord(sign)]]
    assert len(plain) > 1000
    between = [f"x{sign}x" for sign in plain]  # a blank at the end has no width
    *printed, edges = widths_in_print([*between, "xx"])
    wide = [
        (sign, width - edges, width_of(sign, 1))
        for sign, width in zip(plain, printed, strict=True)
        if width - edges > WIDEST_IN_PRINT * width_of(sign, 1)
    ]
    assert wide == []


@pytest.mark.parametrize(
    ("text", "is_low"),
    [
        ("сорок два", True),
        ("", True),
        ("две\nстроки", False),
        ("слово " * 40, False),
        ("∶∶∶", False),
    ],
)
def test_a_row_of_one_line_is_known_before(text, is_low):
    """Every other row is tried out, so that nothing stands on what is below."""
    rows = tuple((Cell(value=one, kind=Kind.TEXT),) for one in (text, "x"))
    table = Table(caption="", header=("x",), rows=rows)
    report = Document(words=RU, title="", facts=(), sections=(Section("x", (table,)),), notice="")
    [found] = told(report, created=DAY)["sections"][0]["blocks"]
    assert found["low"] == [is_low, True]
