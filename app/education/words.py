"""What measures and their columns are called on the staff's pages."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.models import Measure

MEASURES = {
    Measure.MEAN_MARK: _l("Mean mark"),
    Measure.QUALITY: _l("Quality of knowledge, %"),
    Measure.MISSED: _l("Lessons missed"),
}

#: Decimals that a value is shown with.
DIGITS = {Measure.MEAN_MARK: 2, Measure.QUALITY: 1, Measure.MISSED: 1}
