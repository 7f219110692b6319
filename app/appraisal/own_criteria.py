"""The nine criteria with lines of the school's choice: its own questionnaire, composed here."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.appraisal import lower_bounds
from instruments.toml_text import toml_lines

if TYPE_CHECKING:
    from collections.abc import Collection

    from instruments.model import Instrument, Text
    from instruments.registry import Registry

#: The questionnaire of the library, and the school's own.
CRITERIA, OWN_CRITERIA = "criteria", "criteria-own"

LINES = Path(__file__).with_name("lines.toml")


@dataclass(frozen=True, kw_only=True)
class OptionalLine:
    """A line that a school may add, in each language."""

    code: str
    text: dict[str, str]


@cache
def optional_lines() -> tuple[OptionalLine, ...]:
    """Return the lines that may be added, in their order."""
    return tuple(OptionalLine(**line) for line in tomllib.loads(LINES.read_text("utf-8"))["lines"])


def nine_criteria(registry: Registry) -> Instrument:
    """Return the nine criteria as they stand in the library."""
    return registry.get(CRITERIA)


def own_criteria(registry: Registry) -> Instrument | None:
    """Return the school's own version of the criteria; None where it adds no line."""
    own = registry.latest().get(OWN_CRITERIA) if OWN_CRITERIA in registry.versions else None
    return own if own is not None and added_to(nine_criteria(registry), own) else None


def added_to(nine: Instrument, own: Instrument) -> list[str]:
    """Return the codes of the lines that are not among the nine."""
    return [item.code for item in own.items if item.code not in nine.by_code]


def definition(nine: Instrument, chosen: Collection[str], version: int) -> dict[Path, bytes]:
    """Return the file that publishes a choice of lines."""
    text = compose(nine, chosen, version)
    return {Path(f"{OWN_CRITERIA}-v{version}.toml"): text.encode()}


def compose(nine: Instrument, chosen: Collection[str], version: int) -> str:
    """Return the TOML text of the criteria with the chosen lines behind the nine.

    Parameters
    ----------
    chosen
        Codes of optional lines; with none the questionnaire asks what the library's does.
    """
    added = [line for line in optional_lines() if line.code in chosen]
    items = [_item(item.code, _both(item.text)) for item in nine.items]
    items += [_item(line.code, line.text) for line in added]
    options = {"code": "shown3", "choices": _choices(nine)}
    tables = [toml_lines(_head(nine, version)), f"[[options]]\n{toml_lines(options)}"]
    tables += [f"[[items]]\n{toml_lines(item)}" for item in items]
    tables.append(f"[[scales]]\n{toml_lines(_scale(nine, [str(one['code']) for one in items]))}")
    return "\n".join(tables)


def _head(nine: Instrument, version: int) -> dict[str, object]:
    return {
        "code": OWN_CRITERIA,
        "version": version,
        "construct": nine.construct,
        "title": {
            "ru": "Критерии эффективности программы с показателями школы",
            "en": "Criteria of the programme's effectiveness with the school's own lines",
        },
        "instruction": {
            "ru": "Отметьте, насколько проявляется каждый показатель. Баллы складываются, поэтому "
            "оценить нужно все.",
            "en": "Mark how far each criterion is met. The points are added up, so all are needed.",
        },
        "audience": list(nine.audience),
        "ages": list(nine.ages),
        "minutes": 5,
        "source": f"{nine.reference}; {nine.source}",
        "licence": nine.licence,
        "comparable_with": [],
        "changes": "",
    }


def _choices(nine: Instrument) -> list[dict[str, Any]]:
    return [{"score": int(choice.score)} | _both(choice.text) for choice in nine.items[0].choices]


def _item(code: str, text: dict[str, str]) -> dict[str, object]:
    return {"code": code, "kind": "choice", "options": "shown3", "best": "high", "text": text}


def _scale(nine: Instrument, keys: list[str]) -> dict[str, object]:
    """Return the sum of all lines; its levels begin at the same shares of the maximum."""
    highest = max(int(choice.score) for choice in nine.items[0].choices)
    maximum = highest * len(keys)
    admissible, optimal = lower_bounds(maximum)
    low, middle, high = nine.scales[0].levels
    return {
        "code": "total",
        "title": _both(nine.scales[0].title),
        "keys": keys,
        "method": "sum",
        "max_missing": 0,
        "better": "higher",
        "range": [0, maximum],
        "levels": [
            {"code": low.code, "upto": admissible - 1, "title": _both(low.title)},
            {"code": middle.code, "upto": optimal - 1, "title": _both(middle.title)},
            {"code": high.code, "title": _both(high.title)},
        ],
        "levels_source": {
            "source": "Пересчёт уровней девяти критериев: нижние границы 9/18 и 15/18 наибольшей "
            "суммы, с округлением вверх",
            "confidence": "B",
        },
    }


def _both(text: Text | None) -> dict[str, str]:
    """Return a text in each language that it has."""
    if text is None:
        raise ValueError("the criteria of the library have texts")
    return {"ru": text.ru} | ({} if text.en is None else {"en": text.en})
