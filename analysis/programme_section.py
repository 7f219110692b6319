"""What every report says first and last: which programme it is of, what it was computed by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from instruments.messages import N_

if TYPE_CHECKING:
    from analysis.report_facts import ProgrammeFacts, Provenance
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


def form_title(form: str, words: Words) -> str:
    """Return what a form of mentoring is called."""
    known = MENTORING_FORMS.get(form)
    return form if known is None else words.of(known)


def programme_facts(programme: ProgrammeFacts, words: Words) -> tuple[str, ...]:
    """Return the school, the title, the form, the year and the dates of a programme."""
    return (
        words.say("School: %(school)s.", school=programme.school),
        words.say("Programme: %(title)s.", title=programme.title),
        words.say(
            "Form of mentoring: %(form)s.",
            form=form_title(programme.mentoring_form, words),
        ),
        words.say(
            "Year: %(year)s; from %(starts_on)s to %(ends_on)s.",
            year=programme.year,
            starts_on=words.date(programme.starts_on),
            ends_on=words.date(programme.ends_on),
        ),
    )


def notice_of(programme: ProgrammeFacts | None, words: Words) -> str:
    """Return what must be seen on every page of a report whose people are made up."""
    return words.say("Demonstration data") if programme and programme.demo else ""


def computed_by(provenance: Provenance, words: Words) -> str:
    """Return the fingerprint of what was computed from, and the version that computed it."""
    return words.say(
        "Data: SHA-256 %(sha256)s. Computed by “Zamer”, version %(version)s.",
        sha256=provenance.data_sha256,
        version=provenance.software.rpartition(" ")[2],
    )
