"""The results of a report as JSON; docs/report.md names the schema of each stage."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from analysis.results import PairedResult, Results, ScaleStrategies
from analysis.stage1_results import Expectation, OpenAnswers, Outcome, Rating, Stage1Results
from instruments.messages import Message

if TYPE_CHECKING:
    from analysis.words import Words
    from analysis.year import YearResults

#: These hold the notes of everything inside them.
HOLDERS = (
    Results,
    PairedResult,
    ScaleStrategies,
    Stage1Results,
    Expectation,
    Rating,
    Outcome,
    OpenAnswers,
)


def render_json(results: Results | Stage1Results | YearResults, words: Words) -> str:
    """Return the results as JSON, numbers unrounded, reasons in the reader's language."""
    return json.dumps(_plain(results, words), ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def _plain(value: object, words: Words) -> object:
    """Return a result as JSON knows it; notes inside a result were gathered by its holder."""
    if isinstance(value, Message):
        return words.of(value)
    if isinstance(value, Mapping):
        return {key: _plain(part, words) for key, part in value.items()}
    if isinstance(value, tuple):
        return [_plain(part, words) for part in value]
    if dataclasses.is_dataclass(value):
        return {
            field.name: _plain(getattr(value, field.name), words)
            for field in dataclasses.fields(value)
            if field.name != "notes" or isinstance(value, HOLDERS)
        }
    return value
