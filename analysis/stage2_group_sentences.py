"""What may be said of a difference between two groups: direction, size, interval, how sure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.stage2_cells import digits_of, scale_title
from analysis.stage2_verdict import SURE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.groups import Groups
    from analysis.inputs import ScaleInput
    from analysis.regression import Estimate
    from analysis.results import Plan
    from analysis.words import Words

#: The factor whose levels are the programme and its comparison group.
ARM = "arm"

#: The plan's word for lots having decided who is in which group.
RANDOM = "random"

#: From this standardised difference on groups stood apart at entry (What Works Clearinghouse 2022,
#: Procedures and Standards Handbook 5.0: beyond 0.25 no adjustment makes up for it).
APART = 0.25


def group_sentences(
    groups: Groups, scale: ScaleInput, *, plan: Plan, words: Words
) -> Iterator[str]:
    """Yield the sentences on the only level beside the control level, if it was compared.

    That the programme caused anything is said only where lots decided who took part.
    """
    found = groups.ancova
    if found is None:
        return
    digits = digits_of(scale)
    facts = {
        "scale": scale_title(scale, words),
        "size": words.number(abs(found.estimate), digits),
        "how": _how_sure(found, digits, words),
        "control": _control(groups, words),
    }
    if found.p >= SURE:
        yield words.say(
            "%(scale)s: the data do not let us say that the change differs from that %(control)s "
            "(%(how)s), but neither do they show that it is the same.",
            **facts,
        )
    elif plan.allocation != RANDOM:
        yield _beside(facts, words, greater=found.estimate > 0)
    elif groups.factor == ARM:
        yield _caused(facts, words, raised=found.estimate > 0)
    else:
        yield _drawn(facts, words, greater=found.estimate > 0)
    yield from _cautions(groups, digits, words)


def _control(groups: Groups, words: Words) -> str:
    if groups.factor == ARM:
        return words.say("in the comparison group")
    return words.say("on the level “%(level)s”", level=groups.control)


def _how_sure(found: Estimate, digits: int, words: Words) -> str:
    low, high = (words.number(limit, digits) for limit in found.ci95)
    return words.say(
        "difference %(estimate)s, 95 %% CI from %(low)s to %(high)s, ANCOVA: %(p)s",
        estimate=words.number(found.estimate, digits),
        low=low,
        high=high,
        p=words.p_equals(found.p),
    )


def _beside(facts: dict[str, str], words: Words, *, greater: bool) -> str:
    if greater:
        return words.say(
            "%(scale)s: at the same entry score the change is greater than %(control)s by %(size)s "
            "(%(how)s); the groups were not formed at random.",
            **facts,
        )
    return words.say(
        "%(scale)s: at the same entry score the change is smaller than %(control)s by %(size)s "
        "(%(how)s); the groups were not formed at random.",
        **facts,
    )


def _drawn(facts: dict[str, str], words: Words, *, greater: bool) -> str:
    if greater:
        return words.say(
            "%(scale)s: at the same entry score the change is greater than %(control)s by %(size)s "
            "(%(how)s); the groups were formed at random.",
            **facts,
        )
    return words.say(
        "%(scale)s: at the same entry score the change is smaller than %(control)s by %(size)s "
        "(%(how)s); the groups were formed at random.",
        **facts,
    )


def _caused(facts: dict[str, str], words: Words, *, raised: bool) -> str:
    if raised:
        return words.say(
            "%(scale)s: the programme raised the score by %(size)s against the comparison group at "
            "the same entry score (%(how)s); the groups were formed at random.",
            **facts,
        )
    return words.say(
        "%(scale)s: the programme lowered the score by %(size)s against the comparison group at "
        "the same entry score (%(how)s); the groups were formed at random.",
        **facts,
    )


def _cautions(groups: Groups, digits: int, words: Words) -> Iterator[str]:
    """Yield what makes the comparison doubtful, and what mentoring groups do to its interval."""
    ancova, change = groups.ancova, groups.change
    if ancova is not None and change is not None and _disagree(ancova, change):
        low, high = (words.number(limit, digits) for limit in change.ci95)
        yield words.say(
            "Change scores, which leave the entry score aside, tell otherwise (difference "
            "%(estimate)s, 95 %% CI from %(low)s to %(high)s, %(p)s): be cautious.",
            estimate=words.number(change.estimate, digits),
            low=low,
            high=high,
            p=words.p_equals(change.p),
        )
    if groups.balance is not None and abs(groups.balance) >= APART:
        yield words.say(
            "The groups stood apart already at entry (standardised difference %(balance)s): "
            "compare them with caution.",
            balance=words.number(groups.balance, 2),
        )
    clusters = groups.clusters
    if clusters is not None and clusters.ci95 is not None:
        low, high = (words.number(limit, digits) for limit in clusters.ci95)
        yield words.say(
            "With allowance for mentoring groups (%(n)s) the 95 %% CI is from %(low)s to %(high)s.",
            n=clusters.n,
            low=low,
            high=high,
        )


def _disagree(ancova: Estimate, change: Estimate) -> bool:
    """Say whether one of the two finds a difference that the other does not find."""
    if (ancova.p < SURE) is not (change.p < SURE):
        return True
    return ancova.p < SURE and ancova.estimate * change.estimate < 0
