"""Titles and cells of the stage-2 document: figures with their paths, gaps with their reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.document import Cell
from analysis.document import Kind as CellKind
from instruments.model import Kind, Method

if TYPE_CHECKING:
    from analysis.inputs import ScaleInput
    from analysis.results import ScaleResult
    from analysis.words import Words


#: More decimals than this of a raw score are not printed.
MOST_DECIMALS = 3


def role_title(role: str | None, words: Words) -> str:
    """Return what a role is called; a role of the caller's own table keeps its own word."""
    match role:
        case None:
            return words.say("all")
        case "mentee":
            return words.say("mentees")
        case "mentor":
            return words.say("mentors")
        case _:
            return role


def scale_title(scale: ScaleInput, words: Words) -> str:
    """Return the scale's title, with the role where there is one."""
    title = scale.scale.title.get(words.lang)
    return title if scale.role is None else f"{title} ({role_title(scale.role, words)})"


def digits_of(scale: ScaleInput) -> int:
    """Return the decimals of a mean: one beyond the raw score, two where that is a mean.

    Of items answered in numbers the raw score has the decimals it was given with, at most three.
    """
    own = 1 if scale.scale.method is Method.SUM else 2
    kinds = {scale.instrument.by_code[code].kind for code in scale.scale.item_codes}
    if Kind.NUMBER not in kinds:
        return own
    scores = [score for score, _ in scale.pairs.entry.counts + scale.pairs.exit.counts]
    return own + next(
        places
        for places in range(MOST_DECIMALS + 1)
        if places == MOST_DECIMALS or all((score * 10**places).denominator == 1 for score in scores)
    )


def text_cell(text: str) -> Cell:
    """Return a cell of words."""
    return Cell(value=text, kind=CellKind.TEXT)


def count_cell(value: int, path: str) -> Cell:
    """Return a cell with a number of people, and where it stands in the results."""
    return Cell(value=value, kind=CellKind.COUNT, path=path)


class ScaleCells:
    """Makes the cells of one scale's results, each with its path and, if empty, its reason."""

    def __init__(self, place: int, result: ScaleResult, words: Words) -> None:
        self._place = place
        self._result = result
        self._words = words

    def at(self, path: str, kind: CellKind, digits: int = 0) -> Cell:
        """Return the cell of the figure at a dotted path of the scale's result."""
        value: object = self._result
        for name in path.split("."):
            if isinstance(value, tuple):
                value = value[int(name)] if int(name) < len(value) else None
            else:
                value = getattr(value, name, None)
        return Cell(
            value=value if isinstance(value, (int, float, str, tuple)) else None,
            kind=kind,
            digits=digits,
            path=f"scales.{self._place}.{path}",
            note=self._why(path),
        )

    def _why(self, path: str) -> str:
        """Return the note on the figure, or on what holds it; empty where there is none."""
        names = path.split(".")
        for length in range(len(names), 0, -1):
            note = self._result.notes.get(".".join(names[:length]))
            if note is not None:
                return self._words.of(note)
        return ""
