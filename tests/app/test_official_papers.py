"""A report with a paper is one that a director signs and files, in every format."""

from __future__ import annotations

import html
import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from analysis.document import Document, Section
from app.reports.paper_layout import in_order
from app.reports.render_docx import render_docx
from app.reports.render_html import render_html
from app.reports.render_pdf import render_pdf
from app.reports.render_xlsx import render_xlsx
from tests.app.official import PAPER, SENTENCE, official, paper_of, table
from tests.app.papers import DAY, RU, pages_of, words_of

#: What stands on a paper, from its top to its end.
IN_ORDER = (
    "«Средняя общеобразовательная школа № 5»", "УТВЕРЖДАЮ", "Директор МБОУ СОШ № 5",
    official().title, "№ 3 от 29.05.2027", "Период: 01.09.2026 – 25.05.2027.", "Участие",
    "Оценки по вопросам", "Польза встреч для наставляемых", "Выводы", "Предложения",
    "Дата: «___»", "Куратор программы", "А. Б. Петрова", "Педагог-психолог", "Приложение 1",
    "План анализа", "Отступления от плана", "Приложение 2", "Как считали", "Приложение 3",
    "Подробные таблицы", "Подробные оценки",
)  # fmt: skip

CAPTIONS = [
    "Таблица 1 – Оценки по вопросам", "Рисунок 1 – Польза встреч для наставляемых",
    "Таблица 2 – Методы", "Таблица 3 – Подробные оценки",
]  # fmt: skip

#: A text that some format could take for something else than words.
HOSTILE = (
    f"=1+1 <script>alert(1)</script> {{{{ 7*7 }}}} {{% raw %}} {{_{{ #sys 😀 שלום &amp; {'ж' * 300}"
)

#: Places of a text in `paper_of` that everybody sees: all but the notice of a head or foot.
PLACES = 18


def are_in_order(text: str, wanted: tuple[str, ...] = IN_ORDER) -> bool:
    """Say whether texts follow each other, however their lines are broken."""
    found, at = "".join(text.split()), 0
    for one in wanted:
        at = found.index("".join(one.split()), at) + 1
    return True


def paragraphs(content: bytes) -> list[str]:
    """Return the paragraphs of a Word file, in tables too."""
    body = docx.Document(io.BytesIO(content)).element.body
    return [
        "".join(
            "\n" if node.tag == qn("w:br") else node.text or ""
            for node in one.iter(qn("w:t"), qn("w:br"))
        )
        for one in body.iter(qn("w:p"))
    ]


def headers(content: bytes) -> list[str]:
    """Return the heads of pages of a Word file."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    return [archive.read(one).decode() for one in archive.namelist() if "word/header" in one]


@pytest.fixture(scope="module")
def issued_docx():
    """Return an issued paper as a Word file."""
    return render_docx(official(), created=DAY)


@pytest.fixture(scope="module")
def draft_docx():
    """Return the draft of a paper as a Word file."""
    return render_docx(official(is_draft=True), created=DAY)


@pytest.fixture(scope="module")
def issued_pdf():
    """Return an issued paper as a PDF."""
    return render_pdf(official(), created=DAY)


@pytest.fixture(scope="module")
def draft_pdf():
    """Return the draft of a paper as a PDF."""
    return render_pdf(official(is_draft=True), created=DAY)


def test_appendices_are_numbered_and_keep_their_small_sections():
    """The tables for the patient reader are the last; without them there is one less."""
    main, appendices = in_order(official())
    assert [one.title for one in main] == ["Участие", "Удовлетворённость", "Выводы", "Предложения"]
    assert [one.label for one in appendices] == ["Приложение 1", "Приложение 2", "Приложение 3"]
    assert [part.title for part in appendices[0].parts] == ["План анализа", "Отступления от плана"]
    _, kept = in_order(official(), leaves_details=True)
    assert [one.label for one in kept] == ["Приложение 1", "Приложение 2"]


def test_a_report_that_is_no_paper_names_its_detailed_tables_without_a_number():
    """Nothing but them is behind it."""
    sections = (Section("Раздел", (table("Вторая", 1, detail=True),)),)
    [appendix] = in_order(Document("Отчёт", sections, RU))[1]
    assert (appendix.label, appendix.title) == ("", "Приложение: подробные таблицы")


def test_word_has_everything_in_its_order(issued_docx):
    """With numbers of tables and pictures that Word counts on."""
    found = paragraphs(issued_docx)
    assert are_in_order("\n".join(found))
    assert [one for one in found if re.match(r"(Таблица|Рисунок) \d", one)] == CAPTIONS


def test_word_begins_every_numbered_list_at_one(issued_docx):
    """Word would count on from one section to the next."""
    word = docx.Document(io.BytesIO(issued_docx))
    lists: dict[str, str] = {}
    for one in word.paragraphs:
        if one.style.name == "List Number":
            lists.setdefault(one._p.pPr.numPr.numId.val, one.text)  # noqa: SLF001 - because there is no other way to it
    assert len(lists) == 2
    numbering = word.part.numbering_part.element
    for number in lists:
        [found] = numbering.xpath(f"./w:num[@w:numId='{number}']")
        assert found.xpath("./w:lvlOverride/w:startOverride[@w:val='1']")


def test_word_begins_every_appendix_on_a_page_of_its_own(issued_docx):
    """Under a label at the right edge."""
    word = docx.Document(io.BytesIO(issued_docx))
    labels = [one for one in word.paragraphs if one.text.startswith("Приложение ")]
    assert all(one.paragraph_format.page_break_before for one in labels)
    assert [str(one.alignment) for one in labels] == ["RIGHT (2)"] * 3


def test_word_is_typed_as_papers_are(issued_docx):
    """Times New Roman, 14 points, one and a half lines; titles in black, captions 12 points."""
    styles = docx.Document(io.BytesIO(issued_docx)).styles
    normal = styles["Normal"]
    assert (normal.font.name, normal.font.size) == ("Times New Roman", Pt(14))
    assert normal.paragraph_format.line_spacing == 1.5
    sizes = {"Title": 16, "Heading 1": 14, "Heading 2": 14, "Body Text": 14, "Caption": 12}
    for name, size in sizes.items():
        assert styles[name].font.size == Pt(size), name
        assert str(styles[name].font.color.rgb) == "000000", name


def test_word_says_on_every_page_of_a_draft_what_it_is(issued_docx, draft_docx):
    """Across it, as Word's own watermark; an issued paper has none, and its number instead."""
    assert all('string="ПРОЕКТ"' in one for one in headers(draft_docx))
    assert headers(draft_docx)
    assert not any("PowerPlusWaterMarkObject" in one for one in headers(issued_docx))
    assert "№ 3 от 29.05.2027" not in "\n".join(paragraphs(draft_docx))


def test_first_and_even_pages_of_a_template_are_marked_too():
    """Wherever a template has a head of its own."""
    word = docx.Document()
    for field in ("title", "issue", "body"):
        word.add_paragraph(f"{{{{ {field} }}}}")
    word.sections[0].different_first_page_header_footer = True
    word.settings.odd_and_even_pages_header_footer = True
    word.sections[0].first_page_header.paragraphs[0].text = "Бланк школы"
    word.add_section().header.is_linked_to_previous = True
    target = io.BytesIO()
    word.save(target)
    paper = replace(PAPER, watermark="ПРОЕКТ")
    plain = Document("Отчёт", (Section("Раздел", ()),), RU, (), "Выдумано", paper)
    content = render_docx(plain, created=DAY, template=target.getvalue())
    assert [one.count('string="ПРОЕКТ"') for one in headers(content)] == [1, 1, 1]
    assert "Бланк школы" in "".join(headers(content))
    archive = zipfile.ZipFile(io.BytesIO(content))
    feet = [archive.read(one).decode() for one in archive.namelist() if "word/footer" in one]
    assert [one.count("Выдумано") for one in feet] == [1, 1, 1]


def test_the_same_paper_of_a_day_has_the_same_bytes(draft_docx, draft_pdf):
    """In every format."""
    draft = official(is_draft=True)
    assert render_docx(draft, created=DAY) == draft_docx
    assert render_pdf(draft, created=DAY) == draft_pdf
    assert render_xlsx(draft, created=DAY) == render_xlsx(draft, created=DAY)
    assert render_html(draft) == render_html(draft)


def test_pdf_has_everything_in_its_order(issued_pdf):
    """Signatures stand on a page with words of the report, each appendix begins one."""
    found = pages_of(issued_pdf)
    assert are_in_order("\n".join(found))
    assert are_in_order("\n".join(found), tuple(CAPTIONS))
    [signed] = [one for one in found if "Куратор программы" in one]
    assert "Провести встречу" in signed
    begun = [one for one in found if re.match(r"\s*Приложение \d", one)]
    assert len(begun) == 3


def test_pdf_is_typed_as_papers_are(issued_pdf):
    """14 points, and the title in 16."""
    sizes: dict[float, str] = {}

    def visit(text, _matrix, text_matrix, _font, size):
        sizes[round(size * text_matrix[0])] = sizes.get(round(size * text_matrix[0]), "") + text

    PdfReader(io.BytesIO(issued_pdf)).pages[0].extract_text(visitor_text=visit)
    assert SENTENCE[:40] in sizes[14]
    assert "Аналитический отчёт" in sizes[16]


def test_pdf_can_be_kept_for_good_and_has_bookmarks(draft_pdf):
    """PDF/A-2b though something lies across the page; nothing in it is seen through."""
    reader = PdfReader(io.BytesIO(draft_pdf))
    described = reader.xmp_metadata.stream.get_data().decode()
    assert re.search(r"pdfaid:part>2<", described)
    assert re.search(r"pdfaid:conformance>B<", described)
    titles = [one.title for one in reader.outline if not isinstance(one, list)]
    assert titles[-3:] == [
        "Приложение 1. План анализа", "Приложение 2. Как считали", "Приложение 3. Подробные таблицы",
    ]  # fmt: skip
    assert titles[0] == "Участие"


def test_pdf_says_on_every_page_of_a_draft_what_it_is(issued_pdf, draft_pdf):
    """And repeats the header of a table on its second page."""
    assert [one.count("ПРОЕКТ") for one in pages_of(draft_pdf)] == [1] * len(pages_of(draft_pdf))
    assert len(pages_of(draft_pdf)) == 6
    assert "ПРОЕКТ" not in "".join(pages_of(issued_pdf))
    assert [one.count("Показатель") for one in pages_of(issued_pdf)[:2]] == [1, 1]


def test_the_page_has_everything_in_its_order():
    """A draft says so in a band on the screen, which lies across every page of paper."""
    assert are_in_order(words_of(render_html(official())))
    assert "watermark" not in render_html(official())
    draft = render_html(official(is_draft=True))
    assert '<p class="watermark">ПРОЕКТ</p>' in draft
    [print_style] = re.findall(r"@media print {(.*?)</style>", draft, re.DOTALL)
    assert re.search(r"\.watermark { position: fixed;.*rotate\(-45deg\)", print_style)


def test_the_workbook_has_a_title_sheet_and_says_on_every_sheet_what_it_is():
    """At its top and in the head of every printed page."""
    content = render_xlsx(official(is_draft=True), created=DAY)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    assert [sheet[0][0] for sheet in sheets] == ["ПРОЕКТ"] * len(sheets)
    archive = zipfile.ZipFile(io.BytesIO(content))
    names = [one for one in archive.namelist() if re.match(r"xl/worksheets/sheet\d", one)]
    for name in names:
        assert re.search(r"<oddHeader>&amp;C.*ПРОЕКТ</oddHeader>", archive.read(name).decode())
    assert "Приложение 1. План анализа" in book.sheet_names
    content = render_xlsx(official(), created=DAY)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    title = [row[0] for row in book.get_sheet_by_index(0).to_python() if row[0]]
    front = (*IN_ORDER[:6], "Приложение 1. План анализа", "Дата: «___»", "Педагог-психолог")
    assert are_in_order("\n".join(title), front)
    assert b"oddHeader" not in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")


def test_hostile_words_stay_words_in_word():
    """In every place of a paper; nothing is computed, nothing is lost."""
    content = render_docx(paper_of(HOSTILE), created=DAY)
    found = [one.replace("\u2060", "") for one in paragraphs(content)]
    assert sum(one.count(HOSTILE) for one in found) >= PLACES
    assert HOSTILE in docx.Document(io.BytesIO(content)).sections[0].footer.paragraphs[-1].text
    assert html.escape(HOSTILE) in headers(content)[0]


def test_hostile_words_stay_words_in_pdf():
    """A reader may turn round what is read from the right."""
    found = "".join("".join(pages_of(render_pdf(paper_of(HOSTILE), created=DAY))).split())
    assert found.replace("\u200b", "").count("{{7*7}}{%raw%}{_{#sys") >= PLACES


def test_hostile_words_stay_words_on_the_page_and_in_the_workbook():
    """No markup, no formula, no command of a style."""
    page = render_html(paper_of(HOSTILE))
    assert "<script" not in page
    assert words_of(page).count(HOSTILE) >= PLACES
    content = render_xlsx(paper_of(HOSTILE), created=DAY)
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert not any(b"<f>" in archive.read(name) for name in archive.namelist())


def test_a_notice_cannot_break_the_style_of_a_page():
    """Quotes and backslashes are written by number."""
    page = render_html(replace(official(), notice='"; } \\'))
    assert 'content: "\\22 \\3b  \\7d  \\5c "; color' in page


def test_libreoffice_opens_a_paper_and_nothing_is_missing(issued_docx, tmp_path):
    """It is printed as it is written; the header of a long table stands on both of its pages."""
    (tmp_path / "paper.docx").write_bytes(issued_docx)
    program = shutil.which("soffice")
    assert program, "install libreoffice-writer-nogui"
    subprocess.run(
        [
            program,
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path),
            str(tmp_path / "paper.docx"),
        ],
        check=True,
        capture_output=True,
    )
    found = pages_of((tmp_path / "paper.pdf").read_bytes())
    assert are_in_order("\n".join(found))
    assert are_in_order("\n".join(found), tuple(CAPTIONS))
    for row in ("Строка 1 таблицы", "Строка 40 таблицы"):
        assert "Показатель" in next(one for one in found if row in one)
    assert "Строка 40 таблицы" not in next(one for one in found if "Строка 1 таблицы" in one)
    assert len([one for one in found if re.match(r"\s*Приложение \d", one)]) == 3
    assert "Ошибка" not in "".join(found)
