"""From answers to scale scores, exactly: rational numbers in, rational numbers out."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from instruments.errors import AnswerError
from instruments.exact import DECIMALS, exact
from instruments.messages import N_, Message, Problem
from instruments.model import TEXT_LIMIT, WHOLE, Instrument, Item, Key, Kind, Level, Method, Scale

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from instruments.exact import Exact

#: Stored with every score: raised when the same answers would give another one, so that scores
#: stored before are told apart from those stored since.
SCORING_VERSION = 1


@dataclass(frozen=True, kw_only=True)
class ScaleScore:
    """The score of one person on one scale.

    Attributes
    ----------
    value
        The raw score; None where more items are missing than `max_missing` allows.
    n_items
        Items of the scale.
    n_missing
        Those of them without an answer.
    level
        The level the score falls into; None without a score or without levels.
    """

    value: Fraction | None
    n_items: int
    n_missing: int
    level: Level | None


def item_score(item: Item, answer: object) -> Exact | None:
    """Return the score of one answer, before any reverse keying.

    Parameters
    ----------
    item
        A scorable item.
    answer
        A whole number, `Decimal`, `Fraction`, a number as text, or None for «не хочу отвечать».
        A float is refused: it may already have lost what was answered.

    Returns
    -------
    int, Fraction or None
        None where the answer is missing.

    Raises
    ------
    AnswerError
        The answer is not one of the item's.
    """
    if answer is None:
        return None
    score = exact(answer)
    if score is None or not allows(item, score):
        raise _refusal(item, answer)
    return score


def check_answer(item: Item, answer: object) -> None:
    """Refuse an answer that the item does not allow; None, a skipped item, is allowed.

    Raises
    ------
    AnswerError
        The answer is not one of the item's, or an open answer is longer than `TEXT_LIMIT`.
    """
    if answer is None:
        return
    if item.kind is Kind.TEXT:
        if not isinstance(answer, str) or len(answer) > TEXT_LIMIT:
            raise _refusal(item, answer)
    elif item.kind is Kind.MULTIPLE:
        chosen = answer if isinstance(answer, list) else [answer]
        for part in chosen:
            item_score(item, part)
        if not isinstance(answer, list) or len(set(map(str, chosen))) < len(chosen):
            raise _refusal(item, answer)
    else:
        item_score(item, answer)


def score(instrument: Instrument, answers: Mapping[str, object]) -> dict[str, ScaleScore]:
    """Score one person's answers on every scale.

    Parameters
    ----------
    instrument
        The version that was answered.
    answers
        Answers by item code; an item that is absent or None is missing.

    Returns
    -------
    dict
        Scale code to score. A reverse-keyed item counts as lo + hi - score. With at most
        `max_missing` of the items missing a sum is the mean of the answered items times the
        number of items; a mean is the mean of the answered ones; a difference is the mean of its
        first list minus the mean of its second.

    Raises
    ------
    AnswerError
        An answer is not one of its item's.
    """
    scored = {code for scale in instrument.scales for code in scale.item_codes}
    scores = {
        code: item_score(instrument.by_code[code], answers.get(code)) for code in sorted(scored)
    }
    return score_items(instrument, scores)


def score_items(
    instrument: Instrument, scores: Mapping[str, Exact | None]
) -> dict[str, ScaleScore]:
    """Score every scale from item scores that `item_score` has let through."""
    return {scale.code: _scale_score(scale, instrument, scores) for scale in instrument.scales}


def keyed_scores(
    keys: tuple[Key, ...], instrument: Instrument, scores: Mapping[str, Exact | None]
) -> list[Exact | None]:
    """Return the item scores of `keys` in their scale's direction; None is missing."""
    return [_turned(key, instrument, scores[key.item]) for key in keys]


def keyed_score(key: Key, instrument: Instrument, answer: object) -> Exact | None:
    """Return the score of one answer in the direction of a scale with this key; None is missing.

    Raises
    ------
    AnswerError
        The answer is not one of the item's.
    """
    return _turned(key, instrument, item_score(instrument.by_code[key.item], answer))


def _turned(key: Key, instrument: Instrument, value: Exact | None) -> Exact | None:
    if value is None or not key.reverse:
        return value
    return sum(key_range(key, instrument)) - value


def key_range(key: Key, instrument: Instrument) -> tuple[Exact, Exact]:
    """Return the lowest and highest score of the item a key names.

    Raises
    ------
    ValueError
        The item cannot be scored; the self-checks let no such key through.
    """
    item_range = instrument.by_code[key.item].range
    if item_range is None:
        raise ValueError(f"{key.item} cannot be scored")
    return item_range


def scale_range(scale: Scale, instrument: Instrument) -> tuple[Fraction, Fraction]:
    """Return the lowest and highest score that the keys and item ranges allow."""
    low, high = _mean_range(scale.keys, instrument)
    if scale.method is Method.SUM:
        return low * len(scale.keys), high * len(scale.keys)
    if scale.method is Method.MEAN:
        return low, high
    minus_low, minus_high = _mean_range(scale.minus, instrument)
    return low - minus_high, high - minus_low


def _mean_range(keys: tuple[Key, ...], instrument: Instrument) -> tuple[Fraction, Fraction]:
    lows, highs = zip(*(key_range(key, instrument) for key in keys), strict=True)
    return Fraction(sum(lows), len(keys)), Fraction(sum(highs), len(keys))


def level_of(scale: Scale, value: Exact) -> Level | None:
    """Return the level a score falls into; None where the scale has no levels."""
    for level in scale.levels:
        if level.upto is not None and value > level.upto:
            continue
        if level.below is not None and value >= level.below:
            continue
        return level
    return None


def _scale_score(
    scale: Scale, instrument: Instrument, scores: Mapping[str, Exact | None]
) -> ScaleScore:
    first = _mean(keyed_scores(scale.keys, instrument, scores), scale)
    value = first
    if scale.method is Method.SUM and first is not None:
        value = first * len(scale.keys)
    if scale.method is Method.DIFFERENCE:
        second = _mean(keyed_scores(scale.minus, instrument, scores), scale)
        value = None if first is None or second is None else first - second
    return ScaleScore(
        value=value,
        n_items=len(scale.item_codes),
        n_missing=sum(scores[code] is None for code in scale.item_codes),
        level=None if value is None else level_of(scale, value),
    )


def _mean(scores: Sequence[Exact | None], scale: Scale) -> Fraction | None:
    """Return the mean score of the answered items; None where too many are missing."""
    answered = [value for value in scores if value is not None]
    if len(scores) - len(answered) > scale.max_missing * len(scores):
        return None
    return Fraction(sum(answered), len(answered))


def allows(item: Item, value: Exact) -> bool:
    """Say whether the number is one of the item's scores."""
    if item.choices:
        return any(choice.score == value for choice in item.choices)
    if item.range is None or not item.range[0] <= value <= item.range[1]:
        return False
    return value.denominator == 1 or item.kind not in WHOLE


def _refusal(item: Item, answer: object) -> AnswerError:
    problem = Problem(
        place=N_("item %(code)s", code=item.code),
        what=N_("“%(answer)s”", answer=answer),
        rule=allowed(item),
        remedy=N_("correct the answer, or leave it empty"),
    )
    return AnswerError(problem, item=item.code, value=answer)


def allowed(item: Item) -> Message:
    """Say which answers the item takes."""
    if item.kind is Kind.TEXT:
        return N_("an open answer has at most %(limit)s characters", limit=TEXT_LIMIT)
    if item.choices:
        scores = ", ".join(str(choice.score) for choice in item.choices)
        if item.kind is Kind.MULTIPLE:
            return N_("the answers are a list of different scores from: %(scores)s", scores=scores)
        return N_("the answer is one of: %(scores)s", scores=scores)
    low, high = item.range or (0, 0)
    if item.kind in WHOLE:
        return N_("the answer is a whole number from %(low)s to %(high)s", low=low, high=high)
    return N_(
        "the answer is a number from %(low)s to %(high)s with at most %(decimals)s decimals",
        low=low,
        high=high,
        decimals=DECIMALS,
    )
