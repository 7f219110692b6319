"""The formats of a report say the same."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace

import pytest

from analysis.document import Cell, Document, Kind, Paragraph, Section, Table
from analysis.words import Words
from app.language import translations
from app.reports.render_html import render_html
from app.reports.render_text import render_text
from tests.app.conftest import SAI, SALT, run

RU = Words(translations("ru"))
CELL = re.compile(r'<td(?: class="word")? data-path="([^"]+)"[^>]*>([^<]*)</td>')


@pytest.fixture(scope="module")
def reports():
    """Return the real table's report as HTML and as JSON."""
    options = ("--instrument", SAI, "--group", "group", "--control", "placebo", "--format")
    return run("analyse", SALT, *options, "html").out, run("analyse", SALT, *options, "json").out


def at(value, path):
    """Return what stands at a dotted path of a JSON report."""
    for name in path.split("."):
        value = value[int(name)] if isinstance(value, list) else value[name]
    return value


def decimals(printed):
    """Return how many decimals a printed number has."""
    return len(printed.partition(",")[2].split(";")[0].strip("]"))


def test_every_number_of_the_page_is_the_one_in_the_json(reports):
    """Rounded as printed."""
    page, json_text = reports
    report = json.loads(json_text)
    printed = CELL.findall(page)
    assert len(printed) > 100
    for path, shown in printed:
        value = at(report, path)
        if value is None:
            assert shown == "—", path
        elif isinstance(value, list):
            low, high = shown.strip("[]").split("; ")
            assert [low, high] == [RU.number(limit, decimals(low)) for limit in value], path
        elif path.split(".")[-1] in {"p", "p_holm"}:
            assert shown == html.escape(RU.p(value)), path
        else:
            assert shown == RU.number(value, decimals(shown)), path


def test_the_page_needs_nothing_from_outside(reports):
    """No address but the picture's own bytes; no script."""
    page, _ = reports
    assert re.findall(r'(?:src|href)="(?!data:image/svg\+xml;base64,)', page) == []
    assert "<script" not in page
    assert 'lang="ru"' in page


def test_every_picture_has_words_for_those_who_cannot_see_it(reports):
    """A caption and an alternative text."""
    pictures = re.findall(r"<figure>\s*<img[^>]*>\s*<figcaption>[^<]+</figcaption>", reports[0])
    assert len(pictures) == 1
    assert all(re.search(r'alt="[^"]{20,}"', one) for one in pictures)


def document(text):
    """Return a document that holds a text in every place."""
    cell = Cell(value=text, kind=Kind.TEXT)
    number = Cell(value=1234.5, kind=Kind.NUMBER, digits=1, path="a.b")
    gap = Cell(value=None, kind=Kind.P, path="a.p", note=text)
    table = Table(caption=text, header=(text, "число", "p"), rows=((cell, number, gap),))
    return Document(text, (Section(text, (Paragraph(text, strong=True), table)),), RU)


def test_the_page_says_first_what_nobody_may_overlook():
    """Under the title, before the facts, and on every page of paper."""
    shown = replace(document("Вместе"), facts=("Школа: № 5.",), notice="Выдумано")
    page = render_html(shown)
    assert page.index("<h1>") < page.index(">Выдумано<") < page.index("Школа: № 5.")
    assert '@bottom-left { content: "Выдумано";' in page
    assert render_text(shown).split("\n")[2:4] == ["Выдумано", "Школа: № 5."]
    assert "notice" not in render_html(document("Вместе")).partition("<body>")[2]


def test_details_are_printed_though_they_are_closed():
    """On paper nobody can open them."""
    [print_style] = re.findall(
        r"@media print {(.*?)</style>", render_html(document("а")), re.DOTALL
    )
    assert "details::details-content { content-visibility: visible;" in print_style
    assert "table" not in print_style


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "\"' onload=x", "=1+1", "💡 \u202eabc"]
)
def test_a_text_is_never_markup(text):
    """Whatever a definition's author wrote stands there as written."""
    page = render_html(document(text))
    assert "<script" not in page
    assert page.count(html.escape(text).replace("&#x27;", "&#39;").replace("&quot;", "&#34;")) >= 6
    assert text in render_text(document(text))


def test_a_text_table_lines_up():
    """Words to the left, numbers to the right, a dash where there is none."""
    lines = render_text(document("Шкала")).split("\n")
    at_table = lines.index("Шкала  число    p")
    assert lines[at_table + 1] == "-----  -------  -"
    assert lines[at_table + 2] == "Шкала  1\u202f234,5  —"


def test_what_is_for_the_workbook_only_is_read_nowhere_else():
    """Neither the table nor a section that holds nothing else; an empty section stays."""
    [section] = document("Вместе").sections
    [_, table] = section.blocks
    hidden = replace(table, caption="Тайна", workbook_only=True)
    shown = Document(
        "Отчёт",
        (
            replace(section, blocks=(table, hidden)),
            Section("Баллы", (hidden,)),
            Section("Пусто", ()),
        ),
        RU,
    )
    for read in (render_html(shown), render_text(shown)):
        assert "Вместе" in read
        assert "Пусто" in read
        assert "Тайна" not in read
        assert "Баллы" not in read
