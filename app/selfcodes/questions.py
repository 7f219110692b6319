"""The questions whose answers pair two waves: our own, or a file of the school's."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from instruments.messages import N_, Problem, ProblemsError
from instruments.toml_table import Table

if TYPE_CHECKING:
    from instruments.model import Text

#: The file in the instance folder that stands instead of ours.
OWN_FILE = "self-code.toml"

OUR_FILE = Path(__file__).parent / "questions.toml"

#: The element that is not asked: which school year a class began in.
COHORT = "cohort"

#: Where the questions stand in the settings of the application.
SETTING = "SELF_CODE_QUESTIONS"

CODE = "[a-z][a-z0-9_]{0,19}"

#: With fewer a link would mean little; more would be asked for nothing.
NUMBERS = (7, 8)


class Kind(StrEnum):
    """What is answered."""

    LETTER = "letter"
    NUMBER = "number"
    CHOICE = "choice"


@dataclass(frozen=True)
class Choice:
    """One answer to choose."""

    value: str
    text: Text


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question.

    Attributes
    ----------
    range
        The lowest and the highest number; of a number only.
    choices
        Of a choice only.
    """

    code: str
    kind: Kind
    text: Text
    hint: Text
    range: tuple[int, int] = (0, 0)
    choices: tuple[Choice, ...] = ()


def load_questions(instance: Path) -> tuple[Question, ...]:
    """Return the questions of an installation.

    Raises
    ------
    ProblemsError
        The school's own file is not in order; it says everything that is wrong with it.
    """
    own = instance / OWN_FILE
    path = own if own.exists() else OUR_FILE
    return parse(path.read_bytes(), file=path.name)


def parse(content: bytes, *, file: str) -> tuple[Question, ...]:
    """Read the questions from the bytes of a file.

    Raises
    ------
    ProblemsError
        As `load_questions`.
    """
    problems: list[Problem] = []
    table = Table(_toml(content, file), file=file, problems=problems)
    questions = tuple(
        _question(part)
        for part in table.tables("questions", lambda code: N_("question %(code)s", code=code))
    )
    table.done()
    _check(questions, table)
    if problems:
        raise ProblemsError(tuple(problems))
    return questions


def _toml(content: bytes, file: str) -> dict[str, object]:
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        problem = Problem(
            file=file,
            place=N_("the file"),
            what=N_("it cannot be read: %(error)s", error=str(error)),
            rule=N_("the questions stand in a TOML file in UTF-8"),
            remedy=N_("correct it, or take it away to use the usual questions"),
        )
        raise ProblemsError((problem,)) from error


def _question(table: Table) -> Question:
    kind = Kind(table.one_of("kind", tuple(Kind)))
    low, high = table.interval("range") if kind is Kind.NUMBER else (0, 0)
    question = Question(
        code=table.string("code", pattern=CODE),
        kind=kind,
        text=table.text("text"),
        hint=table.text("hint"),
        range=(int(low), int(high)),
        choices=_choices(table) if kind is Kind.CHOICE else (),
    )
    table.done()
    return question


def _choices(table: Table) -> tuple[Choice, ...]:
    found = []
    for part in table.tables("choices", lambda place: N_("choice %(place)s", place=place)):
        value = part.string("value", pattern=CODE)
        found.append(Choice(value, part.whole_text()))
    if len({choice.value for choice in found}) < max(2, len(found)):
        table.refuse(
            N_("the choices are not two or more different ones"),
            N_("every choice has a value of its own"),
            N_("correct the choices"),
        )
    return tuple(found)


def _check(questions: tuple[Question, ...], table: Table) -> None:
    codes = [question.code for question in questions]
    if len({*codes, COHORT}) <= len(codes):
        table.refuse(
            N_("the codes %(codes)s", codes=", ".join(codes)),
            N_("every question has a code of its own, and none is “cohort”"),
            N_("give another code"),
        )
    if len(questions) not in NUMBERS:
        table.refuse(
            N_("questions: %(n)s", n=len(questions)),
            N_("there are 7 or 8"),
            N_("add questions, or take some out"),
        )
