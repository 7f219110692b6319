"""What programmes, people and waves are called on the staff's pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import get_translations
from flask_babel import lazy_gettext as _l

from app.models import (
    Arm,
    ConsentState,
    LinkageMode,
    MentoringForm,
    Paper,
    ProgrammeRole,
    WaveKind,
    YearKind,
)

if TYPE_CHECKING:
    from instruments.messages import Message, Problem

MENTORING_FORMS = {
    MentoringForm.PUPIL_PUPIL: _l("pupil – pupil"),
    MentoringForm.TEACHER_PUPIL: _l("teacher – pupil"),
    MentoringForm.TEACHER_TEACHER: _l("teacher – teacher"),
    MentoringForm.STUDENT_PUPIL: _l("student – pupil"),
    MentoringForm.EMPLOYER_PUPIL: _l("employer – pupil"),
    MentoringForm.EMPLOYER_STUDENT: _l("employer – student"),
}

YEAR_KINDS = {YearKind.SCHOOL: _l("school year"), YearKind.CALENDAR: _l("calendar year")}

ROLES = {ProgrammeRole.MENTEE: _l("mentee"), ProgrammeRole.MENTOR: _l("mentor")}

ROLES_OF_MANY = {ProgrammeRole.MENTEE: _l("Mentees"), ProgrammeRole.MENTOR: _l("Mentors")}

ARMS = {Arm.PROGRAMME: _l("programme arm"), Arm.COMPARISON: _l("comparison")}

WAVES = {WaveKind.ENTRY: _l("Entry"), WaveKind.MID: _l("Half-way"), WaveKind.EXIT: _l("Exit")}

LINKAGE_MODES = {
    LinkageMode.CODES_LIST: _l(
        "By codes on slips; the school keeps a list on paper of who holds which (confidential)"
    ),
    LinkageMode.CODES_HAT: _l("By codes on slips drawn from a hat; nobody knows whose (anonymous)"),
    LinkageMode.SELF_CODE: _l("By a few questions whose answers stay the same (anonymous)"),
    LinkageMode.CONFIDENTIAL: _l(
        "By codes on slips; the psychologist keeps the names here under a passphrase (confidential)"
    ),
}

#: By what a plan of analysis names as its test.
TESTS = {
    "wilcoxon": _l("Wilcoxon's signed-rank test"),
    "paired_t": _l("Student's t test for paired scores"),
}

#: By what a plan of analysis expects of a scale.
EXPECTATIONS = {"": _l("not set"), "rise": _l("a rise"), "fall": _l("a fall")}

PAPERS = {
    Paper.PERSONAL: _l("Personal data"),
    Paper.TESTING: _l("Psychological testing"),
}

CONSENT_STATES = {
    ConsentState.GIVEN: _l("given out"),
    ConsentState.RECEIVED: _l("received"),
    ConsentState.REFUSED: _l("refused"),
    ConsentState.WITHDRAWN: _l("withdrawn"),
}


def said(sentence: Message | Problem) -> str:
    """Return a sentence in the reader's language."""
    return sentence.text(get_translations())
