"""Titles and cells of the stage-2 document: figures with their paths, gaps with their reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from analysis.disclosure import ROUNDED_UNDER
from analysis.document import Cell
from analysis.document import Kind as CellKind
from analysis.results import figure_at
from analysis.rounding import DIGITS
from analysis.words import rounded
from instruments.messages import N_
from instruments.model import Kind, Method

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from analysis.inputs import ScaleInput
    from analysis.report_facts import Flow, Plan
    from analysis.results import ScaleResult
    from analysis.words import Words
    from instruments.exact import Exact
    from instruments.messages import Message


#: What the plan's test is called.
TEST_NAMES = {"wilcoxon": N_("Wilcoxon's test"), "paired_t": N_("Student's t test")}

#: What stands under a table of means and their differences.
EXACT_DIFFERENCES = N_(
    "Differences are computed from exact means, and may differ from the difference of the rounded "
    "ones by one in the last digit."
)

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
        case "parent":
            return words.say("parents")
        case "partner":
            return words.say("partners")
        case _:
            return role


def flow_title(flow: Flow, words: Words) -> str:
    """Return whom a row of the participants counts."""
    if flow.arm is None:
        return role_title(flow.role, words)
    arm = arm_title(flow.arm, words)
    return arm if flow.role is None else f"{role_title(flow.role, words)}, {arm}"


def arm_title(arm: str, words: Words) -> str:
    """Return what an arm is called; another word than ours stays as it is."""
    match arm:
        case "programme":
            return words.say("participants of the programme")
        case "comparison":
            return words.say("comparison group")
        case _:
            return arm


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
    return own + decimals_of(
        [score for score, _ in scale.pairs.entry.counts + scale.pairs.exit.counts]
    )


def decimals_of(scores: Iterable[Exact]) -> int:
    """Return the decimals that show raw scores exactly, or three where some do not end before."""
    denominators = {score.denominator for score in scores}
    return next(
        places
        for places in range(MOST_DECIMALS + 1)
        if places == MOST_DECIMALS or all(10**places % one == 0 for one in denominators)
    )


def decimals(digits: int | None, scale: ScaleInput) -> int:
    """Return the decimals of a figure; None stands for those of the score."""
    return digits_of(scale) if digits is None else digits


def is_tested(result: ScaleResult, plan: Plan) -> bool:
    """Say whether the planned test of a scale is shown."""
    return getattr(result.tests, plan.test) is not None


def sentence(text: str) -> str:
    """Return words as a sentence of their own."""
    return f"{capital(text)}."


def capital(text: str) -> str:
    """Return words with a capital letter, as they begin a line."""
    return text[:1].upper() + text[1:]


def text_cell(text: str) -> Cell:
    """Return a cell of words."""
    return Cell(value=text, kind=CellKind.TEXT)


def count_cell(value: int, path: str) -> Cell:
    """Return a cell with a number of people, and where it stands in the results."""
    return Cell(value=value, kind=CellKind.COUNT, path=path)


def share_cell(part: Cell, whole: Cell) -> Cell:
    """Return a cell with the share that the people of one cell are of those of another."""
    share: float | None = None
    if isinstance(part.value, int) and isinstance(whole.value, int):
        share = part.value / whole.value
        if whole.value < ROUNDED_UNDER:
            share = float(rounded(share, DIGITS))
    return Cell(
        value=share, kind=CellKind.PERCENT, share_of=(part.path, whole.path), note=part.note
    )


class Noted(Protocol):
    """A part of the results that says why a figure of it is None or doubtful."""

    @property
    def notes(self) -> Mapping[str, Message]:
        """From the dotted path of a figure to the reason."""


class ResultCells:
    """Makes the cells of one part of the results, each with its path and, if empty, its reason.

    Parameters
    ----------
    where
        The dotted path of the part in the whole results; empty for the whole.
    """

    def __init__(self, where: str, result: Noted, words: Words) -> None:
        self._where = where
        self._result = result
        self._words = words

    def at(self, path: str, kind: CellKind, digits: int = 0) -> Cell:
        """Return the cell of the figure at a dotted path of this part."""
        value = figure_at(self._result, path)
        return Cell(
            value=value if isinstance(value, (int, float, str, tuple)) else None,
            kind=kind,
            digits=digits,
            path=f"{self._where}.{path}".lstrip("."),
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


class ScaleCells(ResultCells):
    """Makes the cells of one scale's results."""

    def __init__(self, place: int, result: ScaleResult, words: Words) -> None:
        super().__init__(f"scales.{place}", result, words)
