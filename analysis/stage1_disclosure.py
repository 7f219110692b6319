"""What may be shown of expectations, marks and yes-or-no answers: figures under the base rule.

Each function takes exact counts and returns a result in which whatever must not be shown is None,
with its reason. Numbers of people stay: who answered is participation, not an answer.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal, TypeVar

from analysis.comparison import compare
from analysis.disclosure import DESCRIPTIVE, FEW, ROUNDED_UNDER
from analysis.distribution import Distribution
from analysis.rounding import as_printed
from analysis.stage1_inputs import item_reference, mark_range, rated_item
from analysis.stage1_results import Band, Expectation, Outcome, Rating
from instruments.messages import N_
from instruments.model import Better

if TYPE_CHECKING:
    from analysis.comparison import Comparison
    from analysis.disclosure import BaseRule
    from analysis.stage1_inputs import OutcomeInput, RatingInput
    from instruments.messages import Message
    from instruments.model import Instrument, Scale

Found = TypeVar("Found", Expectation, Rating, Outcome)

#: The bands that marks from 1 to 10 are gathered in; the last is the one everybody hopes for.
BANDS = ((1, 4), (5, 7), (8, 10))
TEN = (1, 10)

#: Decimals of a mean of whole marks.
MEAN_DIGITS = 1

NOT_TEN = N_("only marks from 1 to 10 are gathered in bands")
JOINED_ALL = N_("the bands are so small that they had to be joined into one")
JOINED_HIGH = N_("the marks 8–10 had to be joined with lower ones")
MATCHED_BASE = N_("only people who gave a mark at entry too: the others are too few to stand apart")


def expectation(
    rating: RatingInput,
    entry: tuple[Instrument, Scale],
    exit_: tuple[Instrument, Scale],
    rule: BaseRule,
) -> Expectation:
    """Return what was expected, how it was, and the gap, of the matched people.

    Parameters
    ----------
    entry, exit_
        The rating's two items.
    """
    paired = compare(rating.pairs, better=Better.NONE)
    hidden = Expectation(
        role=rating.role,
        scale=exit_[1].code,
        item_entry=rated_item(entry),
        item_exit=rated_item(exit_),
        range=mark_range(exit_),
        n_matched=paired.n_matched,
        entry=None,
        exit=None,
        gap=None,
        notes=dict.fromkeys(("entry", "exit", "gap"), _too_few_matched(rule)),
    )
    if paired.entry is None or paired.exit is None or not rule.shows(paired.n_matched):
        return hidden
    shown = replace(
        hidden,
        entry=paired.entry.mean,
        exit=paired.exit.mean,
        gap=paired.difference,
        notes=_gap_notes(paired),
    )
    return _kept(shown, paired.n_matched)


def exit_rating(rating: RatingInput, asked: tuple[Instrument, Scale], rule: BaseRule) -> Rating:
    """Return the marks given at exit, as a mean and in bands.

    Parameters
    ----------
    asked
        The rating's item of the exit questionnaire.
    """
    marks, base = _exit_base(rating, rule)
    shown = rule.shows(marks.n)
    in_bands = shown and mark_range(asked) == TEN
    bands = _bands(marks, rule) if in_bands else None
    high = next((band.share for band in bands or () if band.low == BANDS[-1][0]), None)
    found = Rating(
        item=rated_item(asked),
        scale=asked[1].code,
        satisfaction=rating.satisfaction,
        range=mark_range(asked),
        base=base,
        n=marks.n,
        mean=float(marks.mean) if shown else None,
        bands=bands,
        share_high=high,
    )
    return _kept(replace(found, notes=_rating_notes(found, rule)), marks.n)


def outcome(answered: OutcomeInput, rule: BaseRule) -> Outcome:
    """Return the answers yes and no, or neither where one of them is given by 1 … k-1 people."""
    n = answered.yes + answered.no
    small = rule.is_small(answered.yes) or rule.is_small(answered.no)
    shown = rule.shows(n) and not small
    reason = _small_answer(rule) if rule.shows(n) else _too_few(rule)
    found = Outcome(
        item=item_reference(answered.instrument, answered.item.code),
        n=n,
        yes=answered.yes if shown else None,
        no=answered.no if shown else None,
        share_yes=answered.yes / n if shown else None,
        notes={} if shown else dict.fromkeys(("yes", "no", "share_yes"), reason),
    )
    return _kept(found, n)


def _kept(found: Found, n: int) -> Found:
    """Return a result of n people; of few people no more of it than is printed."""
    return found if n >= ROUNDED_UNDER else as_printed(found, MEAN_DIGITS)


def _exit_base(
    rating: RatingInput, rule: BaseRule
) -> tuple[Distribution, Literal["exit", "matched"]]:
    """Return the marks of the people on whom an exit rating is computed.

    A rating with a twin stands among the expectations too, on the matched people. Where a few
    more gave a mark at exit, the two figures together would betray the few.
    """
    pairs = rating.pairs
    few_more = rule.is_small(pairs.n_exit - pairs.n_matched)
    if rating.entry is not None and rule.shows(pairs.n_matched) and few_more:
        return pairs.exit, "matched"
    return Distribution.of((mark, n) for _, mark, n in pairs.rows if mark is not None), "exit"


def _bands(marks: Distribution, rule: BaseRule) -> tuple[Band, ...] | None:
    """Return the bands, joined until each holds nobody or k people; None where one is left."""
    counts = [sum(n for mark, n in marks.counts if low <= mark <= high) for low, high in BANDS]
    groups = rule.merged(counts)
    if len(groups) == 1:
        return None
    people = [sum(counts[place] for place in group) for group in groups]
    return tuple(
        Band(low=BANDS[group[0]][0], high=BANDS[group[-1]][1], n=n, share=n / marks.n)
        for group, n in zip(groups, people, strict=True)
    )


def _gap_notes(paired: Comparison) -> dict[str, Message]:
    notes = {
        path.replace("difference", "gap", 1): note
        for path, note in paired.notes.items()
        if path.startswith("difference")
    }
    return notes | ({"gap": DESCRIPTIVE} if paired.n_matched < FEW else {})


def _rating_notes(found: Rating, rule: BaseRule) -> dict[str, Message]:
    notes: dict[str, Message] = {"n": MATCHED_BASE} if found.base == "matched" else {}
    if found.mean is None:
        return notes | dict.fromkeys(("mean", "bands", "share_high"), _too_few(rule))
    if found.n < FEW:
        notes["mean"] = DESCRIPTIVE
    if found.bands is None:
        reason = JOINED_ALL if found.range == TEN else NOT_TEN
        notes |= dict.fromkeys(("bands", "share_high"), reason)
    elif found.share_high is None:
        notes["share_high"] = JOINED_HIGH
    return notes


def _too_few(rule: BaseRule) -> Message:
    return N_("fewer than %(k)s people have answered", k=rule.k)


def _too_few_matched(rule: BaseRule) -> Message:
    return N_("fewer than %(k)s people have answered both at entry and at exit", k=rule.k)


def _small_answer(rule: BaseRule) -> Message:
    return N_("one of the two answers was given by fewer than %(k)s people", k=rule.k)
