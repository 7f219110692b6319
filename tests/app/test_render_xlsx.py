"""The workbook says what the document says: numbers as numbers, words as words."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from python_calamine import CalamineWorkbook

from analysis.document import Cell, Document, Figure, Kind, Paragraph, Section, Table
from analysis.pictures import BeforeAfter
from analysis.words import Words
from app.language import translations
from app.reports.from_table import report_of_table, with_sheets_of_people
from app.reports.render_html import render_html
from app.reports.render_json import render_json
from app.reports.render_text import render_text
from app.reports.render_xlsx import render_xlsx
from app.reports.scored_table import Layout, scored_table
from app.reports.sheet_layout import plain_table, sheet_name, widths_of
from instruments.loader import load
from tests.app.conftest import SAI, SALT, run

RU = Words(translations("ru"))
EN = Words()
DAY = dt.date(2026, 11, 22)

WORD = Cell(value="Шкала", kind=Kind.TEXT)
COUNT = Cell(value=1234, kind=Kind.COUNT)
NUMBER = Cell(value=-0.125, kind=Kind.NUMBER, digits=2)
SHARE = Cell(value=0.425, kind=Kind.PERCENT)
SMALL_P = Cell(value=0.00001, kind=Kind.P)
INTERVAL = Cell(value=(-1.5, 2.25), kind=Kind.INTERVAL, digits=1)
NOTHING = Cell(value=None, kind=Kind.P, note="слишком мало участников")


def table(*rows, header=None):
    """Return a table of these rows."""
    header = header or tuple(f"столбец {place}" for place in range(len(rows[0])))
    return Table(caption="Таблица", header=header, rows=rows)


def document(*sections, words=RU):
    """Return a document of sections, each (title, blocks) or (title, blocks, level)."""
    return Document("Отчёт", tuple(Section(*section) for section in sections), words)


def sheets_of(content):
    """Return the rows of every sheet by its name, empty cells left out."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {
        name: [[cell for cell in row if cell != ""] for row in book.get_sheet_by_name(name).to_python()]
        for name in book.sheet_names
    }  # fmt: skip


def rows_of(*blocks, words=RU):
    """Return the rows of a sheet that holds these blocks under the title «Раздел»."""
    sheets = sheets_of(render_xlsx(document(("Раздел", blocks), words=words), created=DAY))
    return [row for row in sheets["Раздел"] if row][1:]


def xml_of(content, part):
    """Return the XML of the parts of a workbook whose names begin so, in the order of names."""
    file = zipfile.ZipFile(io.BytesIO(content))
    return [file.read(name).decode() for name in sorted(file.namelist()) if name.startswith(part)]


@pytest.fixture(scope="module")
def real():
    """Return the real table's report, with the sheets of its people."""
    layout = Layout(person="id", prefixes=("pre_", "post_"), group="group", control="placebo")
    table = scored_table(
        SALT, load(SAI), layout, tell=lambda _: None, watched=lambda people: people
    )
    return with_sheets_of_people(report_of_table(table, RU), table)


def cells_of(report):
    """Yield every cell of the tables of a document, in order."""
    for section in report.sections:
        for block in section.blocks:
            if isinstance(block, Table):
                yield from (cell for row in block.rows for cell in row)


def numbers_in(value):
    """Return the numbers of a value: the limits of an interval, a number, or none."""
    values = value if isinstance(value, tuple | list) else [value]
    return [one for one in values if isinstance(one, (int, float))]


def at(value, path):
    """Return what stands at a dotted path of a JSON report."""
    for name in path.split("."):
        value = value and (value[int(name)] if isinstance(value, list) else value.get(name))
    return value


def test_every_number_is_the_one_in_the_json_and_none_is_left_out(real):
    """In the order of the document, the rows of the people included."""
    report = json.loads(render_json(real.results, RU))
    cells = list(cells_of(real.document))
    for cell in cells:
        if cell.path:
            assert numbers_in(cell.value) == numbers_in(at(report, cell.path)), cell.path
    numbers = [number for cell in cells for number in numbers_in(cell.value)]
    found = [
        cell
        for rows in sheets_of(render_xlsx(real.document, created=DAY)).values()
        for row in rows
        for cell in row
        if isinstance(cell, (int, float))
    ]
    assert len(numbers) > 300
    assert_allclose(found, numbers, rtol=1e-14)


def test_what_only_a_specialist_counts_on_with_is_in_the_workbook_only(real):
    """The test that was not planned, the Bayes factor, the people's scores; the page has none."""
    written = " ".join(
        str(rows) for rows in sheets_of(render_xlsx(real.document, created=DAY)).values()
    )
    for read in (render_html(real.document), render_text(real.document)):
        for title in ("Student's t, paired", "Bayes factor BF10 (JZS, r = 0.707)", "Scores"):
            assert RU.say(title) in written
            assert RU.say(title) not in re.split(r"[<>\n]|  +", read)
    assert RU.say("Wilcoxon: W+") in render_html(real.document)


def test_the_same_document_gives_the_same_bytes():
    """Of the same date, which the workbook bears."""
    report = document(("Раздел", (table((WORD, NUMBER, INTERVAL, NOTHING)),)))
    content = render_xlsx(report, created=DAY)
    assert render_xlsx(report, created=DAY) == content
    [properties] = xml_of(content, "docProps/core")
    assert "2026-11-22" in properties
    assert "Отчёт" in properties


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "@x", "-1", "{=1}", "12", "http://example.org", "'quoted'", "<b>&"]
)
def test_a_text_is_never_anything_else(text):
    """Neither a formula nor a number nor an address, wherever it stands."""
    cell = Cell(value=text, kind=Kind.TEXT)
    gap = Cell(value=None, kind=Kind.P, note=text)
    blocks = (Paragraph(text), table((cell, gap), header=(text, "p")))
    content = render_xlsx(Document(text, (Section(text, blocks),), RU), created=DAY)
    cells = [cell for rows in sheets_of(content).values() for row in rows for cell in row]
    assert cells.count(text) == 6
    assert not any(isinstance(cell, (int, float)) for cell in cells)
    assert not any("<f>" in xml for xml in xml_of(content, "xl/worksheets/sheet"))
    assert not any("External" in xml for xml in xml_of(content, "xl/worksheets/_rels"))


def test_numbers_are_shown_with_the_decimals_of_the_document():
    """A p value too small to print is “< 0,001”; counts are whole; a share is per cent."""
    content = render_xlsx(
        document(("Раздел", (table((COUNT, NUMBER, SHARE, SMALL_P, INTERVAL)),))), created=DAY
    )
    [styles] = xml_of(content, "xl/styles")
    assert set(re.findall(r'formatCode="([^"]+)"', styles)) == {
        "#,##0", "#,##0.0", "#,##0.00", r"0\ %", "[&lt;0.001]&quot;&lt; 0,001&quot;;0.000",
    }  # fmt: skip


def test_what_is_not_there_is_a_dash_with_its_reason():
    """Said once for all the columns it is about."""
    rows = rows_of(table((WORD, COUNT, NOTHING, NOTHING), header=("Шкала", "n", "p", "p (Холм)")))
    assert rows[-1] == ["Шкала", 1234, "—", "—", "p, p (Холм): слишком мало участников"]
    assert rows[-2][-1] == RU.say("Note")


def test_a_reason_that_stands_in_the_row_is_not_repeated():
    """The table has its own column of notes."""
    said = Cell(value=NOTHING.note, kind=Kind.TEXT)
    rows = rows_of(table((WORD, NOTHING, said), header=("Шкала", "p", "Примечание")))
    assert rows[-1] == ["Шкала", "—", NOTHING.note]


def test_the_limits_of_an_interval_stand_in_two_columns():
    """One that is not there is a dash in both; other figures of the column leave the second empty."""
    gap = Cell(value=None, kind=Kind.INTERVAL)
    pure = rows_of(table((INTERVAL,), (gap,), header=("95 % CI",)), words=EN)
    assert pure[1:] == [["95 % CI, from", "95 % CI, to"], [-1.5, 2.25], ["—", "—"]]
    mixed = rows_of(table((INTERVAL,), (COUNT,), header=("Value",)), words=EN)
    assert mixed[1:] == [["Value", "to (of an interval)"], [-1.5, 2.25], [1234]]


def test_the_parts_of_an_interval_keep_their_path():
    """So that a number can be found in the results."""
    interval = Cell(value=(-1.5, 2.25), kind=Kind.INTERVAL, digits=1, path="a.ci95")
    [row] = plain_table(table((interval,)), EN).rows
    assert [cell.path for cell in row] == ["a.ci95.0", "a.ci95.1"]


def test_a_sheet_holds_a_section_with_the_smaller_ones_after_it():
    """Blocks in order; of a picture, its words."""
    picture = BeforeAfter(
        entry=((1.0, 2),), exit=((2.0, 2),), means=(1.0, 2.0), range=(1.0, 4.0), step=1.0, digits=1
    )
    blocks = (Paragraph("Сначала."), table((WORD, COUNT)), Paragraph("Потом.", strong=True))
    shown = Figure(caption="Рисунок", alt="Двое поднялись.", picture=picture)
    content = render_xlsx(
        document(("Первый", blocks), ("Часть", (shown,), 2), ("Второй", ())), created=DAY
    )
    sheets = sheets_of(content)
    assert list(sheets) == [RU.say("Contents"), "Первый", "Второй"]
    assert [row[0] for row in sheets["Первый"] if row] == [
        "Первый", "Сначала.", "Таблица", "столбец 0", "Шкала", "Потом.", "Часть", "Рисунок",
        "Двое поднялись.",
    ]  # fmt: skip


def test_the_contents_lead_to_every_title():
    """Also where a name has to be quoted."""
    report = document(("Д'Артаньян", (Paragraph("Один."),)), ("Часть", (), 2), ("Второй", ()))
    content = render_xlsx(report, created=DAY)
    first, *_ = xml_of(content, "xl/worksheets/sheet")
    assert re.findall(r'location="([^"]+)"', first) == [
        "'Д''Артаньян'!A1", "'Д''Артаньян'!A4", "'Второй'!A1",
    ]  # fmt: skip
    sheets = sheets_of(content)
    assert sheets["Д'Артаньян"][3] == ["Часть"]
    made = RU.say("The report was made on: %(day)s.", day="22.11.2026")
    assert sheets[RU.say("Contents")] == [
        ["Отчёт"], [made], [], ["Д'Артаньян"], ["Часть"], ["Второй"],
    ]  # fmt: skip


def test_the_first_sheet_says_what_the_report_is_of():
    """And what nobody may overlook, which every printed page of every sheet says, too."""
    facts, notice = ("Школа: № 5.", "Программа: Вместе."), "Выдумано & всё"
    report = replace(document(("Раздел", ())), facts=facts, notice=notice)
    content = render_xlsx(report, created=DAY)
    first = sheets_of(content)[RU.say("Contents")]
    assert first[:4] == [["Отчёт"], [notice], *([fact] for fact in facts)]
    sheets = xml_of(content, "xl/worksheets/sheet")
    assert len(sheets) == 2
    assert all("<oddFooter>&amp;LВыдумано &amp;&amp; всё&amp;R" in xml for xml in sheets)


def test_what_a_number_is_of_stands_behind_it():
    """It is still a number."""
    joined = replace(COUNT, suffix=" (1–7)")
    assert rows_of(table((WORD, joined)))[-1] == ["Шкала", 1234]
    [styles] = xml_of(render_xlsx(document(("Р", (table((joined,)),))), created=DAY), "xl/styles")
    assert '"#,##0&quot; (1–7)&quot;"' in styles


def test_the_header_of_a_sheet_that_is_one_table_stays_in_sight():
    """On screen and on paper; of several tables none may pose as the header of all: the title does."""
    one, two = table((WORD, COUNT)), (table((WORD, COUNT)), table((WORD, COUNT)))
    report = document(
        ("Одна", (one, Paragraph("Слова."))), ("Две", two), ("Ниже", (Paragraph("А"), one))
    )
    content = render_xlsx(report, created=DAY)
    _, *sheets = xml_of(content, "xl/worksheets/sheet")
    assert [re.findall(r'<pane ySplit="(\d+)"', xml) for xml in sheets] == [["4"], ["1"], ["1"]]
    [book] = xml_of(content, "xl/workbook.xml")
    assert re.findall(r">([^<]+\$4:\$4)<", book) == ["Одна!$4:$4"]
    assert sheets_of(content)["Одна"][3] == list(one.header)


def test_records_are_to_be_filtered_and_what_is_missing_is_empty():
    """The header and the first column stay in sight; no dash stands in the way of counting."""
    records = replace(
        table((WORD, NUMBER), (WORD, replace(NUMBER, value=None))), records=True, workbook_only=True
    )
    content = render_xlsx(document(("Баллы", (records,))), created=DAY)
    _, sheet = xml_of(content, "xl/worksheets/sheet")
    assert '<autoFilter ref="A4:B6"/>' in sheet
    assert '<pane xSplit="1" ySplit="4"' in sheet
    assert sheets_of(content)["Баллы"][4:] == [["Шкала", -0.125], ["Шкала"]]


def test_the_columns_of_very_many_records_are_measured_by_the_first_of_them():
    """Whatever stands further down."""
    rows = tuple((replace(WORD, value="я" * (3 if place < 500 else 90)),) for place in range(501))
    records = replace(table(*rows), records=True)
    assert widths_of([records], RU)[0] == widths_of([replace(records, rows=rows[:500])], RU)[0]


@pytest.mark.parametrize(
    ("value", "shown"), [(4.2e40, "0.0E+00"), (-4.2e40, "0.0E+00"), (4.2e5, "#,##0.00")]
)
def test_a_huge_number_is_shown_as_a_power_of_ten(value, shown):
    """A Bayes factor may have forty digits."""
    content = render_xlsx(document(("Р", (table((replace(NUMBER, value=value),)),))), created=DAY)
    [styles] = xml_of(content, "xl/styles")
    assert f'formatCode="{shown}"' in styles


def test_every_sheet_is_printed_across_one_page():
    """A4, landscape, whole."""
    content = render_xlsx(document(("Раздел", (table((WORD,) * 30),))), created=DAY)
    sheets = xml_of(content, "xl/worksheets/sheet")
    assert len(sheets) == 2
    for xml in sheets:
        assert '<pageSetup paperSize="9" fitToHeight="0" orientation="landscape"/>' in xml
    [book] = xml_of(content, "xl/workbook.xml")
    assert book.count("_xlnm.Print_Area") == 2
    assert "$A$1:$AD$5" in book


@pytest.mark.parametrize("n", [1, 40, 400, 1200])
def test_a_long_paragraph_is_written_whole(n):
    """In as many rows as it takes; no row is higher than Excel allows."""
    words = [f"слово{place}" for place in range(n)]
    content = render_xlsx(document(("Раздел", (Paragraph(" ".join(words)),))), created=DAY)
    rows = [row[0] for row in sheets_of(content)["Раздел"][1:] if row]
    assert " ".join(rows).split() == words
    _, sheet = xml_of(content, "xl/worksheets/sheet")
    heights = [float(height) for height in re.findall(r' ht="([^"]+)"', sheet)]
    assert max(heights) <= 409
    assert sum(heights) >= 13 * len(" ".join(words)) / 100


@given(
    st.lists(st.text(st.sampled_from("аБ '[]:*?/\\\n") | st.characters(), max_size=40), max_size=8)
)
def test_any_titles_give_names_that_excel_allows(titles):
    """Short, without forbidden signs, each once, whatever the capitals."""
    taken: set[str] = set()
    for title in titles:
        name = sheet_name(title, taken)
        assert 1 <= len(name) <= 31
        assert not re.search(r"[\[\]:*?/\\\n]", name)
        assert name.strip("'") == name
        assert name.casefold() not in taken
        taken.add(name.casefold())


@pytest.mark.parametrize(
    ("title", "taken", "name"),
    [
        ("Участники", (), "Участники"),
        ("Участники", ("участники",), "Участники (2)"),
        ("Вход/выход: как?", (), "Вход выход как"),
        ("Изменение по шкалам и по группам наставляемых", (), "Изменение по шкалам и по…"),
        ("Ч" * 40, ("ч" * 31,), "Ч" * 27 + " (2)"),
        ("History", (), "History (2)"),
    ],
)  # fmt: skip
def test_a_sheet_is_called_like_its_section(title, taken, name):
    """As far as Excel allows; “History” it keeps for itself."""
    assert sheet_name(title, taken) == name


def test_two_sections_may_have_one_title():
    """Each keeps its own sheet."""
    report = document(("Раздел", (Paragraph("Один."),)), ("раздел", (Paragraph("Два."),)))
    sheets = sheets_of(render_xlsx(report, created=DAY))
    assert list(sheets)[1:] == ["Раздел", "раздел (2)"]


def test_a_workbook_is_not_written_to_a_terminal(tmp_path):
    """The command asks for a file and reads nothing."""
    done = run("analyse", SALT, "--instrument", SAI, "--format", "xlsx")
    assert (done.code, done.out) == (2, "")
    assert "-o" in done.err
    assert list(tmp_path.iterdir()) == []
