"""The Word file says what the page says, is made of real styles, and opens whatever is written."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from docx.oxml.ns import qn
from docx.shared import Pt

from analysis.document import Cell, Document, Kind, Section, Table
from app.reports.render_docx import render_docx
from tests.app.papers import (
    DAY,
    RU,
    cells_of,
    document,
    numbers,
    opened,
    page_and_file,
    paragraphs_of,
    titles_of,
    with_details,
    words_of,
)


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """Return the real table's report as a page and as a Word file."""
    return page_and_file(tmp_path_factory.mktemp("docx"), "docx")


def test_every_number_of_the_file_stands_on_the_page(report):
    """But those of tables and pictures; and what the page says is all there."""
    page, content = report
    found = paragraphs_of(opened(content))
    counted = {str(n) for n in range(1, page.count("<caption>") + 1)}
    assert numbers(" ".join(found)) - numbers(words_of(page)) <= counted
    assert set(cells_of(page)) <= set(found)


def test_headings_captions_and_headers_are_what_word_calls_so(report):
    """A list of contents can be made of them, numbers go on by themselves, headers repeat."""
    page, content = report
    word = opened(content)
    headings = [one.text for one in word.paragraphs if one.style.name == "Heading 1"]
    sections = titles_of(page)
    assert headings[: len(sections)] == sections
    captions = [one for one in paragraphs_of(word) if re.match(r"(Таблица|Рисунок) \d+ – ", one)]
    tables = [one for one in captions if one.startswith("Таблица")]
    assert [int(one.split()[1]) for one in tables] == list(range(1, len(word.tables) + 1))
    for table in word.element.body.iter(qn("w:tbl")):
        first, *_ = rows = table.xpath("./w:tr")
        assert [row for row in rows if row.xpath("./w:trPr/w:tblHeader")] == [first]


def test_the_page_is_that_of_an_official_paper():
    """A4, 14 points, one and a half lines, the number of the page in its foot."""
    content = render_docx(document("Отчёт"), created=DAY)
    word = opened(content)
    [page] = word.sections
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    normal = word.styles["Normal"]
    assert (normal.font.size, normal.paragraph_format.line_spacing) == (Pt(14), 1.5)
    foot = zipfile.ZipFile(io.BytesIO(content)).read("word/footer1.xml").decode()
    assert 'w:instr="PAGE"' in foot
    assert "Отчёт" in foot


def test_the_same_report_of_a_day_has_the_same_bytes():
    """And bears that day, not the moment at which it was written."""
    one, other = (render_docx(document("Отчёт"), created=DAY) for _ in range(2))
    assert one == other
    assert opened(one).core_properties.created.date() == DAY
    assert {part.date_time[0] for part in zipfile.ZipFile(io.BytesIO(one)).infolist()} == {1980}


@pytest.mark.parametrize(
    "text",
    ["{{ 7 * 7 }} {% raw %}", "<w:t>&amp;</w:t>", "=1+1", "שלום", "😀", "ж" * 300, "а\tб", "  а  "],
)
def test_words_stay_words(text):
    """Nothing that anybody wrote is taken for a command, nor lost."""
    word = opened(render_docx(document(text), created=DAY))
    found = paragraphs_of(word)
    assert sum(text.replace("\t", "") in one.replace("\t", "") for one in found) >= 7
    [picture] = word.element.body.iter(qn("wp:docPr"))
    assert picture.get("descr") == text


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\ud800", "\ufffe", "\u202e"])
def test_signs_that_no_file_may_hold_are_left_out(sign):
    """The file opens all the same."""
    word = opened(render_docx(document(f"а{sign}б"), created=DAY))
    assert word.core_properties.title == "аб"
    assert not any(sign in one for one in paragraphs_of(word))


def test_tables_for_the_patient_reader_stand_in_an_appendix():
    """The others stay where they are said something about."""
    found = paragraphs_of(opened(render_docx(with_details(), created=DAY)))
    wanted = ("Таблица 1 – Первая", "Метод", "Приложение: подробные таблицы", "Таблица 2 – Вторая")
    places = [found.index(one) for one in wanted]
    assert places == sorted(places)


@pytest.mark.parametrize(("n", "kept"), [(0, 0), (1, 1), (8, 8), (9, 1)])
def test_a_small_table_stays_on_one_page(n, kept):
    """Each row but the last stays with the next; of a long table only the header does."""
    rows = tuple((Cell(value=number, kind=Kind.COUNT),) for number in range(n))
    table = Table(caption="", header=("n",), rows=rows)
    word = opened(render_docx(Document("", (Section("", (table,)),), RU), created=DAY))
    [found] = word.tables
    keep = [bool(list(row._tr.iter(qn("w:keepNext")))) for row in found.rows]  # noqa: SLF001 - because only the XML tells
    assert keep == [True] * kept + [False] * (n + 1 - kept)
