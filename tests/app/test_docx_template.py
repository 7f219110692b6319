"""A school's own Word template is filled with words, and refused where it could do anything else."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2.sandbox import SandboxedEnvironment

from app.reports.docx_fill import _Fields, check_template, fill
from app.reports.docx_guard import TemplateRefusedError
from app.reports.docx_template import FIELDS, PLACES, STYLES, default_template, fields_of
from app.reports.render_docx import render_docx
from app.reports.signs import legible
from tests.app.official import official
from tests.app.papers import DAY, document, paragraphs_of
from tests.app.word_templates import BARE, NEEDED, packed, plain, refusal, template


def lines(word) -> list[str]:
    """Return the paragraphs of a document, in tables too, where they say anything."""
    return [one for one in paragraphs_of(word) if one.strip()]


def test_our_own_template_may_be_changed_and_brought_back():
    """It passes the check it is the pattern for, in each language."""
    for lang in ("ru", "en"):
        check_template(default_template(lang))


def test_our_own_template_holds_what_a_report_needs():
    """What the library's own document brings besides would be read and written with each file."""
    content = default_template("ru")
    assert len(content) < 20_000
    styles = {style.name for style in docx.Document(io.BytesIO(content)).styles}
    assert styles >= {*STYLES, "Table Grid"}


def test_a_template_of_the_school_says_what_it_will():
    """Its words stay; sections and signatures stand where it wants them, appendices at the end."""
    own = template(
        "Школа № 5: {{ title }}", "{{ issue }}", "{% if notice %}Внимание{% endif %}",
        "{{ signatures }}", "Между", "{{ body }}", "Исполнитель: Петрова",
    )  # fmt: skip
    check_template(own)
    found = lines(docx.Document(io.BytesIO(render_docx(official(), created=DAY, template=own))))
    wanted = (
        f"Школа № 5: {official().title}", "№ 3 от 29.05.2027", "Куратор программы", "Между",
        "Участие", "Таблица 1 – Оценки по вопросам", "Исполнитель: Петрова", "Приложение 1",
    )  # fmt: skip
    places = [found.index(one) for one in wanted]
    assert places == sorted(places)
    assert "Внимание" not in found


def test_a_field_may_be_typed_in_pieces():
    """Word cuts a word into pieces wherever somebody corrected it."""

    def cut(word):
        for part in ("{", "{ ti", "tle", " }}"):
            word.paragraphs[0].add_run(part).bold = part == "tle"

    own = template("", "{{ issue }}", "{{ body }}", change=cut)
    check_template(own)
    word, _places = fill(own, fields_of(document("Вместе")))
    assert lines(word)[0] == "Вместе"


def test_a_template_without_styles_and_lists_is_completed():
    """Headings, captions and lists come with us, and «ПРОЕКТ» with a header of its own."""
    content = render_docx(official(is_draft=True), created=DAY, template=packed(BARE))
    word = docx.Document(io.BytesIO(content))
    names = {one.style.name for one in word.paragraphs}
    assert {"Heading 1", "Caption", "List Number", "List Bullet", "Body Text"} <= names
    assert "ПРОЕКТ" in zipfile.ZipFile(io.BytesIO(content)).read("word/header1.xml").decode()


def test_headings_are_found_as_libreoffice_calls_them():
    """It writes their names with a capital letter."""

    def rename(word):
        for style in word.styles.element.style_lst:
            style.name_val = style.name_val.replace("heading", "Heading").replace(
                "caption", "Caption"
            )

    own = template(*NEEDED, change=rename)
    word = docx.Document(io.BytesIO(render_docx(document("Вместе"), created=DAY, template=own)))
    assert [one.style.name for one in word.paragraphs if one.text == "Вместе"].count(
        "Heading 1"
    ) == 1


ESCAPE = "{{ cycler.__init__.__globals__.os.popen('touch %s').read() }}"

#: What runs code, computes, calls, or could go on for ever.
PROGRAMS = (
    "{{ ''.__class__.__mro__[1].__subclasses__() }}", "{{ title.__class__ }}", "{{ 7 * 7 }}",
    "{{ title | upper }}", "{% set a = 1 %}", "{% include 'x' %}", "{% import 'x' as y %}",
    "{% for a in range(9) %}{% endfor %}", "{% macro a() %}{% endmacro %}", "{{ title[0] }}",
    "{% for a in facts %}{% for b in facts %}{% endfor %}{% endfor %}", "{{ self }}", "{{ 'а' * 9 }}",
)  # fmt: skip


@pytest.mark.parametrize("place", ["text", "header", "property"])
def test_the_known_escape_runs_nothing(tmp_path, place):
    """Wherever it stands; whoever brings it is told what was found."""
    trace = tmp_path / "trace"

    def put(word):
        if place == "text":
            word.add_paragraph(ESCAPE % trace)
        elif place == "header":
            word.sections[0].header.paragraphs[0].text = ESCAPE % trace
        else:
            word.core_properties.title = ESCAPE % trace

    own = template(*NEEDED, change=put)
    assert "something that is no field: “{{ cycler.__init__" in refusal(own)
    with pytest.raises(TemplateRefusedError):
        render_docx(official(), created=DAY, template=own)
    assert not trace.exists()


@pytest.mark.parametrize("text", PROGRAMS)
def test_a_template_computes_and_calls_nothing(text):
    """It names fields, asks whether one is empty, and goes through its lines."""
    told = refusal(plain(*NEEDED, text))
    assert "no field" in told or "does not exist" in told


def test_what_runs_is_locked_in():
    """Behind the list of what is allowed stands the sandbox, which knows no names of its own."""
    language = _Fields()
    assert isinstance(language, SandboxedEnvironment)
    assert language.autoescape
    assert not language.globals


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ title", "“{{ title”"),
        ("{% if title %}", "not closed"),
        ("{% for line in facts %}", "not closed"),
        ("{% endif %}", "“{% endif %}”"),
        ("{{ }}", "“{{ }}”"),
        ("{{ school }}", "does not exist: “school”"),
        ("{{ Title }}", "does not exist: “Title”"),
    ],
)
def test_a_slip_of_the_pen_is_named(text, said):
    """With the words in which it stands, and what to do."""
    told = refusal(plain(*NEEDED, text))
    assert said in told
    assert "What to do" in told


@pytest.mark.parametrize("name", ["title", "issue", "body"])
def test_a_field_that_is_missing_is_named(name):
    """A report without it would be none."""
    paragraphs = [one for one in NEEDED if name not in one]
    assert f"lacks the field {{{{ {name} }}}}" in refusal(plain(*paragraphs))


def in_table(word) -> None:
    """Put the report into a table."""
    word.add_table(1, 1).rows[0].cells[0].text = "{{ body }}"


def in_footer(word) -> None:
    """Put the report into every foot."""
    word.sections[0].footer.paragraphs[0].text = "{{ body }}"


@pytest.mark.parametrize(
    ("text", "change"),
    [("Отчёт: {{ body }}", None), ("{{ body }}{{ body }}", None), ("", in_table), ("", in_footer)],
    ids=["among words", "twice", "in a table", "in the foot"],
)
def test_the_report_stands_alone_in_its_paragraph(text, change):
    """Sections cannot be put into a line, a cell or a foot."""
    told = refusal(template("{{ title }}", "{{ issue }}", text, change=change))
    assert "alone in its paragraph" in told


@settings(max_examples=10)
@given(st.text(max_size=30))
def test_a_field_says_what_was_written(text):
    """Signs aside that a file cannot hold; no bracket in it is a command."""
    own = packed(BARE)
    word, _places = fill(own, dict.fromkeys(FIELDS, "") | PLACES | fields_of(document(f"<{text}>")))
    shown = word.paragraphs[0]
    wanted = legible(f"<{text}>").replace("\ue000", "")
    assert shown.text.replace("\u2060", "") == wanted
