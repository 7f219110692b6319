"""How many people a report says answered in some way, and what follows from two such numbers."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def categories(report: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """Yield numbers of people that are drawn from answers, each with what it is; none may be few.

    Of a category that is shown alone the others are all but it.
    """
    yield from _of_scales(report)
    yield from _of_satisfaction(report)
    for found in report.get("open_answers", ()):
        about = f"{found['role']} {found['wave']} {found['item']}"
        yield from ((f"{about}: {name}", n) for name, n in _of_themes(found))


def _of_satisfaction(report: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    for found in chain(report.get("satisfaction", ()), report.get("mid", ())):
        for rating in found["ratings"]:
            for band in rating["bands"] or ():
                yield f"{found['role']} {rating['item']}: {band['low']}–{band['high']}", band["n"]
        for outcome in found["outcomes"]:
            if outcome["yes"] is not None:
                yield from ((f"{outcome['item']}: {of}", outcome[of]) for of in ("yes", "no"))


def _of_scales(report: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """Yield those of scales, and of the measures of the journal, which have no forms."""
    for found in (*report.get("scales", ()), *(report.get("education") or ())):
        about = f"{found['role']} {found['instrument']}/{found['scale']}"
        more = chain(_of_change(found), _of_forms(found)) if "quality" in found else ()
        yield from ((f"{about}: {name}", n) for name, n in chain(_of_pairs(found), more))


def _of_themes(found: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """Yield who spoke of a theme, and who of those who wrote and of those coded did not."""
    n, coded = found["n"], found["n_coded"]
    if coded is not None:
        yield from (("coded", coded), ("not coded", n - coded))
    for theme in found["themes"]:
        if theme["n"] is not None:
            title = theme["title"]
            yield from ((title, theme["n"]), (f"not {title}", n - theme["n"]))
            if coded is not None:
                yield f"coded, not {title}", coded - theme["n"]


def _of_pairs(scale: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    n, sign, test = scale["n_matched"], scale["sign"], scale["tests"]["wilcoxon"]
    if sign is not None:
        yield from sign.items()
    if test is not None and test["n_nonzero"] is not None:
        yield from (("changed", test["n_nonzero"]), ("stayed", n - test["n_nonzero"]))
    for wave in ("entry", "exit"):
        for place, at_level in enumerate((scale.get("levels") or {}).get(wave, ())):
            yield f"level {place} at {wave}", at_level


def _of_change(scale: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """Yield who moved between levels or changed reliably, and who did not though the score did."""
    sign, moves, change = scale["sign"], scale["transitions"], scale["rci"]
    rose = sign and {"lower": sign["worsened"], "higher": sign["improved"]}[scale["better"]]
    fell = sign and {"lower": sign["improved"], "higher": sign["worsened"]}[scale["better"]]
    if moves is not None:
        yield from moves["moved"].items()
        yield from (("moved", n) for row in moves["counts"] or () for n in row)
        if sign is not None:
            yield from (("rose within a level", rose - moves["moved"]["rose"]),
                        ("fell within a level", fell - moves["moved"]["fell"]))  # fmt: skip
    if change is not None:
        n = scale["n_matched"]
        for name, all_ in (("rose", rose), ("fell", fell)):
            reliably = change[name]
            if reliably is not None:
                yield from ((f"reliably {name}", reliably), (f"not {name}", n - reliably))
                if sign is not None:
                    yield f"{name} within the error", all_ - reliably
        if change["unchanged"] is not None:
            yield "reliably unchanged", change["unchanged"]


def _of_forms(scale: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """Yield who was flagged and who was not: all, with both scores, with one only."""
    quality, n = scale["quality"], scale["n_matched"]
    everybody = scale["n_entry"] + scale["n_exit"] - n
    n_flagged, without = quality["n_flagged"], quality["without_flagged"]
    if n_flagged is not None:
        yield from (("flagged", n_flagged), ("careful", everybody - n_flagged))
    if without is not None:
        careful = without["n_matched"]
        yield from (("matched and flagged", n - careful), ("matched and careful", careful))
        if n_flagged is not None:
            alone = n_flagged - (n - careful)
            yield from (("flagged with one score", alone),
                        ("careful with one score", everybody - n - alone))  # fmt: skip
