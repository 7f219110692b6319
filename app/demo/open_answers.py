"""What people write in their own words, dealt so that nobody near repeats it."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from app.demo.simulation import generator

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from app.models import ProgrammeRole

SENTENCES = Path(__file__).parent / "open_answers.toml"


def sentences_of(role: ProgrammeRole, turn: int) -> dict[str, str]:
    """Return what the person whose turn it is would write, by item code."""
    return {item: deck[turn % len(deck)] for item, deck in _decks()[role].items()}


def all_sentences() -> Iterator[tuple[str, str]]:
    """Yield every sentence of whatever role, with the item that it answers."""
    for questions in _decks().values():
        for item, deck in questions.items():
            yield from ((item, text) for text in deck)


@cache
def _decks() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Return the sentences by role and item, each deck shuffled in its own way."""
    written: dict[str, dict[str, list[str]]] = tomllib.loads(SENTENCES.read_text("utf-8"))
    return {
        role: {
            item: tuple(generator("deck", role, item).sample(sentences, len(sentences)))
            for item, sentences in questions.items()
        }
        for role, questions in written.items()
    }
