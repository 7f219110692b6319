"""The form of the first step, filled in as far as it can be."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app.models import YearKind
from app.programmes.forms import ProgrammeForm
from app.programmes.operations import school_year_of

if TYPE_CHECKING:
    from app.models import Programme, School


def new_programme_form(school: School) -> ProgrammeForm:
    """Return the form for a programme of the current school year."""
    year = school_year_of(school.today)
    return ProgrammeForm(
        year_kind=YearKind.SCHOOL.value,
        starts_on=date(year, 9, 1),
        ends_on=date(year + 1, 5, 31),
    )


def programme_form(programme: Programme, *, is_fixed: bool) -> ProgrammeForm:
    """Return the form for a programme, without what its first answer has fixed."""
    form = ProgrammeForm(
        title=programme.title,
        mentoring_form=programme.mentoring_form.value,
        role_models=programme.role_models,
        year_kind=programme.year_kind.value,
        starts_on=programme.starts_on,
        ends_on=programme.ends_on,
        linkage_mode=programme.linkage_mode.value,
        consent_required=programme.consent_required,
        named_role=programme.named_role.value if programme.named_role else "",
        k=programme.k,
    )
    if is_fixed:
        del form.k
        del form.linkage_mode
    return form
