"""Forms of the wizard's steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from analysis.disclosure import DEFAULT_K, LARGEST_K, SMALLEST_K
from app.models import LinkageMode, MentoringForm, ProgrammeRole, YearKind
from app.programmes.new_people import LIMITS, NewPerson
from app.programmes.operations import ProgrammeFacts
from app.programmes.words import (
    CONSENT_STATES,
    LINKAGE_MODES,
    MENTORING_FORMS,
    ROLES,
    ROLES_OF_MANY,
    YEAR_KINDS,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from wtforms import Form

    from app.models import Programme, WaveKind
    from app.programmes.consent_counts import Pile
    from app.programmes.errors import RefusedError

#: How many people of a role and class are added at once.
MOST_OF_A_CLASS = 500

#: How many papers of one kind a class can have at most, which is more than there are people.
MOST_PAPERS = 99_999

#: How many rows the form for adding people has.
ROWS = 6


def stripped(text: str | None) -> str:
    """Return what was typed without spaces around it."""
    return (text or "").strip()


def named(words: Mapping[Any, Any]) -> Callable[[], dict[str, str]]:
    """Return what gives a field its choices, named in the reader's language."""
    return lambda: {str(choice): str(word) for choice, word in words.items()}


def show_refusal(form: Form, refused: RefusedError, text: str) -> None:
    """Let a refusal stand next to the field it is about, or above the form."""
    if refused.field and refused.field in form:
        form[refused.field].errors = [*form[refused.field].errors, text]
    else:
        form.form_errors.append(text)


class ProgrammeForm(FlaskForm):
    """The first step."""

    title = StringField(
        _l("Title"),
        filters=[stripped],
        validators=[InputRequired(), Length(max=200)],
        description=_l("As it should stand in reports."),
    )
    mentoring_form = SelectField(_l("Form of mentoring"), choices=named(MENTORING_FORMS))
    role_models = StringField(
        _l("Role models (not required)"),
        filters=[stripped],
        validators=[Length(max=200)],
        description=_l("What the school calls them, for example: leader – passive."),
    )
    year_kind = RadioField(_l("The programme runs for a"), choices=named(YEAR_KINDS))
    starts_on = DateField(_l("First day"), validators=[InputRequired()])
    ends_on = DateField(_l("Last day"), validators=[InputRequired()])
    linkage_mode = RadioField(
        _l("How answers at entry and exit are paired"),
        choices=named(LINKAGE_MODES),
        default=LinkageMode.CODES_LIST.value,
    )
    consent_required = BooleanField(
        _l("Nobody answers before both papers of consent have come"), default=True
    )
    named_role = SelectField(
        _l("Shown one by one, by consent"),
        default="",
        choices=lambda: {"": str(_l("nobody"))} | named(ROLES_OF_MANY)(),
        description=_l(
            "Only for two to six adults of one role who have agreed in writing: the report gives "
            "each of them feedback under their number, and there are no statistics of them."
        ),
    )
    k = IntegerField(
        _l("The smallest group that reports show"),
        default=DEFAULT_K,
        validators=[InputRequired(), NumberRange(SMALLEST_K, LARGEST_K)],
        description=_l(
            "Nothing drawn from the answers of fewer people is shown in reports, so that nobody "
            "can be recognised: 3 to 10, usually 5."
        ),
    )

    def facts(self, held: Programme | None = None) -> ProgrammeFacts:
        """Return what was filled in and checked; what the form does not ask stays as it is held."""
        return ProgrammeFacts(
            title=self.title.data or "",
            mentoring_form=MentoringForm(self.mentoring_form.data),
            role_models=self.role_models.data or "",
            year_kind=YearKind(self.year_kind.data),
            starts_on=cast("date", self.starts_on.data),
            ends_on=cast("date", self.ends_on.data),
            k=cast("int", self.k.data) if self.k else cast("Programme", held).k,
            linkage_mode=LinkageMode(self.linkage_mode.data)
            if self.linkage_mode
            else cast("Programme", held).linkage_mode,
            consent_required=self.consent_required.data,
            named_role=ProgrammeRole(self.named_role.data) if self.named_role.data else None,
        )


class PeopleRow(FlaskForm):
    """So many people of one role and class."""

    class Meta:
        """The form around it carries the token."""

        csrf = False

    role = SelectField(_l("Role"), choices=named(ROLES))
    class_name = StringField(
        _l("Class"), filters=[stripped], validators=[Length(max=LIMITS["class_name"])]
    )
    number = IntegerField(_l("How many"), validators=[Optional(), NumberRange(1, MOST_OF_A_CLASS)])

    def people(self) -> list[NewPerson]:
        """Return the people of the row; none where no number was given."""
        role = ProgrammeRole(self.role.data)
        return [NewPerson(role=role, class_name=self.class_name.data or "")] * (
            self.number.data or 0
        )


class MoreForm(FlaskForm):
    """Adds people; asks whether more are meant where some are there."""

    more = BooleanField(_l("Add more to those who are there already"))


class RemoveForm(FlaskForm):
    """Takes everybody out."""

    sure = BooleanField(
        _l("Yes, take out all participants with their codes"), validators=[InputRequired()]
    )


class AddPeopleForm(MoreForm):
    """Several rows at once."""

    rows = FieldList(FormField(PeopleRow), min_entries=ROWS, max_entries=ROWS)

    def people(self) -> list[NewPerson]:
        """Return everybody, row by row."""
        return [person for row in self.rows for person in row.form.people()]


class TableForm(MoreForm):
    """The school's own table."""

    table = FileField(
        _l("Table (XLSX or CSV)"),
        validators=[FileRequired(_l("Choose a file."))],
        render_kw={"accept": ".xlsx,.csv"},
    )


class SlipsForm(FlaskForm):
    """Which slips to print; sent in the address."""

    class Meta:
        """Looking changes nothing."""

        csrf = False

    address = StringField(_l("Address on the slips"), filters=[stripped])
    role = SelectField(_l("Role"), validate_choice=False)
    class_name = SelectField(_l("Class"), validate_choice=False)
    issued_from = SelectField(_l("Slips issued"), validate_choice=False)
    consent = SelectField(_l("Whose"), validate_choice=False)


class FindForm(FlaskForm):
    """Whose slip is lost."""

    typed = StringField(
        _l("Number or code"),
        filters=[stripped],
        validators=[InputRequired()],
        render_kw={"autocomplete": "off"},
    )


class ReissueForm(FlaskForm):
    """The code that is to be voided; a page of long ago names an older one."""

    code = StringField(validators=[InputRequired()])


def questionnaires_form(offered: Mapping[WaveKind, Iterable[str]]) -> type[FlaskForm]:
    """Return a form with a list of ticks per wave: `code role`."""
    fields: dict[str, Any] = {
        kind.value: SelectMultipleField(choices={tick: tick for tick in ticks})
        for kind, ticks in offered.items()
    }
    return type("QuestionnairesForm", (FlaskForm,), fields)


def consents_form(names: Iterable[str]) -> type[FlaskForm]:
    """Return a form with a state under each of these names; to withdraw takes a tick."""
    choices = named({"": "—"} | CONSENT_STATES)
    fields: dict[str, Any] = {name: SelectField(choices=choices) for name in names}
    fields["erasing"] = BooleanField(
        _l("Yes, erase for good what those answered whose consent is now marked “withdrawn”")
    )
    return type("ConsentsForm", (FlaskForm,), fields)


def counts_form(piles: Iterable[Pile]) -> type[FlaskForm]:
    """Return a form with a number of papers for each of these piles."""
    fields: dict[str, Any] = {
        pile.field: IntegerField(
            id=f"count-{place}", validators=[Optional(), NumberRange(0, MOST_PAPERS)]
        )
        for place, pile in enumerate(piles)
    }
    return type("CountsForm", (FlaskForm,), fields)
