"""The samples in docs are what the program writes today, and a head has four pages to read."""

from __future__ import annotations

import json
import re

import pytest

from tests.app.papers import numbers, opened, pages_of, paragraphs_of
from tests.app.papers import words_of as words_of_page
from tests.samples import FILES, SAMPLES, demonstration, sample

#: Keyed by a secret of the installation.
FINGERPRINT = re.compile(r"\b[0-9a-f]{64}\b")


@pytest.fixture(scope="module")
def made():
    """Return the samples that are looked at, made anew."""
    wanted = [name for name in FILES if "summary" in name and name.endswith("pdf")]
    wanted += ["stage1.json", "stage2.json", "small8-stage1.docx"]
    with demonstration():
        return {name: sample(name) for name in wanted}


def figures(content):
    """Return the results of a report without what is of the installation.

    A database adds floats up in any order, so their last digits are left out.
    """
    results = json.loads(content, parse_float=lambda text: f"{float(text):.9g}")
    results["provenance"] = None
    return results


def words_of(content):
    """Return what a Word file says, paragraph by paragraph."""
    return [FINGERPRINT.sub("", text) for text in paragraphs_of(opened(content))]


def test_the_samples_in_docs_are_todays(made):
    """By text and by figures; `make samples` writes them again."""
    assert sorted(path.name for path in SAMPLES.iterdir()) == sorted(FILES)
    for name in ("stage1.json", "stage2.json"):
        assert figures(made[name]) == figures((SAMPLES / name).read_bytes()), name
    name = "small8-stage1.docx"
    assert words_of(made[name]) == words_of((SAMPLES / name).read_bytes())


def test_a_summary_has_four_pages_at_most(made):
    """Of either stage, of both together, of many people and of eight pairs; all with signatures."""
    for name, content in made.items():
        if name.endswith("pdf"):
            pages = pages_of(content)
            assert len(pages) <= 4, name
            assert "Куратор" in pages[-1], name


@pytest.mark.parametrize("stage", [1, 2])
def test_word_and_pdf_show_no_number_that_the_page_does_not(stage):
    """The page's are followed into the results, and whoever subtracts finds nothing in them.

    Besides, pages, tables, pictures and appendices are counted.
    """
    page = (SAMPLES / f"stage{stage}.html").read_text("utf-8")
    known = numbers(words_of_page(page)) | numbers(" ".join(re.findall(r'alt="([^"]*)"', page)))
    pdf = pages_of((SAMPLES / f"stage{stage}.pdf").read_bytes())
    said = {
        "docx": " ".join(words_of((SAMPLES / f"stage{stage}.docx").read_bytes())),
        "pdf": "\n".join(pdf),
    }
    counted = {str(n) for n in range(1, max(len(pdf), page.count("<caption>")) + 1)}
    for format_, text in said.items():
        assert numbers(text) - known <= counted, format_
