"""Forms of marks and attendance: the files, their columns, and what is confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange

from app.education.words import MEASURES
from app.models import Measure
from app.programmes.forms import named
from app.programmes.words import ROLES_OF_MANY

if TYPE_CHECKING:
    from app.education.headers import Header
    from app.education.uploads import Upload

ACCEPT = {"accept": ".xlsx,.csv"}


class UploadForm(FlaskForm):
    """The school's own tables of one role."""

    role = SelectField(_l("Whose results"), choices=named(ROLES_OF_MANY))
    before = FileField(
        _l("Table from the journal (XLSX or CSV)"),
        validators=[FileRequired(_l("Choose a file."))],
        description=_l(
            "Either with columns for both terms, or of the last closed term before the programme."
        ),
        render_kw=ACCEPT,
    )
    after = FileField(
        _l("Second table, if each term has its own"),
        description=_l("Of the last closed term before the exit wave; else leave it empty."),
        render_kw=ACCEPT,
    )


class TiedUploadForm(UploadForm):
    """The same where names are open."""

    is_tied = BooleanField(
        _l("Tie the results to participants by surname and first name"),
        default=True,
        description=_l(
            "Only participants both of whose consents have come are kept; whoever is not found is "
            "shown on the screen and kept nowhere."
        ),
    )


class ParcelForm(FlaskForm):
    """What the page before carries on."""

    parcel = HiddenField(validators=[InputRequired()])


class ConfirmForm(ParcelForm):
    """Keeps what was read."""


class RemoveForm(FlaskForm):
    """Takes the results of a role out."""

    role = SelectField(choices=named(ROLES_OF_MANY))
    sure = BooleanField(_l("Yes, remove these results"), validators=[InputRequired()])


class ColumnsForm(ParcelForm):
    """Which column is what; made by `columns_form`."""

    def chosen(self) -> dict[str, int]:
        """Return the chosen columns by the names of their fields."""
        return {
            field.name: int(field.data)
            for field in self
            if isinstance(field, SelectField) and field.data
        }

    def tops(self, n_tables: int) -> list[int]:
        """Return the rows of the headers, from 0."""
        return [(self[f"header_{number}"].data or 1) - 1 for number in range(1, n_tables + 1)]

    def check(self, upload: Upload) -> bool:
        """Say whether a table can be read so; what is wrong stands at its field."""
        chosen = self.chosen()
        used: dict[tuple[int, int], str] = {}
        for name, place in chosen.items():
            what, of = name.rsplit("_", 1)
            table = int(of) - 1 if what == "key" else upload.table_of(int(of))
            if (table, place) in used:
                self._refuse(name, _("This column has been chosen already."))
            used[table, place] = name
        if not any(f"{measure}_{term}" in chosen for measure in Measure for term in (1, 2)):
            self.form_errors.append(_("Choose a column of marks or of missed lessons."))
        if len(upload.tables) > 1 or upload.is_tied:
            for number in range(1, len(upload.tables) + 1):
                if f"key_{number}" not in chosen:
                    text = _("Without this column nobody can be found again.")
                    self._refuse(f"key_{number}", text)
        return not self.errors

    def _refuse(self, name: str, text: str) -> None:
        self[name].errors = [*self[name].errors, text]


def columns_form(upload: Upload) -> type[ColumnsForm]:
    """Return a form with a choice of column for everything that is read."""
    fields: dict[str, Any] = {}
    for number, table in enumerate(upload.tables, start=1):
        fields[f"header_{number}"] = IntegerField(
            _l("Row with the titles of the columns"),
            validators=[InputRequired(), NumberRange(1, len(table.sheet.rows))],
        )
        fields[f"key_{number}"] = _choice(_l("Name or number of the pupil"), table.header)
    for measure in Measure:
        for term in (1, 2):
            header = upload.tables[upload.table_of(term)].header
            fields[f"{measure}_{term}"] = _choice(MEASURES[measure], header)
    return type("ChosenColumnsForm", (ColumnsForm,), fields)


def _choice(label: Any, header: Header) -> SelectField:
    choices = {"": "—"} | {
        str(one.place): f"{one.letters} · {one.title or _('no title')}" for one in header.columns
    }
    return SelectField(label, choices=choices, default="")
