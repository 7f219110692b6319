"""Pictures of levels: the people at each of them at both waves, and who moved where.

They show what the tables beside them do, and only where those are shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from analysis.document import Figure
from analysis.pictures import Flows, LevelPeople, LevelStacks
from analysis.stage2_cells import capital, role_title, scale_title
from analysis.transitions import JOINT as CODES_JOINT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from analysis.inputs import ScaleInput
    from analysis.results import Levels, Results
    from analysis.transitions import Transitions
    from analysis.words import Words

#: Between the names of levels that are counted together.
JOINT = " + "

#: A scale's title and its levels, as they are drawn.
Row: TypeAlias = tuple[str, tuple[LevelPeople, ...]]


def level_titles(
    groups: Iterable[Sequence[str]], scale: ScaleInput, words: Words
) -> tuple[str, ...]:
    """Return what levels that are counted together are called."""
    titles = {level.code: level.title.get(words.lang) for level in scale.scale.levels}
    return tuple(JOINT.join(titles[code] for code in group) for group in groups)


def moved_between(found: Transitions, scale: ScaleInput, words: Words) -> tuple[str, ...]:
    """Return what the levels are called that people moved between."""
    return level_titles((group.split(CODES_JOINT) for group in found.levels), scale, words)


def level_pictures(
    results: Results, inputs: Sequence[ScaleInput], words: Words
) -> Iterator[Figure]:
    """Yield a picture a role: how many people are at which level of each scale, at both waves."""
    counted = [
        (result.role, (scale_title(scale, words), _people(result.levels, scale, words)))
        for result, scale in zip(results.scales, inputs, strict=True)
        if result.levels is not None and result.n_matched
    ]
    for role in dict.fromkeys(role for role, _ in counted):
        rows = tuple(row for of, row in counted if of == role)
        yield Figure(
            caption=_largest_shift(role, rows, words),
            alt=_rows_in_words(rows, words),
            picture=LevelStacks(rows=rows),
        )


def _people(levels: Levels, scale: ScaleInput, words: Words) -> tuple[LevelPeople, ...]:
    order = [level.code for level in scale.scale.levels]
    titles = level_titles(levels.groups, scale, words)
    parts = zip(titles, levels.groups, levels.entry, levels.exit, strict=True)
    return tuple(
        LevelPeople(
            title=title,
            place=(order.index(codes[0]) + order.index(codes[-1])) / 2 / max(1, len(order) - 1),
            entry=entry,
            exit=exit_,
        )
        for title, codes, entry, exit_ in parts
    )


def _largest_shift(role: str | None, rows: Sequence[Row], words: Words) -> str:
    """Return the caption: at which level of which scale the share of people differs most."""
    n, scale, level = max(
        (
            (abs(level.exit - level.entry) / _whole(levels), scale, level)
            for scale, levels in rows
            for level in levels
        ),
        key=lambda one: one[0],
    )
    who = capital(role_title(role, words))
    if not n:
        return words.say("%(who)s: as many people at each level at entry and at exit", who=who)
    whole = _whole(dict(rows)[scale])
    return words.say(
        "%(who)s, levels at entry and at exit: the largest shift is at the level “%(level)s” of "
        "“%(scale)s”, %(entry)s of people at entry and %(exit)s at exit",
        who=who,
        level=level.title,
        scale=scale,
        entry=words.percent(level.entry / whole),
        exit=words.percent(level.exit / whole),
    )


def _whole(levels: Sequence[LevelPeople]) -> int:
    return sum(level.entry for level in levels)


def _rows_in_words(rows: Sequence[Row], words: Words) -> str:
    said = (
        words.say("%(scale)s: %(levels)s", scale=scale, levels=_levels_in_words(levels, words))
        for scale, levels in rows
    )
    return words.say("People at each level. %(scales)s.", scales="; ".join(said))


def _levels_in_words(levels: Sequence[LevelPeople], words: Words) -> str:
    said = (
        words.say(
            "%(level)s: %(entry)s people at entry, %(exit)s at exit",
            level=level.title,
            entry=level.entry,
            exit=level.exit,
        )
        for level in levels
    )
    return ", ".join(said)


def flow_pictures(found: Transitions, scale: ScaleInput, words: Words) -> Iterator[Figure]:
    """Yield the picture of the moves between levels, where the table of them is shown."""
    if found.counts is None or not found.moved.rose + found.moved.fell:
        return
    titles = moved_between(found, scale, words)
    moves = (
        words.say("from “%(here)s” to “%(there)s” %(n)s", here=here, there=there, n=n)
        for here, row in zip(titles, found.counts, strict=True)
        for there, n in zip(titles, row, strict=True)
        if n and here != there
    )
    yield Figure(
        caption=words.say(
            "%(scale)s: %(rose)s moved to a level of higher scores, %(fell)s to one of lower "
            "scores, %(same)s stayed at theirs",
            scale=scale_title(scale, words),
            rose=found.moved.rose,
            fell=found.moved.fell,
            same=found.moved.same,
        ),
        alt=words.say("Moves between levels: %(moves)s.", moves=", ".join(moves)),
        picture=Flows(levels=titles, counts=found.counts),
    )
