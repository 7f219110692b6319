"""Programmes small enough to see through, for the tests of stage 1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal

from analysis.disclosure import BaseRule
from analysis.paired import PairedScores
from analysis.report_facts import InstrumentVersion, ProgrammeFacts, Provenance
from analysis.stage1 import NOTHING_DECIDED, stage1
from analysis.stage1_inputs import (
    FilledForm,
    IndicatorInput,
    InvolvementInput,
    OpenAnswersInput,
    OutcomeInput,
    Participation,
    RatingInput,
    Stage1Input,
    ThemeInput,
)
from analysis.words import Words
from instruments.registry import Registry

FACTS = ProgrammeFacts(
    number=1, title="Together", school="School 12", mentoring_form="pupil-pupil", year="2026/27",
    starts_on="2026-09-15", ends_on="2027-05-20", linkage_mode="codes_list", k=5,
)  # fmt: skip

#: Topics of the mentee's questionnaire that were asked about at both waves.
TWINS = ("comfort", "personal-meetings", "group-meetings", "support", "help", "safety", "results")


def questionnaire(wave, role="mentee"):
    """Return a stage-1 questionnaire of the library."""
    return Registry().get(f"stage1-pupil-pupil-{role}-{wave}")


def topic(wave, code, role="mentee"):
    """Return a topic of a questionnaire, or None where it was not asked about."""
    instrument = questionnaire(wave, role)
    return next(((instrument, scale) for scale in instrument.scales if scale.code == code), None)


def rating(code, rows, *, role="mentee", satisfaction=False, held=True):
    """Return the marks of a topic, (entry, exit, people)."""
    return RatingInput(
        role=role,
        entry=topic("entry", code, role),
        exit=topic("exit", code, role) if held else None,
        pairs=PairedScores.from_rows(rows),
        satisfaction=satisfaction,
    )


def outcome(yes, no, *, role="mentee", number=0):
    """Return answers to a yes-or-no item of the exit questionnaire."""
    instrument = questionnaire("exit", role)
    asked = [item for item in instrument.items if item.kind == "yes_no"]
    return OutcomeInput(role=role, instrument=instrument, item=asked[number], yes=yes, no=no)


def wrote(n, *themes, n_coded=None, wave="exit", role="mentee", quotations=(), number=0):
    """Return answers to an open question; a theme is its title and its people by cell."""
    instrument = questionnaire(wave, role)
    asked = [item for item in instrument.items if item.kind == "text" and item.show_if is None]
    return OpenAnswersInput(
        role=role, wave=wave, instrument=instrument, item=asked[number], n=n,
        n_coded=n if n_coded is None else n_coded,
        themes=tuple(ThemeInput(title=title, cells=cells) for title, cells in themes),
        quotations=quotations,
    )  # fmt: skip


def took_part(wave="entry", *, role="mentee", class_name=None, consented=None, n=(20, 18)):
    """Return a row of participation; `n` holds who was invited and who answered."""
    return Participation(
        wave=wave, role=role, arm=None, class_name=class_name,
        invited=n[0], consented=consented, answered=n[1],
    )  # fmt: skip


def filled(code, answers):
    """Return a questionnaire of the library as the curator filled it in."""
    return FilledForm(instrument=Registry().get(code), answers=answers)


def indicator(start, end, *, unit="count", direction="more", title="Projects"):
    """Return an indicator; numbers are texts, as they are typed."""
    return IndicatorInput(
        title=title, unit=unit, direction=direction,
        start=None if start is None else Decimal(start), end=None if end is None else Decimal(end),
    )  # fmt: skip


#: All that a curator can enter, with a gap in everything.
ENTERED = {
    "involvement": InvolvementInput(involved=299, pupils=430, target=70),
    "curator": filled("curator", {f"cu{n:02}": n for n in range(1, 10)}),
    "criteria": filled("criteria", {f"cr{n:02}": n % 3 for n in range(1, 10)}),
    "indicators": (
        indicator("4", "9"),
        indicator("61.5", "74", unit="percent", title="Attendance"),
        indicator("0", "3", direction="less", title="Complaints"),
        indicator("12.25", "12.5", direction="none", title="Hours"),
        indicator(None, "11", title="Plans"),
        indicator(None, None, title="Publications"),
    ),
}


def report(
    *,
    ratings=(),
    outcomes=(),
    participation=None,
    k=5,
    words=None,
    decided=NOTHING_DECIDED,
    **entered,
):
    """Return a stage-1 report; `entered` is what the curator did."""
    used = [questionnaire("entry"), questionnaire("exit")]
    return stage1(
        Stage1Input(
            participation=(took_part(),) if participation is None else tuple(participation),
            ratings=tuple(ratings),
            outcomes=tuple(outcomes),
            **entered,
        ),
        programme=FACTS,
        provenance=Provenance(
            software="zamer 0",
            instruments=tuple(
                InstrumentVersion(code=one.code, version=one.version, sha256=one.sha256)
                for one in used
            ),
            data_sha256="0" * 64,
        ),
        rule=BaseRule(k),
        words=words or Words(),
        decided=decided,
    )


def unexplained(found, notes=None, path=""):
    """Yield the paths of figures that are None without a reason.

    Class and arm of a row of participation, and the cell of a theme, are None by their nature.
    """
    own = getattr(found, "notes", None)
    if own is not None:
        notes, path = own, ""
    if found is None and not _is_explained(path, notes):
        yield path
    for name, part in _parts(found):
        yield from unexplained(part, notes, f"{path}.{name}".lstrip("."))


def _is_explained(path, notes):
    parts = path.split(".")
    return any(".".join(parts[:length]) in notes for length in range(1, len(parts) + 1))


def _parts(found):
    if is_dataclass(found):
        names = (field.name for field in fields(found))
        return [(name, getattr(found, name)) for name in names
                if name not in {"notes", "arm", "class_name", "cell"}]  # fmt: skip
    if isinstance(found, Mapping):
        return list(found.items())
    return list(enumerate(found)) if isinstance(found, tuple) else []
