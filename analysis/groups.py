"""The levels of a grouping factor beside each other, and mentoring groups as clusters."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analysis.clusters import clusters_of
from analysis.level_models import CHANGE, COMPARED, TOO_MANY, LevelModels, members_of, tables_of
from analysis.mixed_anova import mixed_anova
from analysis.regression import Combination, parallel_lines
from instruments.messages import N_, Message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analysis.clusters import Clusters
    from analysis.comparison import Comparison, Difference, Summary
    from analysis.inputs import Grouping, PersonScores
    from analysis.level_models import Found
    from analysis.mixed_anova import MixedAnova
    from analysis.regression import Estimate

NEITHER = N_("neither a grouping factor nor mentoring groups were named")
NO_CLUSTERS = N_("nobody with a score at both waves is in a mentoring group")
ONE_LEVEL = N_("no level but the control level was found")
EACH_ITS_OWN = N_("there are several levels; each has its own comparison with the control level")

NO_FACTOR = N_("no grouping factor was named")

#: The only level where no factor was named.
EVERYBODY = ""


@dataclass(frozen=True, kw_only=True)
class GroupLevel:
    """The matched people of one level of the grouping factor.

    Attributes
    ----------
    ancova
        Level - control in exit scores, adjusted for entry scores: exit ~ level + entry, one model
        of all levels with one slope.
    change
        Level - control in differences: difference ~ level, one model of all levels.
    balance
        Level - control in entry scores, over the root mean square of the two SDs.
    """

    level: str
    n: int
    entry: Summary | None
    exit: Summary | None
    difference: Difference | None
    ancova: Estimate | None = None
    change: Estimate | None = None
    balance: float | None = None


@dataclass(frozen=True, kw_only=True)
class Groups:
    """The levels of a grouping factor beside each other; every sign is level - control.

    Attributes
    ----------
    factor, control
        None where people are of mentoring groups only.
    ancova, change, balance
        Those of the only level beside the control level; None where there are several.
    clusters
        Of `ancova`, or without a factor of the mean difference of all matched people.
    notes
        From the dotted path of a figure that is None to the reason.
    """

    factor: str | None
    control: str | None
    levels: tuple[GroupLevel, ...]
    ancova: Estimate | None = None
    change: Estimate | None = None
    balance: float | None = None
    clusters: Clusters | None = None
    mixed_anova: MixedAnova | None = None
    notes: Mapping[str, Message] = field(default_factory=dict)


def groups_of(
    rows: Sequence[PersonScores] | None,
    grouping: Grouping | None,
    levels: Mapping[str, Comparison],
) -> Groups | Message:
    """Compare the levels of a factor with its control level.

    Parameters
    ----------
    rows
        One per person; those without a level or without both scores are left out. None above
        `MOST_ROWS` people: then the levels are described and nothing is compared.
    grouping
        The factor and its control level; None where none was named.
    levels
        The paired block of each level, in the order of the report.

    Returns
    -------
    Groups or Message
        Why there is nothing: neither a factor nor mentoring groups, or too many people. Levels
        with fewer than two matched people stay out of every model. Checked against lm, sandwich
        and afex (tests/golden/groups.json).
    """
    if grouping is None:
        return TOO_MANY if rows is None else _of_clusters(rows)
    if rows is None:
        return _described(grouping, levels)
    return _compared(rows, grouping, levels)


def _of_clusters(rows: Sequence[PersonScores]) -> Groups | Message:
    """Return what mentoring groups do to the certainty of the mean difference."""
    if all(row.cluster is None for row in rows):
        return NEITHER
    members = members_of((row, EVERYBODY) for row in rows)
    model = parallel_lines(tables_of(members), slope=CHANGE)
    clusters = clusters_of(members, model, Combination({EVERYBODY: 1}), of="difference")
    return Groups(
        factor=None,
        control=None,
        levels=(),
        clusters=clusters,
        notes=dict.fromkeys(("factor", "control", *COMPARED, "mixed_anova"), NO_FACTOR)
        | _cluster_notes(clusters),
    )


def _described(grouping: Grouping, levels: Mapping[str, Comparison]) -> Groups:
    """Return the levels beside each other, with nothing that needs a row per person."""
    found: dict[str, dict[str, Found]] = {
        level: dict.fromkeys(COMPARED, TOO_MANY) for level in levels
    }
    return Groups(
        factor=grouping.factor,
        control=grouping.control,
        levels=tuple(_level(level, paired, found[level]) for level, paired in levels.items()),
        notes=_level_notes(levels, found)
        | dict.fromkeys((*COMPARED, "clusters", "mixed_anova"), TOO_MANY),
    )


def _compared(
    rows: Sequence[PersonScores], grouping: Grouping, levels: Mapping[str, Comparison]
) -> Groups:
    members = members_of((row, row.level) for row in rows if row.level in levels)
    models = LevelModels(members, grouping.control)
    found = {level: models.against_control(level) for level in levels}
    others = [level for level in levels if level != grouping.control]
    only = others[0] if len(others) == 1 else None
    none_of_all: dict[str, Found] = dict.fromkeys(COMPARED, EACH_ITS_OWN if others else ONE_LEVEL)
    top = none_of_all if only is None else found[only]
    clusters = models.clusters(only)
    anova = mixed_anova(models.tables)
    return Groups(
        factor=grouping.factor,
        control=grouping.control,
        levels=tuple(_level(level, paired, found[level]) for level, paired in levels.items()),
        clusters=clusters,
        mixed_anova=None if isinstance(anova, Message) else anova,
        notes=_level_notes(levels, found)
        | _reasons(top)
        | _cluster_notes(clusters)
        | _reasons({"mixed_anova": anova}),
        **_known(top),
    )


def _level(level: str, paired: Comparison, found: Mapping[str, Found]) -> GroupLevel:
    return GroupLevel(
        level=level,
        n=paired.n_matched,
        entry=paired.entry,
        exit=paired.exit,
        difference=paired.difference,
        **_known(found),
    )


def _known(found: Mapping[str, Found]) -> dict[str, Any]:
    return {name: value for name, value in found.items() if not isinstance(value, Message)}


def _reasons(found: Mapping[str, object]) -> dict[str, Message]:
    return {name: value for name, value in found.items() if isinstance(value, Message)}


def _level_notes(
    levels: Mapping[str, Comparison], found: Mapping[str, Mapping[str, Found]]
) -> dict[str, Message]:
    described = GroupLevel.__dataclass_fields__
    notes: dict[str, Message] = {}
    for place, (level, paired) in enumerate(levels.items()):
        own = {path: why for path, why in paired.notes.items() if path.split(".")[0] in described}
        for path, why in (own | _reasons(found[level])).items():
            notes[f"levels.{place}.{path}"] = why
    return notes


def _cluster_notes(clusters: Clusters | None) -> dict[str, Message]:
    if clusters is None:
        return {"clusters": NO_CLUSTERS}
    return {f"clusters.{name}": why for name, why in clusters.notes.items()}
