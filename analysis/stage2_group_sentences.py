"""What may be said of a difference between two groups: direction, size, interval, how sure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.disclosure import DESCRIPTIVE, FEW
from analysis.stage2_cells import arm_title, digits_of, scale_title
from analysis.stage2_clusters import covers_zero, limits
from analysis.stage2_verdict import SURE
from analysis.words import telling_digits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.clusters import Clusters
    from analysis.groups import GroupLevel, Groups
    from analysis.inputs import ScaleInput
    from analysis.regression import Estimate
    from analysis.report_facts import Plan
    from analysis.words import Words

#: The factor whose levels are the programme and its comparison group.
ARM = "arm"
COMPARISON = "comparison"
ARMS = {"programme", COMPARISON}

#: The plan's word for lots having decided who is in which group.
RANDOM = "random"

#: From this standardised difference on groups stood apart at entry (What Works Clearinghouse 2022,
#: Procedures and Standards Handbook 5.0: beyond 0.25 no adjustment makes up for it).
APART = 0.25


@dataclass(frozen=True)
class _Side:
    """How the figures of one scale are worded.

    Attributes
    ----------
    random
        Whether lots decided who is in which group.
    causal
        Whether they did, and the groups are the programme and its comparison group.
    """

    words: Words
    digits: int
    random: bool
    causal: bool


def group_sentences(
    groups: Groups, scale: ScaleInput, *, plan: Plan, words: Words
) -> Iterator[str]:
    """Yield the sentences on every level beside the control level that was compared with it.

    That the programme caused anything is said only where lots decided who took part; of under ten
    people on either level nothing is concluded.
    """
    others = [level for level in groups.levels if level.level != groups.control]
    random = plan.allocation == RANDOM
    causal = random and of_arms(groups)
    side = _Side(words, digits_of(scale), random=random, causal=causal)
    for level in others:
        if level.ancova is None:
            continue
        facts = {
            "scale": _subject(groups, level, scale_title(scale, words), words),
            "control": _control(groups, words),
        }
        if compares_few(groups, level):
            yield _described(level.ancova, facts, side)
        else:
            yield _concluded(level.ancova, facts, side)
            yield from _with_clusters(groups.clusters, level.ancova, side)
            yield from _other_way(level, side)
        yield from _apart(level, words)


def of_arms(groups: Groups) -> bool:
    """Say whether the levels are the programme and its comparison group.

    Any table may have a column that is called as our factor is.
    """
    levels = {level.level for level in groups.levels}
    return groups.factor == ARM and levels <= ARMS and groups.control == COMPARISON


def level_title(groups: Groups, level: GroupLevel, words: Words) -> str:
    """Return what a level is called."""
    return arm_title(level.level, words) if of_arms(groups) else level.level


def compares_few(groups: Groups, level: GroupLevel) -> bool:
    """Say whether a level or the control level has too few people for any conclusion."""
    compared = (one.n for one in groups.levels if one.level in {level.level, groups.control})
    return min(compared) < FEW


def _subject(groups: Groups, level: GroupLevel, title: str, words: Words) -> str:
    """Return the scale and, where several levels are compared, which of them."""
    if sum(one.level != groups.control for one in groups.levels) == 1:
        return title
    return words.say("%(scale)s, “%(level)s”", scale=title, level=level_title(groups, level, words))


def _control(groups: Groups, words: Words) -> str:
    if of_arms(groups):
        return words.say("in the comparison group")
    return words.say("on the level “%(level)s”", level=groups.control)


def _described(found: Estimate, facts: dict[str, str], side: _Side) -> str:
    words = side.words
    return words.say(
        "%(scale)s: at the same entry score the mean change less that %(control)s is %(estimate)s "
        "(95 %% CI from %(low)s to %(high)s); %(descriptive)s.",
        **_shown(found, side),
        descriptive=words.of(DESCRIPTIVE),
        **facts,
    )


def _concluded(found: Estimate, facts: dict[str, str], side: _Side) -> str:
    facts = {
        "size": side.words.number(abs(found.estimate), _digits(found, side)),
        "how": _how_sure(found, side),
        **facts,
    }
    if found.p >= SURE:
        return side.words.say(
            "%(scale)s: the data do not let us say that the change differs from that %(control)s "
            "(%(how)s), but neither do they show that it is the same.",
            **facts,
        )
    said = _caused if side.causal else _drawn if side.random else _beside
    return said(facts, side.words, higher=found.estimate > 0)


def _how_sure(found: Estimate, side: _Side) -> str:
    return side.words.say(
        "difference %(estimate)s, 95 %% CI from %(low)s to %(high)s, ANCOVA: %(p)s",
        p=side.words.p_equals(found.p),
        **_shown(found, side),
    )


def _shown(found: Estimate, side: _Side) -> dict[str, str]:
    """Return a difference and its interval as they are printed."""
    digits = _digits(found, side)
    low, high = (side.words.number(limit, digits) for limit in found.ci95)
    return {"estimate": side.words.number(found.estimate, digits), "low": low, "high": high}


def _digits(found: Estimate, side: _Side) -> int:
    """Return so many decimals that a difference which was found is not printed as none."""
    if found.p >= SURE:
        return side.digits
    return telling_digits(found.estimate, found.ci95, side.digits)


def _beside(facts: dict[str, str], words: Words, *, higher: bool) -> str:
    if higher:
        return words.say(
            "%(scale)s: at the same entry score the exit score is higher than %(control)s by "
            "%(size)s (%(how)s); the groups were not formed at random.",
            **facts,
        )
    return words.say(
        "%(scale)s: at the same entry score the exit score is lower than %(control)s by %(size)s "
        "(%(how)s); the groups were not formed at random.",
        **facts,
    )


def _drawn(facts: dict[str, str], words: Words, *, higher: bool) -> str:
    if higher:
        return words.say(
            "%(scale)s: at the same entry score the exit score is higher than %(control)s by "
            "%(size)s (%(how)s); the groups were formed at random.",
            **facts,
        )
    return words.say(
        "%(scale)s: at the same entry score the exit score is lower than %(control)s by %(size)s "
        "(%(how)s); the groups were formed at random.",
        **facts,
    )


def _caused(facts: dict[str, str], words: Words, *, higher: bool) -> str:
    if higher:
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


def _with_clusters(clusters: Clusters | None, found: Estimate, side: _Side) -> Iterator[str]:
    """Yield what mentoring groups do to the interval, and whether they undo the conclusion."""
    if clusters is None or clusters.ci95 is None:
        return
    words = side.words
    facts = {"n": clusters.n, **limits(clusters.ci95, side.digits, words)}
    open_then = covers_zero(clusters.ci95)
    if open_then and found.p < SURE:
        yield words.say(
            "With allowance for mentoring groups (%(n)s) the 95 %% CI is from %(low)s to %(high)s: "
            "with them taken into account one cannot say that the changes differ.",
            **facts,
        )
    elif found.p >= SURE and not open_then:
        yield words.say(
            "With allowance for mentoring groups (%(n)s) the 95 %% CI is from %(low)s to %(high)s "
            "and does not cover zero; without this allowance it does: be cautious.",
            **facts,
        )
    else:
        yield words.say(
            "With allowance for mentoring groups (%(n)s) the 95 %% CI is from %(low)s to %(high)s.",
            **facts,
        )


def _other_way(level: GroupLevel, side: _Side) -> Iterator[str]:
    """Say so where change scores tell otherwise."""
    ancova, change, words = level.ancova, level.change, side.words
    if ancova is None or change is None or not _disagree(ancova, change):
        return
    yield words.say(
        "Change scores, which leave the entry score aside, tell otherwise (difference "
        "%(estimate)s, 95 %% CI from %(low)s to %(high)s, %(p)s): be cautious.",
        p=words.p_equals(change.p),
        **_shown(change, side),
    )


def _apart(level: GroupLevel, words: Words) -> Iterator[str]:
    if level.balance is not None and abs(level.balance) >= APART:
        yield words.say(
            "The groups stood apart already at entry (standardised difference %(balance)s): "
            "compare them with caution.",
            balance=words.number(level.balance, 2),
        )


def _disagree(ancova: Estimate, change: Estimate) -> bool:
    """Say whether one of the two finds a difference that the other does not find."""
    if (ancova.p < SURE) is not (change.p < SURE):
        return True
    return ancova.p < SURE and ancova.estimate * change.estimate < 0
