"""Every number of a report that is drawn from answers, with the people who stand behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from app.models import Arm
from tests.app.reports.truth import WAVES, People

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.app.reports.truth import ScaleBase, Truth

#: What a program reads of a JSON report.
Report: TypeAlias = "Mapping[str, Any]"

#: At which wave, and who.
Bases: TypeAlias = "Sequence[tuple[str, People]]"

#: Drawn from no answer: who takes part, which definitions, what was planned.
NOT_DRAWN: Bases = ()

#: The parts of a report that are drawn from none.
NOTHING_ANSWERED = frozenset({
    "schema", "stage", "plan", "provenance", "flow", "participation",
    "involvement", "curator", "criteria", "indicators",
})  # fmt: skip

#: Reliability with its SEM stands outside the rule of two bases; its own base it keeps to.
RELIABILITY: Bases = ()

#: These are numbers of people who answered, or follow from them alone.
PARTICIPATION = frozenset(
    {"n_entry", "n_exit", "n_matched", "version_entry", "version_exit", "mdes"}
)


@dataclass(frozen=True)
class Figure:
    """A number that was drawn from answers.

    Attributes
    ----------
    subject
        Of which role and which scale or item, at which wave.
    """

    path: str
    value: float
    subject: tuple[str, str, str]
    people: People

    @property
    def name(self) -> str:
        """The last name of the path that is no place in a list."""
        return next(name for name in reversed(self.path.split(".")) if not name.isdigit())


def numbers(found: object, path: str = "") -> Iterator[tuple[str, float]]:
    """Yield every number of a JSON report with its dotted path."""
    if isinstance(found, dict):
        for name, part in found.items():
            yield from numbers(part, f"{path}.{name}")
    elif isinstance(found, list):
        for place, part in enumerate(found):
            yield from numbers(part, f"{path}.{place}")
    elif isinstance(found, (int, float)) and not isinstance(found, bool):
        yield path.lstrip("."), found


def figures(report: Report, truth: Truth) -> Iterator[Figure]:
    """Yield every number of a report that is drawn from answers, with the people behind it.

    Raises
    ------
    LookupError
        Of a number nobody has said here what it is drawn from.
    """
    for path, value in numbers(report):
        about, bases = _bases(report, path.split("."), truth)
        for wave, people in bases:
            yield Figure(path, value, (*about, wave), people)


def _bases(report: Report, names: list[str], truth: Truth) -> tuple[tuple[str, str], Bases]:
    """Return of which role and scale or item a number is, and who stands behind it."""
    match names:
        case [name, *_] if name in NOTHING_ANSWERED:
            return ("", ""), NOT_DRAWN
        case ["programme", "number" | "k"] | [*_, "range", _]:
            return ("", ""), NOT_DRAWN
        case ["scales" | "strategies" | "education" as part, place, *rest]:
            found = report[part][int(place)]
            return _about(found), _of_part(part, found, rest, truth)
    return _of_stage1(report, names, truth)


def _of_stage1(report: Report, names: list[str], truth: Truth) -> tuple[tuple[str, str], Bases]:
    match names:
        case ["expectations", place, *rest]:
            return _of_expectation(report["expectations"][int(place)], rest, truth)
        case ["open_answers", place, *rest]:
            return _of_open_answers(report["open_answers"][int(place)], rest, truth)
        case ["satisfaction" | "mid" as part, role, "ratings" | "outcomes" as kind, place, *_]:
            found = report[part][int(role)]
            twins = {one["item_exit"]: one["item_entry"] for one in report["expectations"]}
            wave = "mid" if part == "mid" else "exit"
            return _of_rating(found["role"], found[kind][int(place)], truth, twins, wave=wave)
    raise LookupError(".".join(names))


def _of_part(part: str, found: Report, names: list[str], truth: Truth) -> Bases:
    """Return who stands behind a number of a scale, of its strategies, or of a measure."""
    if part == "education":
        return _of_pairs(names, truth.pupils(found["scale"], found["role"]))
    of_part = _of_scale if part == "scales" else _of_strategies
    return of_part(found, names, _scale(found, truth))


def _about(found: Report) -> tuple[str, str]:
    return found["role"], f"{found['instrument']}/{found['scale']}"


def _scale(found: Report, truth: Truth, arm: Arm = Arm.PROGRAMME) -> ScaleBase:
    return truth.scale(found["instrument"], found["scale"], found["role"], arm)


def _of_scale(found: Report, names: list[str], base: ScaleBase) -> Bases:
    match names:
        case [name] if name in PARTICIPATION:
            return NOT_DRAWN
        case ["reliability", *_]:
            return RELIABILITY
        case ["groups", *rest]:
            return _of_groups(found, rest, base.truth)
        case ["attrition", *rest]:
            return _of_attrition(found["attrition"], rest, base)
        case ["quality", *rest]:
            return _of_quality(rest, base)
    return _of_pairs(names, base.matched)


def _of_pairs(names: list[str], people: People) -> Bases:
    """Return who stands behind a figure of the paired block."""
    match names:
        case [name] if name in PARTICIPATION:
            return NOT_DRAWN
        case ["entry" | "exit" as wave, _] | ["levels", "entry" | "exit" as wave, _]:
            return [(wave, people)]
        case [
            "difference" | "hodges_lehmann" | "tests" | "effect" | "sign" | "normality"
            | "rci" | "transitions" | "p_holm",
            *_,
        ]:  # fmt: skip
            return [(wave, people) for wave in WAVES]
    raise LookupError(".".join(names))


def _of_groups(found: Report, names: list[str], truth: Truth) -> Bases:
    levels = [
        _scale(found, truth, Arm(level["level"])).matched for level in found["groups"]["levels"]
    ]
    match names:
        case ["levels", place, "n"]:
            assert found["groups"]["levels"][int(place)]["n"] == len(levels[int(place)])
            return NOT_DRAWN
        case ["levels", place, "entry" | "exit" | "difference", *_]:
            return _of_pairs(names[2:], levels[int(place)])
        case ["clusters", "n" | "n_alone" | "df"]:
            return NOT_DRAWN
    everybody = frozenset().union(*levels) if levels else _scale(found, truth).matched
    return [(wave, everybody) for wave in WAVES]


def _of_attrition(found: Report, names: list[str], base: ScaleBase) -> Bases:
    alone = {wave: base.scored(wave) - base.matched for wave in WAVES}
    match names:
        case ["n_lost" | "n_stayed"]:
            return NOT_DRAWN
        case ["g" | "g_ci95", *_]:
            return [("entry", alone["entry"]), ("entry", base.matched)]
        case ["mixed_model", "n_people" | "n_scores"]:
            return NOT_DRAWN
        case ["mixed_model", *_]:
            # It says how many people it is of; a wave's few without the other may be left out.
            n = found["mixed_model"]["n_people"] - len(base.matched)
            kept = [some for some in ((), WAVES[:1], WAVES[1:], WAVES)
                    if sum(len(alone[one]) for one in some) == n]  # fmt: skip
            return [
                (wave, base.matched | (alone[wave] if wave in kept[-1] else frozenset()))
                for wave in WAVES
            ]
    raise LookupError(".".join(names))


def _of_quality(names: list[str], base: ScaleBase) -> Bases:
    match names:
        case ["n_flagged"] | ["entry" | "exit", "n" | "n_variance"]:
            return NOT_DRAWN
        case ["entry" | "exit" as wave, "variance"]:
            forms = base.forms(wave).items()
            return [
                (f"forms of {wave}", frozenset(who for who, form in forms if form.has_variance))
            ]
        case ["entry" | "exit" as wave, _]:
            return [(f"forms of {wave}", frozenset(base.forms(wave)))]
        case ["without_flagged", *rest]:
            return _of_pairs(rest, base.matched - base.flagged)
    raise LookupError(".".join(names))


def _of_strategies(found: Report, names: list[str], base: ScaleBase) -> Bases:
    rows = found["strategies"] or []
    named = {row["strategy"] for row in rows}
    others = {base.truth.strategy[who] for who in base.matched} - named - {None}
    people = [base.of_strategy(frozenset({row["strategy"]} if row["strategy"] else others))
              for row in rows]  # fmt: skip
    compared = frozenset().union(
        *(who for row, who in zip(rows, people, strict=True) if row["adjusted"] is not None)
    )
    match names:
        case ["n_matched"]:
            return NOT_DRAWN
        case ["strategies", place, "n"]:
            assert rows[int(place)]["n"] == len(people[int(place)])
            return NOT_DRAWN
        case ["strategies", place, "entry" | "exit" as wave]:
            return [(wave, people[int(place)])]
        case ["strategies", _, "adjusted" | "ci95", *_] | ["pairs", *_]:
            return [(wave, compared) for wave in WAVES]
    raise LookupError(".".join(names))


def _of_expectation(found: Report, names: list[str], truth: Truth) -> tuple[tuple[str, str], Bases]:
    items = {"entry": found["item_entry"], "exit": found["item_exit"]}
    answered = [truth.answered(wave, item, found["role"]) for wave, item in items.items()]
    matched = answered[0] & answered[1]
    assert found["n_matched"] == len(matched)
    topic = found["item_exit"]
    match names:
        case ["n_matched"]:
            return ("", ""), NOT_DRAWN
        case ["entry" | "exit" as wave]:
            return (found["role"], topic), [(wave, matched)]
        case ["gap", *_]:
            return (found["role"], topic), [(wave, matched) for wave in WAVES]
    raise LookupError(".".join(names))


def _of_open_answers(
    found: Report, names: list[str], truth: Truth
) -> tuple[tuple[str, str], Bases]:
    """Return everybody who answered: a theme tells of those who have it and of those who do not."""
    people = truth.answered(found["wave"], found["item"], found["role"])
    assert found["n"] == len(people)
    match names:
        case ["n"]:
            return ("", ""), NOT_DRAWN
        case ["n_coded"] | ["themes", _, "n" | "share"]:
            return (found["role"], found["item"]), [(found["wave"], people)]
    raise LookupError(".".join(names))


def _of_rating(
    role: str, found: Report, truth: Truth, twins: Mapping[str, str], *, wave: str
) -> tuple[tuple[str, str], Bases]:
    people = truth.answered(wave, found["item"], role)
    if found.get("base") == "matched":
        people &= truth.answered("entry", twins[found["item"]], role)
    assert found["n"] == len(people)
    if found.get("mean", found.get("yes")) is None:
        return ("", ""), NOT_DRAWN  # the number of people only
    return (role, found["item"]), [(wave, people)]
