"""What units and directions of indicators are called on pages."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.models import IndicatorDirection, IndicatorUnit

UNITS = {IndicatorUnit.COUNT: _l("number"), IndicatorUnit.PERCENT: _l("share, %")}

DIRECTIONS = {
    IndicatorDirection.MORE: _l("the more the better"),
    IndicatorDirection.LESS: _l("the less the better"),
    IndicatorDirection.NONE: _l("no direction"),
}

#: How a change of an indicator turned out.
VERDICTS = {"better": _l("better"), "worse": _l("worse"), "unchanged": _l("unchanged")}
