"""The elements of a code of one's own: as they are kept, found again, and compared."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, TypeAlias

from flask import current_app

from analysis.code_elements import known
from app.sealing import derived_key, installation_secret, keyed_digest, opened, sealed
from app.selfcodes.questions import COHORT, SETTING, Question

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.models import ProgrammeRole

#: Question code to normalised answer; None is «не знаю».
Elements: TypeAlias = "Mapping[str, str | None]"

#: How many answers may be missing; two that are cannot be told from two that differ.
MOST_MISSING = 1

#: The cohort of people without a class: they have that in common, which is not to be unknown.
NO_CLASS = "none"

#: What is sealed is filled up to so many bytes: its length tells nothing of the answers.
BLOCK = 512


def questions() -> tuple[Question, ...]:
    """Return the questions of this installation."""
    found: tuple[Question, ...] = current_app.config[SETTING]
    return found


def cohort_of(class_name: str, school_year: int) -> str:
    """Return the school year in which a class began: 7 «А» in 2026/27 and 8 «Б» in 2027/28 are one.

    Parameters
    ----------
    class_name
        As the school writes it; without a number at its beginning it is no class of a year.
    school_year
        The year in which that school year began.
    """
    number = re.match(r"\s*([0-9]{1,2})(?![0-9])", class_name)
    return NO_CLASS if number is None else str(school_year - int(number.group(1)))


def elements_of(answers: Elements, cohort: str) -> dict[str, str | None]:
    """Return the answers as they are compared, with the cohort among them."""
    return {code: known(answer) for code, answer in answers.items()} | {COHORT: cohort}


def are_enough(answers: Elements) -> bool:
    """Say whether so few answers are missing that somebody could be found by the others."""
    return sum(known(answer) is None for answer in answers.values()) <= MOST_MISSING


def fingerprint(elements: Elements, *, wave_id: int, role: ProgrammeRole) -> str:
    """Return what tells a person's elements from others' at one wave.

    It is keyed by the installation's secret, and another at every wave: it pairs nobody.
    """
    return keyed_digest(f"self-code:{wave_id}:{role.value}:{_written(elements)}")


def sealed_elements(elements: Elements, *, wave_id: int, person: int) -> bytes:
    """Return elements as they are kept until the programme is matched."""
    content = _written(elements).encode()
    filled = content.ljust(-(-len(content) // BLOCK) * BLOCK)
    return sealed(_key(wave_id), filled, place=_place(wave_id, person))


def opened_elements(content: bytes, *, wave_id: int, person: int) -> dict[str, str | None]:
    """Return what was sealed.

    Raises
    ------
    SealBrokenError
        It was sealed by another installation, or for another person.
    """
    elements: dict[str, str | None] = json.loads(
        opened(_key(wave_id), content, place=_place(wave_id, person))
    )
    return elements


def _written(elements: Elements) -> str:
    return json.dumps(dict(elements), ensure_ascii=False, sort_keys=True)


def _key(wave_id: int) -> bytes:
    return derived_key(installation_secret(), "self-code", str(wave_id))


def _place(wave_id: int, person: int) -> str:
    return f"self-code/{wave_id}/{person}"
