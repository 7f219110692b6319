"""Composes the stage-1 questionnaires, which share most of their questions, from one list.

Run by `make stage1`, which writes the files of the library; the composed files are what is
published, so a later change of the list cannot reach them.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from instruments.registry import LIBRARY
from instruments.toml_text import toml_lines

#: Each question once, with its words for every role and wave.
QUESTIONS = Path(__file__).with_name("stage1.toml")


def compose(source: str) -> dict[str, str]:
    """Return the TOML text of every questionnaire by its path in the library.

    Parameters
    ----------
    source
        The text of `stage1.toml`.
    """
    bank = tomllib.loads(source)
    return {
        f"{_code(form, role, wave)}/v{bank['version']}.toml": _questionnaire(bank, form, role, wave)
        for form in bank["forms"]
        for role in bank["roles"]
        for wave in bank["waves"]
    }


def _code(form: str, role: str, wave: str) -> str:
    return f"stage1-{form}-{role}-{wave}"


def _questionnaire(bank: dict[str, Any], form: str, role: str, wave: str) -> str:
    asked = [question for question in bank["questions"] if wave in question.get(role, {})]
    head = {
        "code": _code(form, role, wave),
        "version": bank["version"],
        "construct": "process",
        "title": {
            lang: f"{bank['roles'][role]['title'][lang]}: {bank['waves'][wave]['title'][lang]} "
            f"({bank['forms'][form]['title'][lang]})"
            for lang in ("ru", "en")
        },
        "heading": bank["waves"][wave]["heading"],
        "instruction": bank["waves"][wave]["instruction"],
        "audience": [role],
        "ages": bank["forms"][form]["ages"],
        "minutes": bank["waves"][wave]["minutes"],
        "source": bank["source"],
        "licence": "GPL-3.0-or-later",
        "comparable_with": [],
        "changes": "",
    }
    items = [_item(bank, question, form=form, role=role, wave=wave) for question in asked]
    tables = [toml_lines(head)]
    tables += [f"[[items]]\n{toml_lines(item)}" for item in items]
    tables += [f"[[scales]]\n{toml_lines(scale)}" for scale in _scales(bank, asked, wave)]
    return "\n".join(["# Composed from instruments/stage1.toml by `make stage1`.", *tables])


def _item(
    bank: dict[str, Any], question: dict[str, Any], *, form: str, role: str, wave: str
) -> dict[str, object]:
    prefix = bank["waves"][wave]["prefix"]
    item: dict[str, object] = {
        "code": f"{prefix}{question['number']:02}",
        "kind": question["kind"],
        "text": question[role][wave],
    }
    if question["kind"] == "rating":
        item |= {"range": [1, 10], "ends": question["ends"], "best": "high"}
        other = {"entry": "exit", "exit": "entry"}.get(wave, "")
        if other in question[role]:
            twin_prefix = bank["waves"][other]["prefix"]
            item["twin"] = f"{_code(form, role, other)}/{twin_prefix}{question['number']:02}"
    if question["kind"] == "yes_no":
        item["unscored"] = True
    if "show_if" in question:
        condition = question["show_if"]
        item["show_if"] = {
            "item": f"{prefix}{condition['number']:02}",
            "equals": condition["equals"],
        }
    return item


def _scales(
    bank: dict[str, Any], asked: list[dict[str, Any]], wave: str
) -> list[dict[str, object]]:
    """Return a scale per rating and, of several satisfaction ratings, their mean."""
    prefix = bank["waves"][wave]["prefix"]
    ratings = [question for question in asked if question["kind"] == "rating"]
    scales = [
        _mean_scale(question["scale"], question["title"], [f"{prefix}{question['number']:02}"])
        for question in ratings
    ]
    satisfied = [question for question in ratings if question.get("satisfaction")]
    if len(satisfied) > 1:
        scale = _mean_scale(
            "satisfaction",
            {"ru": "Удовлетворённость", "en": "Satisfaction"},
            [f"{prefix}{question['number']:02}" for question in satisfied],
        )
        scales.append(scale | {"overlaps": [question["scale"] for question in satisfied]})
    return scales


def _mean_scale(code: str, title: dict[str, str], keys: list[str]) -> dict[str, object]:
    return {
        "code": code,
        "title": title,
        "keys": keys,
        "method": "mean",
        "max_missing": 0,
        "better": "higher",
        "range": [1, 10],
    }


if __name__ == "__main__":
    for path, text in compose(QUESTIONS.read_text("utf-8")).items():
        target = LIBRARY / path
        target.parent.mkdir(exist_ok=True)
        target.write_text(text, "utf-8")
