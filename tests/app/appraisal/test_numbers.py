"""Numbers are taken as people type and paste them, and refused with a reason."""

from __future__ import annotations

from decimal import Decimal

import pytest
from flask_babel import force_locale
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict

from app.appraisal.numbers import NumberField, shown_number


def typed(app, text, **kind):
    """Return the field with what was typed in it, read."""
    form = type("OneForm", (FlaskForm,), {"number": NumberField(**kind)})
    with app.test_request_context(), force_locale("ru"):
        read = form(MultiDict({"number": text}))
        read.validate()
    return read.number


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", "12"), (" 12,5 ", "12.5"), ("12.50", "12.5"), ("1 250", "1250"),
     ("1\N{NO-BREAK SPACE}250,75", "1250.75"), ("12\N{NARROW NO-BREAK SPACE}000", "12000"),
     ("0", "0"), ("007", "7")],
)  # fmt: skip
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_spaces_commas_and_points_are_understood(app, text, number):
    """Whatever spaces a table was copied with."""
    field = typed(app, text)
    assert field.errors == []
    assert field.number == Decimal(number)


@pytest.mark.parametrize(
    ("text", "kind", "says"),
    [("двенадцать", {}, "Это не число"), ("1,2,3", {}, "Это не число"),
     ("-4", {}, "без минуса"), ("−4", {}, "без минуса"), ("12,345", {}, "2 после запятой"),
     ("1234567890", {}, "9 цифр"), ("12,5", {"is_whole": True}, "целое число"),
     ("101", {"is_percent": True}, "100 %"), ("45 %", {}, "Это не число"),
     ("<b>", {}, "Это не число"), ("٣", {}, "Это не число")],
)  # fmt: skip
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_anything_else_is_refused_and_stays_in_the_field(app, text, kind, says):
    """With the rule that it breaks."""
    field = typed(app, text, **kind)
    assert says in str(field.errors[0])
    assert field.data == text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nothing_is_no_number_and_a_share_may_bear_its_sign(app):
    """An empty field is not zero."""
    assert typed(app, "  ").number is None
    assert typed(app, "45 %", is_percent=True).number == 45


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_number_is_shown_as_it_would_be_typed(app):
    """With a comma, without zeros that say nothing."""
    with app.test_request_context(), force_locale("ru"):
        shown = [shown_number(Decimal(one)) for one in ("12.50", "100", "0.05", "1E+3")]
    assert shown == ["12,5", "100", "0,05", "1000"]
