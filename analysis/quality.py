"""How a form was filled in: what is missing, and answers that look careless.

It is imported where answers are stored, so it needs nothing but the questionnaire.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

from instruments.model import Choice, Kind
from instruments.scoring import item_score

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from instruments.exact import Exact
    from instruments.model import Instrument, Item

#: Kinds whose answers are picked from a set that items can share.
PICKED = frozenset({Kind.CHOICE, Kind.RATING, Kind.YES_NO, Kind.VAS})

#: Above this share of items without an answer a form is flagged.
MOST_MISSING = Fraction(1, 2)

#: From so many items on a run of one answer is long, if it is this share of its response set.
LONG_RUN, LONG_SHARE = 8, Fraction(1, 2)

#: What an item's answers are picked from: its options, or a range; None for a typed number.
ResponseSet: TypeAlias = tuple[Kind, tuple[Choice, ...], tuple["Exact", "Exact"] | None] | None


@dataclass(frozen=True, kw_only=True)
class FormQuality:
    """How one person filled in one form.

    Attributes
    ----------
    missing
        Share, 0 to 1, of the items shown that were not answered; 0 where none counts.
    longest_run
        Items in the longest run of one and the same answer; 0 where nothing was answered.
    variance
        Variance of the person's raw answers within a response set, with n - 1, pooled over the
        form's blocks; None where no block has two answers.
    flagged
        Whether the form looks careless. Nothing is left out for it.
    """

    missing: Fraction
    longest_run: int
    variance: Fraction | None
    flagged: bool


@dataclass(frozen=True, kw_only=True)
class WaveQuality:
    """The forms of one questionnaire and wave.

    Attributes
    ----------
    n
        Forms.
    missing
        Mean share of items without an answer.
    longest_run
        Mean length of the longest run of one and the same answer, in items.
    n_variance
        Forms with two answers from one response set, which have a variance.
    variance
        Their mean variance of one person's answers within a response set; None where there are
        none.
    """

    n: int
    missing: float
    longest_run: float
    n_variance: int
    variance: float | None


def form_quality(instrument: Instrument, answers: Mapping[str, object]) -> FormQuality:
    """Return how a form was filled in.

    Parameters
    ----------
    instrument
        The version that was answered.
    answers
        Answers by item code, as given, before any reverse keying. An item that is None was
        skipped; one that is absent was not shown and does not count.

    Returns
    -------
    FormQuality
        Open and multiple answers, and numbers that no scale uses, do not count and do not part
        their neighbours. A block is a stretch of items, in the order asked, with the same options
        or the same range: runs end where a block ends, or an item was skipped.

    Raises
    ------
    AnswerError
        An answer is not one of its item's.

    Notes
    -----
    Flagged is a form with more than half of its items missing, and one with the same answer to at
    least 8 items in a row that are at least half of those with this response set (the long-string
    index: Curran, 2016, doi 10.1016/j.jesp.2015.07.006). On fewer than 8 items sameness is no sign
    of anything. The opposite, answers at random, leaves no trace that one form could show.
    """
    items = [item for item in instrument.items if item.code in answers and _counts(item)]
    scores = [item_score(item, answers[item.code]) for item in items]
    blocks = _blocks(items, scores)
    missing = Fraction(sum(score is None for score in scores), len(scores) or 1)
    sizes: Counter[ResponseSet] = Counter()
    for responses, block in blocks:
        sizes[responses] += len(block)
    runs = [(run, sizes[responses]) for responses, block in blocks for run in _runs(block)]
    is_long = any(run >= LONG_RUN and run >= LONG_SHARE * of for run, of in runs)
    return FormQuality(
        missing=missing,
        longest_run=max((run for run, _ in runs), default=0),
        variance=_variance([block for _, block in blocks]),
        flagged=missing > MOST_MISSING or is_long,
    )


def _counts(item: Item) -> bool:
    return item.kind in PICKED or (item.kind is Kind.NUMBER and not item.unscored)


def _blocks(
    items: Sequence[Item], scores: Sequence[Exact | None]
) -> list[tuple[ResponseSet, list[Exact | None]]]:
    """Return the stretches of items with one response set; typed numbers have none."""
    answered = zip(items, scores, strict=True)
    return [
        (responses, [score for _, score in block])
        for responses, block in groupby(answered, key=lambda one: _response_set(one[0]))
        if responses is not None
    ]


def _response_set(item: Item) -> ResponseSet:
    return (item.kind, item.choices, item.range) if item.kind in PICKED else None


def _runs(block: Sequence[Exact | None]) -> Iterator[int]:
    """Yield the lengths of the runs of one answer; a skipped item has none, and ends one."""
    for score, run in groupby(block):
        if score is not None:
            yield sum(1 for _ in run)


def _variance(blocks: Sequence[Sequence[Exact | None]]) -> Fraction | None:
    """Return the variance within blocks, pooled; None where none has two answers."""
    squares, freedom = Fraction(0), 0
    for block in blocks:
        known = [score for score in block if score is not None]
        if known:
            squares += sum(score * score for score in known) - Fraction(sum(known) ** 2, len(known))
            freedom += len(known) - 1
    return squares / freedom if freedom else None
