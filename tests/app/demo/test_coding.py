"""The open answers of the demonstration have themes that fit what they say."""

from __future__ import annotations

from app.demo.coding import rules, themes_of, verdict_of
from app.demo.open_answers import all_sentences
from app.models import SwotCell, Verdict


def test_nearly_every_sentence_has_a_theme_and_every_word_a_sentence():
    """And what is quoted or worries is really written."""
    sentences = {text for item, text in all_sentences() if item != "st31"}
    asked_at_ends = {text for item, text in all_sentences() if item not in {"st31", "sm51"}}
    assert sum(not themes_of(text) for text in asked_at_ends) < 0.1 * len(asked_at_ends)
    assert set(rules()["quoted"]) <= sentences
    assert sum(verdict_of(text) is Verdict.WORRYING for text in sentences) == len(
        rules()["worrying"]
    )
    everything = "\n".join(sentences).casefold()
    for theme in rules()["themes"]:
        assert [word for word in theme["words"] if word not in everything] == []
        assert set(theme["cells"].values()) <= set(SwotCell)
