"""What a programme promises whoever answers, word for word what its way of pairing keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

from app.database import db
from app.models import LinkageMode
from app.programmes.guards import has_psychologist

if TYPE_CHECKING:
    from app.models import Programme, ProgrammeRole

_TOTALS = _l("The curator sees only totals of %(k)s people or more.")
_ONLY_TOTALS = _l("The school sees only totals of %(k)s people or more.")
_OTHERS = _l("Teachers and parents see no answers.")
_OWN_WORDS = _l("The psychologist reads texts without knowing who wrote them.")
_BY_CODE = _l(
    "The psychologist sees answers by code, and may find on the list somebody who needs help."
)
_SHOW_THE_SLIP = _l(
    "Whoever wants to talk about their answers may show the psychologist their slip."
)
_BY_NUMBER = _l("As agreed in writing, the report shows your results under your number.")

#: Sentences; with those of every programme no more than eighty words, which a test counts.
PROMISES = {
    LinkageMode.CODES_LIST: (
        _l(
            "It is confidential. There are no names here, only codes; the school keeps a paper "
            "list of who holds which code."
        ),
        _BY_CODE,
        _TOTALS,
        _OTHERS,
    ),
    LinkageMode.CONFIDENTIAL: (
        _l("It is confidential. Names are kept under the psychologist's passphrase."),
        _l(
            "Only the psychologist can tell whose answers these are, so as to help, and may add "
            "marks and absences to them."
        ),
        _TOTALS,
        _OTHERS,
    ),
    LinkageMode.CODES_HAT: (
        _l("It is anonymous. The slips were drawn from a hat: nobody knows whose code this is."),
        _ONLY_TOTALS,
        _OWN_WORDS,
        _SHOW_THE_SLIP,
        _OTHERS,
    ),
    LinkageMode.SELF_CODE: (
        _l(
            "It is anonymous. A few short questions take the place of a name: they only help to "
            "find the answers given later, and are erased afterwards."
        ),
        _ONLY_TOTALS,
        _OWN_WORDS,
        _OTHERS,
    ),
}

#: What is said instead where no psychologist works: the curator keeps the codes and reads texts.
WITHOUT_PSYCHOLOGIST = (
    (
        _BY_CODE,
        _l("The curator reads texts and code, and may find on the list somebody who needs help."),
    ),
    (_TOTALS, _l("Of all else there are only totals of %(k)s people or more.")),
    (_OWN_WORDS, _l("The curator reads texts without knowing who wrote them.")),
    (
        _SHOW_THE_SLIP,
        _l("Whoever wants to talk about their answers may show the curator their slip."),
    ),
)

#: What holds for everybody, whatever the programme.
VOLUNTARY = _l("One may say no, skip any question and stop at any time; nothing bad comes of it.")


def promise(programme: Programme, role: ProgrammeRole) -> list[str]:
    """Return the sentences of a programme's own promise to somebody of a role."""
    instead = [(_TOTALS, _BY_NUMBER)] if role is programme.named_role else []
    if not has_psychologist(db.session, programme.school_id):
        instead += WITHOUT_PSYCHOLOGIST
    sentences = (
        next((new for old, new in instead if old is one), one)
        for one in PROMISES[programme.linkage_mode]
    )
    return [str(sentence) % {"k": programme.k} for sentence in sentences]
