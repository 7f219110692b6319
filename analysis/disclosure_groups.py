"""The base rule on groups of people: levels of a factor and mentoring groups."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from analysis.disclosure import FEW
from analysis.disclosure_reasons import (
    ALMOST_SCORES,
    SPREAD,
    gives_away,
    too_few,
)
from analysis.groups import EACH_ITS_OWN, NO_FACTOR
from analysis.level_models import COMPARED, IS_CONTROL, LEAST, TOO_MANY
from instruments.messages import N_, Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from analysis.comparison import Summary
    from analysis.disclosure import BaseRule
    from analysis.groups import GroupLevel, Groups

DRAWS_ON_FEW = N_(
    "it draws on a group that is not shown, or has fewer than %(few)s people", few=FEW
)

#: What is said of one level alone.
DESCRIBED = ("entry", "exit", "difference")

#: These reasons tell nothing of the answers, and stay.
_OF_THE_DESIGN = (IS_CONTROL, EACH_ITS_OWN, NO_FACTOR, TOO_MANY)


def hidden_places(sizes: Sequence[int], of_none: int, rule: BaseRule) -> dict[int, Message]:
    """Return the places of the groups to hide, each with the reason.

    Parameters
    ----------
    sizes
        People in each group; nobody is in two.
    of_none
        People in no group, whose figures stand with those of all; below 0 where nothing is shown
        of all groups together.

    Returns
    -------
    dict of int to Message
        Groups under k. Where the hidden people with those of no group are fewer than k together,
        all less those shown would be they: the smallest group shown is hidden too.
    """
    hidden = {place: too_few(rule) for place, n in enumerate(sizes) if rule.is_small(n)}
    shown = [place for place, n in enumerate(sizes) if rule.shows(n)]
    left = of_none + sum(sizes[place] for place in hidden)
    if shown and of_none >= 0 and rule.is_small(left):
        smallest = min(shown, key=sizes.__getitem__)
        hidden[smallest] = gives_away(rule)
    return hidden


def protected_groups(groups: Groups, rule: BaseRule, *, n_matched: int) -> Groups:
    """Return the levels with nothing drawn from the answers of fewer than k people.

    Parameters
    ----------
    groups
        As computed.
    rule
        The programme's k.
    n_matched
        The matched people whose figures stand above the levels.

    Returns
    -------
    Groups
        Levels under k, and one more where they could be worked out, keep their size only; levels
        under ten lose SDs and quartiles. Whatever compares is hidden where a level it draws on is
        hidden or under ten, and clusters also where 1 … k-1 people are of no mentoring group.
    """
    sizes = [level.n for level in groups.levels]
    notes = dict(groups.notes)
    levels = list(groups.levels)
    for place, reason in hidden_places(sizes, n_matched - sum(sizes), rule).items():
        levels[place] = replace(levels[place], entry=None, exit=None, difference=None)
        notes = _renoted(notes, (f"levels.{place}.{name}" for name in DESCRIBED), reason)
    for place, level in enumerate(levels):
        if level.n < FEW and level.entry is not None and level.exit is not None:
            levels[place] = replace(
                level, entry=_without_spread(level.entry), exit=_without_spread(level.exit)
            )
            spreads = (f"levels.{place}.{wave}.{name}" for wave in DESCRIBED[:2] for name in SPREAD)
            notes = _renoted(notes, spreads, ALMOST_SCORES)
    found = _without_comparisons(replace(groups, levels=tuple(levels), notes=notes))
    if found.clusters is not None and rule.is_small(found.clusters.n_alone):
        reason = N_("fewer than %(k)s people are of no mentoring group", k=rule.k)
        found = _without(found, ("clusters",), reason)
    return found


def _without_comparisons(groups: Groups) -> Groups:
    """Hide what draws on a level that is hidden or under ten."""
    withheld = {
        level.level
        for level in groups.levels
        if level.n >= LEAST and (level.n < FEW or level.difference is None)
    }
    if not withheld:
        return groups
    paths = [*COMPARED, "mixed_anova", "clusters"]
    for place, level in enumerate(groups.levels):
        paths += [f"levels.{place}.ancova", f"levels.{place}.change"]
        if {level.level, groups.control} & withheld:
            paths.append(f"levels.{place}.balance")
    return _without(groups, paths, DRAWS_ON_FEW)


def _without(groups: Groups, paths: Iterable[str], reason: Message) -> Groups:
    """Return the groups with None at these paths, with this reason and no other."""
    changes: dict[str, Any] = {}
    levels = list(groups.levels)
    hidden = [path for path in paths if groups.notes.get(path) not in _OF_THE_DESIGN]
    for path in hidden:
        if path.startswith("levels."):
            _, place, name = path.split(".")
            levels[int(place)] = _without_figure(levels[int(place)], name)
        else:
            changes[path] = None
    notes = _renoted(groups.notes, hidden, reason)
    return replace(groups, levels=tuple(levels), notes=notes, **changes)


def _without_figure(level: GroupLevel, name: str) -> GroupLevel:
    changes: dict[str, Any] = {name: None}
    return replace(level, **changes)


def _renoted(
    notes: Mapping[str, Message], paths: Iterable[str], reason: Message
) -> dict[str, Message]:
    """Return the notes with this reason at the paths, and none under them."""
    hidden = tuple(paths)
    under = tuple(f"{path}." for path in hidden)
    kept = {path: note for path, note in notes.items() if not path.startswith(under)}
    return kept | dict.fromkeys(hidden, reason)


def _without_spread(summary: Summary) -> Summary:
    return replace(summary, sd=None, q1=None, q3=None)
