"""What every report says first: which programme it is of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.document import Paragraph, Section
from instruments.messages import N_

if TYPE_CHECKING:
    from analysis.results import ProgrammeFacts
    from analysis.words import Words

#: What the forms of mentoring are called; a form of the school's own keeps its own word.
MENTORING_FORMS = {
    "pupil-pupil": N_("pupil – pupil"),
    "teacher-pupil": N_("teacher – pupil"),
    "teacher-teacher": N_("teacher – teacher"),
    "student-pupil": N_("student – pupil"),
    "employer-pupil": N_("employer – pupil"),
    "employer-student": N_("employer – student"),
}


def programme_section(programme: ProgrammeFacts, words: Words) -> Section:
    """Return the school, the form, the year and the dates of a programme."""
    known = MENTORING_FORMS.get(programme.mentoring_form)
    facts = (
        words.say("School: %(school)s.", school=programme.school),
        words.say("Programme: %(title)s.", title=programme.title),
        words.say(
            "Form of mentoring: %(form)s.",
            form=programme.mentoring_form if known is None else words.of(known),
        ),
        words.say(
            "Year: %(year)s; from %(starts_on)s to %(ends_on)s.",
            year=programme.year,
            starts_on=words.date(programme.starts_on),
            ends_on=words.date(programme.ends_on),
        ),
    )
    return Section(words.say("The programme"), (Paragraph(" ".join(facts)),))
