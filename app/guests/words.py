"""What those who are asked from outside the pairs are called."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.models import Audience

AUDIENCES = {Audience.PARENT: _l("Parents"), Audience.PARTNER: _l("Partners")}

#: The questionnaire of the library that each is given.
QUESTIONNAIRES = {Audience.PARENT: "stage1-parent", Audience.PARTNER: "stage1-partner"}
