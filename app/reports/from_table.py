"""From a person's own table of answers to a stage-2 report."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING

from analysis.inputs import Grouping, ScaleInput
from analysis.paired import PairedScores
from analysis.reliability import ItemMoments
from analysis.results import Flow, Provenance
from analysis.stage2 import default_plan, instrument_version, stage2
from app.interchange.answers import Wanted, read_answers
from app.interchange.columns import find_columns, no_wave
from app.interchange.errors import TableError
from app.interchange.tables import read_table
from instruments.messages import N_
from instruments.scoring import keyed_scores, score_items

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from analysis.report import Report
    from analysis.results import Results
    from analysis.words import Words
    from app.interchange.answers import PersonAnswers
    from app.interchange.columns import Columns
    from app.interchange.tables import Table
    from instruments.exact import Exact
    from instruments.messages import Message
    from instruments.model import Instrument, Scale
    from instruments.scoring import ScaleScore


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Where in the table things stand.

    Attributes
    ----------
    person
        The column with a key per person.
    prefixes
        What the names of entry and exit columns begin with.
    role, group
        The columns with the role and with the level of the grouping factor, if any.
    control
        The level that the others are compared with.
    """

    person: str
    prefixes: tuple[str, str]
    role: str | None
    group: str | None
    control: str | None


def report_from_table(
    path: Path,
    instrument: Instrument,
    layout: Layout,
    words: Words,
    *,
    tell: Callable[[Message], None],
    watched: Callable[[Sequence[PersonAnswers]], Iterable[PersonAnswers]],
) -> Report[Results]:
    """Read, score and compare.

    Parameters
    ----------
    tell
        Hears what was taken from the file.
    watched
        Shows progress while people pass through it.

    Raises
    ------
    TableError
        The table, or a cell of it, cannot be used; nothing has been computed.
    OSError
        The file cannot be read.
    """
    table = read_table(path)
    waves = tuple(find_columns(table, instrument, prefix) for prefix in layout.prefixes)
    if not any(waves):
        raise no_wave(table, instrument, layout.prefixes)
    wanted = Wanted(waves=waves, person=layout.person, labels=_labels(layout))
    people = read_answers(table, instrument, wanted)
    if len(people) < 2:
        raise _one_person(table)
    _check_control(table, people, layout)
    tell(_taken(table, waves, layout))
    scored = [_scored(instrument, one, waves, layout) for one in watched(people)]
    roles = sorted({one.role for one in scored}, key=str)
    return stage2(
        [
            _scale_input(instrument, scale, role, [one for one in scored if one.role == role])
            for role in roles
            for scale in instrument.scales
        ],
        plan=default_plan([instrument], roles),
        flow=tuple(_flow([one for one in scored if one.role == role], role) for role in roles),
        provenance=Provenance(
            software=f"zamer {version('zamer')}",
            instruments=(instrument_version(instrument),),
            data_sha256=table.sha256,
        ),
        words=words,
        grouping=None
        if layout.group is None
        else Grouping(factor=layout.group, control=str(layout.control)),
    )


@dataclass(frozen=True, kw_only=True)
class _Wave:
    """One person's answers at a wave that was held, and the scores they give."""

    answers: Mapping[str, Exact | None]
    scores: Mapping[str, ScaleScore]

    @property
    def answered(self) -> bool:
        return any(answer is not None for answer in self.answers.values())


@dataclass(frozen=True, kw_only=True)
class _Person:
    """One row of the table, scored; a wave that was not held is None."""

    key: str
    role: str | None
    group: str | None
    waves: tuple[_Wave | None, ...]


def _scored(
    instrument: Instrument, one: PersonAnswers, held: Sequence[Columns], layout: Layout
) -> _Person:
    labels = dict(zip(_labels(layout), one.labels, strict=True))
    return _Person(
        key=one.person,
        role=labels.get(layout.role or ""),
        group=labels.get(layout.group or ""),
        waves=tuple(
            _Wave(answers=answers, scores=score_items(instrument, answers)) if columns else None
            for answers, columns in zip(one.waves, held, strict=True)
        ),
    )


def _labels(layout: Layout) -> tuple[str, ...]:
    """Return the columns read as text."""
    return tuple(dict.fromkeys(name for name in (layout.role, layout.group) if name is not None))


def _scale_input(
    instrument: Instrument, scale: Scale, role: str | None, people: Sequence[_Person]
) -> ScaleInput:
    levels = sorted({one.group for one in people if one.group is not None})
    entry_items, exit_items = (_moments(instrument, scale, people, wave) for wave in (0, 1))
    return ScaleInput(
        entry_instrument=None if entry_items is None else instrument,
        exit_instrument=None if exit_items is None else instrument,
        scale=scale,
        role=role,
        pairs=_pairs(scale, people),
        entry_items=entry_items,
        exit_items=exit_items,
        groups={
            level: _pairs(scale, [one for one in people if one.group == level]) for level in levels
        },
    )


def _pairs(scale: Scale, people: Sequence[_Person]) -> PairedScores:
    entry, exit_ = (
        [
            (one.key, held.scores[scale.code].value)
            for one in people
            if (held := one.waves[wave]) is not None
        ]
        for wave in (0, 1)
    )
    return PairedScores.from_pairs(entry, exit_)


def _moments(
    instrument: Instrument, scale: Scale, people: Sequence[_Person], wave: int
) -> ItemMoments | None:
    """Return the moments of all complete answers of a wave; None where it was not held."""
    held = [one.waves[wave] for one in people]
    if None in held:
        return None
    return ItemMoments.from_rows(
        scale.item_codes,
        (
            keyed_scores(scale.keys + scale.minus, instrument, one.answers)
            for one in held
            if one is not None
        ),
    )


def _flow(people: Sequence[_Person], role: str | None) -> Flow:
    answered = [tuple(wave is not None and wave.answered for wave in one.waves) for one in people]
    return Flow(
        role=role,
        people=len(people),
        entry=sum(entry for entry, _ in answered),
        exit=sum(exit_ for _, exit_ in answered),
        both=sum(entry and exit_ for entry, exit_ in answered),
    )


def _one_person(table: Table) -> TableError:
    problem = table.problem(
        N_("row %(row)s", row=table.rows[0].number),
        what=N_("it is the only row with a person"),
        rule=N_("a comparison needs at least two people"),
        remedy=N_("check that the right file was saved"),
    )
    return TableError((problem,))


def _check_control(table: Table, people: Sequence[PersonAnswers], layout: Layout) -> None:
    """Refuse a control level that nobody has."""
    if layout.group is None:
        return
    place = _labels(layout).index(layout.group)
    levels = sorted({one.labels[place] for one in people})
    if layout.control not in levels:
        problem = table.problem(
            N_("column “%(column)s”", column=layout.group),
            what=N_("nobody has the level “%(control)s”", control=layout.control),
            rule=N_("the control level is one of those in the column"),
            remedy=N_("name one of: %(levels)s", levels=", ".join(levels)),
        )
        raise TableError((problem,))


def _taken(table: Table, waves: Sequence[Columns], layout: Layout) -> Message:
    """Say how the file was read."""
    entry, exit_ = (_span(table, wave) for wave in waves)
    used = {place for wave in waves for place in wave.values()}
    named = {name.casefold() for name in (layout.person, *_labels(layout))}
    unused = [
        title
        for place, title in enumerate(table.header)
        if title and place not in used and title.casefold() not in named
    ]
    return N_(
        "%(file)s: %(taken)s; rows: %(rows)s; entry: %(entry)s; exit: %(exit)s; not used: "
        "%(unused)s",
        file=table.file,
        taken=table.taken,
        rows=len(table.rows),
        entry=entry,
        exit=exit_,
        unused=", ".join(unused) or "—",
    )


def _span(table: Table, wave: Columns) -> str:
    """Return the first and the last column of a wave, and how many there are."""
    titles = [table.header[place] for place in sorted(wave.values())]
    return f"{titles[0]} … {titles[-1]} ({len(titles)})" if titles else "—"
