"""Lines of the SWOT table that results propose, by a rule that is shown."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.stage1_cells import role_heading
from analysis.stage1_disclosure import MEAN_DIGITS
from analysis.stage1_judgement import is_above, is_below, is_high, is_low, mean_of
from analysis.stage2_cells import role_title
from analysis.swot import CELLS, Cell, Proposal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from analysis.stage1_results import Expectation, Rating, Stage1Results
    from analysis.words import Words

#: So many lines of a cell are proposed at most.
MOST = 12

#: The middle of marks from 1 to 10: the further from it, the plainer.
MIDDLE = 5.5


@dataclass(frozen=True, kw_only=True)
class Theme:
    """What several people of a role wrote of.

    Attributes
    ----------
    n
        People.
    """

    role: str
    title: str
    n: int
    cell: Cell | None


def proposals(
    results: Stage1Results, titles: Mapping[str, str], themes: Sequence[Theme], words: Words
) -> tuple[Proposal, ...]:
    """Return the lines that results propose, cell by cell, the plainest first.

    Parameters
    ----------
    results
        What was found, the base rule applied.
    titles
        What items are called, by `CODE@n/item`.
    themes
        What people wrote of; themes of fewer people than may be shown propose nothing.
    words
        The reader's language.
    """
    rated = [
        (found.role, one)
        for found in results.satisfaction
        for one in found.ratings
        if is_high(one) or is_low(one)
    ]
    rated.sort(key=lambda placed: (not placed[1].satisfaction, -abs(mean_of(placed[1]) - MIDDLE)))
    judged = {(role, one.item) for role, one in rated}
    found = [_of_rating(role, one, titles, words) for role, one in rated]
    found += [
        _of_gap(one, titles, words)
        for one in results.expectations
        if (is_above(one) or is_below(one)) and (one.role, one.item_exit) not in judged
    ]
    found += [
        proposal
        for theme in sorted(themes, key=lambda one: (-one.n, one.title))
        if theme.n >= results.programme.k
        for proposal in _of_theme(theme, words)
    ]
    return tuple(
        line for cell in CELLS for line in [one for one in found if one.cell == cell][:MOST]
    )


def _of_rating(role: str, one: Rating, titles: Mapping[str, str], words: Words) -> Proposal:
    facts = {"who": role_heading(role, words), "topic": titles[one.item]}
    high = is_high(one)
    text = (
        words.say("%(who)s rate highly: “%(topic)s”", **facts)
        if high
        else words.say("%(who)s rate low: “%(topic)s”", **facts)
    )
    return Proposal(
        origin=f"rating/{role}/{one.scale}",
        cell="strength" if high else "weakness",
        text=text,
        rule=_figures(one, words),
    )


def _figures(one: Rating, words: Words) -> str:
    """Return what the rule looked at."""
    parts = [
        words.say(
            "mean %(mean)s of %(most)s",
            mean=words.number(one.mean or 0, MEAN_DIGITS),
            most=one.range[1],
        )
    ]
    for band in one.bands or ():
        share = words.percent(band.share)
        parts.append(
            words.say("%(low)s–%(high)s: %(share)s", low=band.low, high=band.high, share=share)
        )
    parts.append(words.say("n = %(n)s", n=one.n))
    return ", ".join(parts)


def _of_gap(one: Expectation, titles: Mapping[str, str], words: Words) -> Proposal:
    facts = {"who": role_heading(one.role, words), "topic": titles[one.item_exit]}
    above = is_above(one)
    text = (
        words.say("%(who)s: “%(topic)s” is better than they expected", **facts)
        if above
        else words.say("%(who)s: “%(topic)s” is worse than they expected", **facts)
    )
    gap = one.gap
    low, high = (0.0, 0.0) if gap is None or gap.ci95 is None else gap.ci95
    rule = words.say(
        "gap %(gap)s, 95 %% CI from %(low)s to %(high)s, n = %(n)s",
        gap=words.number(0.0 if gap is None else gap.mean, MEAN_DIGITS),
        low=words.number(low, MEAN_DIGITS),
        high=words.number(high, MEAN_DIGITS),
        n=one.n_matched,
    )
    return Proposal(
        origin=f"gap/{one.role}/{one.scale}",
        cell="strength" if above else "weakness",
        text=text,
        rule=rule,
    )


def _of_theme(theme: Theme, words: Words) -> Iterator[Proposal]:
    """Yield the line of a theme that was put into a cell; a title may be a long sentence."""
    if theme.cell is None:
        return
    name = hashlib.sha256(theme.title.encode()).hexdigest()[:16]
    rule = words.say(
        "open answers: %(who)s, people: %(n)s", who=role_title(theme.role, words), n=theme.n
    )
    yield Proposal(
        origin=f"theme/{theme.role}/{name}/{theme.cell}",
        cell=theme.cell,
        text=theme.title,
        rule=rule,
    )
