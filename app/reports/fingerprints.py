"""Fingerprints of what a report is made from: they tell that something has changed, not what."""

from __future__ import annotations

import hmac
import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from flask import current_app

from analysis.words import Words
from app.reports.field_names import field_names
from app.settings import secret
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from analysis.document import Document
    from instruments.messages import Message

#: The file of the secret that fingerprints are keyed by.
FINGERPRINT_KEY = "fingerprint-key"

#: Digits of the fingerprint of a part: it is compared with one other only.
SHORT = 24

#: Fields of results that no part is made of: reasons stand in the texts.
LEFT_OUT = {"schema", "stage", "provenance", "notes"}

#: What parts of a report are called where they have changed; another is one of the “other parts”.
TITLES = {
    "programme": N_("facts of the programme"),
    "plan": N_("plan of the analysis"),
    "participation": N_("participation"),
    "flow": N_("participants"),
    "linkage": N_("pairing of forms"),
    "expectations": N_("expectations and reality"),
    "satisfaction": N_("satisfaction"),
    "mid": N_("what was said half-way"),
    "scales": N_("change by scale"),
    "strategies": N_("strategies of pairing"),
    "individuals": N_("people shown one by one"),
    "education": N_("educational results"),
    "involvement": N_("share of pupils involved"),
    "open_answers": N_("themes of open answers"),
    "swot": N_("SWOT"),
    "curator": N_("the curator's questionnaire"),
    "criteria": N_("criteria"),
    "indicators": N_("indicators"),
    "conclusions": N_("conclusions"),
    "requisites": N_("requisites"),
    "software": N_("version of the program or of questionnaires"),
}

#: Parts that people write line by line: how many of the lines have changed may be told.
COUNTED = {"swot", "indicators", "conclusions", "requisites"}

#: Said by sentences of their own, not in the list of parts.
SAID_APART = {"answers", "withdrawn", "texts"}


def fingerprint(tables: object) -> str:
    """Return the fingerprint of tables: the same ones give the same.

    It is keyed by a secret of the installation. Otherwise whoever has a report could try out
    answers until the fingerprint fits, and read those that the report does not show.
    """
    text = json.dumps(tables, default=str, ensure_ascii=False)
    key = secret(Path(current_app.config["INSTANCE"]), FINGERPRINT_KEY)
    return hmac.digest(key.encode(), text.encode(), "sha256").hex()


def parts_of(
    results: Iterable[object], documents: Iterable[Document], **more: object
) -> dict[str, list[str]]:
    """Return the fingerprints of all parts that a report is made of, line by line.

    Parameters
    ----------
    results
        Those of each stage in it: every field of theirs is a part.
    documents
        Its forms, for whatever is said besides.
    more
        What is no field of results, such as requisites.
    """
    parts: dict[str, list[object]] = {"texts": list(documents)}
    for found in results:
        for name, value in _fields(found).items():
            parts.setdefault(name, []).extend(_lines(value))
    for name, value in more.items():
        parts.setdefault(name, []).extend(_lines(value))
    return {
        name: [fingerprint(_steady(line))[:SHORT] for line in lines]
        for name, lines in parts.items()
    }


def _fields(found: object) -> dict[str, object]:
    """Return the parts of the results of a stage: answers and versions stand in its provenance."""
    values: dict[str, Any] = {name: getattr(found, name) for name in field_names(found)}
    provenance = values["provenance"]
    parts = {name: value for name, value in values.items() if name not in LEFT_OUT}
    return parts | {
        "answers": provenance.data_sha256,
        "software": (provenance.software, provenance.instruments),
        "withdrawn": sum(getattr(row, "withdrawn", 0) for row in values.get("flow", ())),
    }


def _lines(value: object) -> Collection[object]:
    """Return what a part consists of; tables of tuples, such as SWOT, are their lines together."""
    if isinstance(value, tuple):
        return value
    if isinstance(value, Mapping):
        return list(value.items())
    names = field_names(value)
    if names:
        columns = [getattr(value, name) for name in names]
        if all(isinstance(column, tuple) for column in columns):
            return [(place, line) for place, lines in enumerate(columns) for line in lines]
    return [value]


def _steady(value: object) -> object:
    """Return a value as JSON knows it, floats without their last digits.

    A database may add floats up in any order.
    """
    kind: type = type(value)
    if kind is str or kind is int or value is None:
        return value
    if kind is float:
        return f"{value:.9g}"
    if kind is tuple or kind is list:
        return [_steady(part) for part in cast("Iterable[object]", value)]
    if isinstance(value, Words):
        return value.lang
    if isinstance(value, Mapping):
        return {str(name): _steady(part) for name, part in value.items()}
    return [_steady(getattr(value, name)) for name in field_names(value)] or value


def changes(before: Mapping[str, list[str]], now: Mapping[str, list[str]]) -> list[Message]:
    """Return what has changed between two reports of one stage, in short sentences.

    No number in them is drawn from answers.
    """
    changed = [name for name in {**before, **now} if before.get(name) != now.get(name)]
    sentences = [_of_answers(changed)]
    titles = _titles(before, now, [name for name in changed if name not in SAID_APART])
    if titles:
        sentences.append(N_("Changed: %(parts)s.", parts=_listed(titles)))
    elif changed == ["texts"]:
        sentences.append(N_("The wording has changed."))
    elif not changed:
        sentences.append(N_("Nothing has changed."))
    return sentences


def _of_answers(changed: Collection[str]) -> Message:
    if "withdrawn" in changed:
        return N_("Consents have been withdrawn: the answers of these people are not in it.")
    if "answers" in changed:
        return N_(
            "The answers have changed: a wave has been closed or consents have been withdrawn."
        )
    return N_("The answers are the same.")


def _titles(
    before: Mapping[str, list[str]], now: Mapping[str, list[str]], changed: Iterable[str]
) -> list[Message]:
    """Return what changed parts are called, those that have a name in the order of a report."""
    names = set(changed)
    told = [
        N_("%(part)s (%(n)s)", part=title, n=n_changed(before.get(name, []), now.get(name, [])))
        if name in COUNTED
        else title
        for name, title in TITLES.items()
        if name in names
    ]
    return told + ([N_("other parts")] if names - TITLES.keys() else [])


def n_changed(before: Sequence[str], now: Sequence[str]) -> int:
    """Count the lines that were added, lost or changed, wherever they stand.

    At least 1: where only the order has changed, that is the change.
    """
    gone, come = Counter(before) - Counter(now), Counter(now) - Counter(before)
    return max(gone.total(), come.total(), 1)


def _listed(titles: Sequence[Message]) -> Message:
    """Return titles one after another."""
    first, *others = titles
    listed = first
    for title in others:
        listed = N_("%(one)s; %(other)s", one=listed, other=title)
    return listed
