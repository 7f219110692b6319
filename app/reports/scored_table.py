"""A person's own table of answers, read and scored: what a report of it is made from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from analysis.quality import form_quality
from app.interchange.answers import Wanted, read_answers
from app.interchange.columns import find_columns, no_wave
from app.interchange.errors import TableError
from app.interchange.tables import read_table
from instruments.messages import N_
from instruments.scoring import score_items

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from fractions import Fraction
    from pathlib import Path

    from analysis.quality import FormQuality
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
    role, group, strategy, cluster
        The columns with the role, the level of the grouping factor, how the pair was formed and
        the mentoring group, if any. Of the last two a cell may be empty.
    control
        The level that the others are compared with.
    """

    person: str
    prefixes: tuple[str, str]
    role: str | None = None
    group: str | None = None
    strategy: str | None = None
    cluster: str | None = None
    control: str | None = None

    @property
    def filled(self) -> tuple[str, ...]:
        """The columns of words that everybody has something in."""
        return tuple(dict.fromkeys(name for name in (self.role, self.group) if name is not None))

    @property
    def labels(self) -> tuple[str, ...]:
        """All columns of words."""
        others = (name for name in (self.strategy, self.cluster) if name is not None)
        return tuple(dict.fromkeys((*self.filled, *others)))


@dataclass(frozen=True, kw_only=True)
class Form:
    """One person's answers at a wave that was held, and the scores they give."""

    answers: Mapping[str, Exact | None]
    scores: Mapping[str, ScaleScore]
    quality: FormQuality

    @property
    def is_answered(self) -> bool:
        """Whether there is any answer in it."""
        return any(answer is not None for answer in self.answers.values())

    @property
    def is_flagged(self) -> bool:
        """Whether it was filled in, and looks careless."""
        return self.is_answered and self.quality.flagged


@dataclass(frozen=True, kw_only=True)
class Person:
    """One row of the table, scored.

    Attributes
    ----------
    forms
        At entry and at exit; None of a wave that was not held.
    """

    key: str
    role: str | None
    group: str | None
    strategy: str | None
    cluster: str | None
    forms: tuple[Form | None, Form | None]

    @property
    def is_flagged(self) -> bool:
        """Whether a form at either wave looks careless."""
        return any(form is not None and form.is_flagged for form in self.forms)

    def score(self, scale: Scale, wave: int) -> Fraction | None:
        """Return the score at entry (0) or exit (1); None where there is no valid one."""
        form = self.forms[wave]
        return None if form is None else form.scores[scale.code].value


@dataclass(frozen=True, kw_only=True)
class ScoredTable:
    """A whole table, scored.

    Attributes
    ----------
    held
        Whether the table has the columns of entry and of exit.
    """

    instrument: Instrument
    layout: Layout
    people: tuple[Person, ...]
    held: tuple[bool, bool]
    sha256: str

    @cached_property
    def by_role(self) -> dict[str | None, tuple[Person, ...]]:
        """The people of each role, roles in alphabetical order."""
        roles = sorted({one.role for one in self.people}, key=str)
        return {role: tuple(one for one in self.people if one.role == role) for role in roles}


def scored_table(
    path: Path,
    instrument: Instrument,
    layout: Layout,
    *,
    tell: Callable[[Message], None],
    watched: Callable[[Sequence[PersonAnswers]], Iterable[PersonAnswers]],
) -> ScoredTable:
    """Read a table and score everybody in it.

    Parameters
    ----------
    tell
        Hears what was taken from the file.
    watched
        Shows progress while people pass through it.

    Raises
    ------
    TableError
        The table, or a cell of it, cannot be used.
    OSError
        The file cannot be read.
    """
    table = read_table(path)
    entry, exit_ = (find_columns(table, instrument, prefix) for prefix in layout.prefixes)
    if not entry and not exit_:
        raise no_wave(table, instrument, layout.prefixes)
    wanted = Wanted(
        waves=(entry, exit_), person=layout.person, labels=layout.labels, filled=layout.filled
    )
    people = read_answers(table, instrument, wanted)
    if len(people) < 2:
        raise _one_person(table)
    _check_control(table, people, layout)
    tell(_taken(table, (entry, exit_), layout))
    held = bool(entry), bool(exit_)
    return ScoredTable(
        instrument=instrument,
        layout=layout,
        people=tuple(_scored(instrument, one, held, layout) for one in watched(people)),
        held=held,
        sha256=table.sha256,
    )


def _scored(
    instrument: Instrument, one: PersonAnswers, held: tuple[bool, bool], layout: Layout
) -> Person:
    labels = dict(zip(layout.labels, one.labels, strict=True))
    entry, exit_ = (
        _form(instrument, answers) if is_held else None
        for answers, is_held in zip(one.waves, held, strict=True)
    )
    return Person(
        key=one.person,
        role=labels.get(layout.role or ""),
        group=labels.get(layout.group or ""),
        # An empty cell: nothing is known of the pair, or there is no mentoring group.
        strategy=labels.get(layout.strategy or "") or None,
        cluster=labels.get(layout.cluster or "") or None,
        forms=(entry, exit_),
    )


def _form(instrument: Instrument, answers: Mapping[str, Exact | None]) -> Form:
    return Form(
        answers=answers,
        scores=score_items(instrument, answers),
        quality=form_quality(instrument, answers),
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
    place = layout.labels.index(layout.group)
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
    named = {name.casefold() for name in (layout.person, *layout.labels)}
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
