"""All files of a report: pictures drawn once for all of them, the typesetter beside the rest."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from app.models import ReportForm
from app.reports.formats import lay_out
from app.reports.kinds import KEPT
from app.reports.pictures import dots_of, drawn
from app.reports.render_docx import render_docx
from app.reports.render_pdf import source_of, typeset

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from analysis.document import Document
    from app.reports.operations import Files

#: In which order the typesetter is given them: it has two of them at once.
LONGEST_FIRST = (ReportForm.FULL, ReportForm.SITE, ReportForm.SUMMARY)


class BegunFiles:
    """The files of all forms of a report, begun; results are no file of a form's own.

    The typesetter needs nothing of Python while it works, so it has threads of its own, and works
    beside whatever else is done before the files are asked for. Pictures are drawn before, in the
    caller's thread: letters come of one typeface, and two at once would spoil its memory.
    """

    def __init__(
        self, forms: Mapping[ReportForm, Document], *, created: date, template: bytes | None
    ) -> None:
        self._forms, self._created, self._template = forms, created, template
        typesetter = ThreadPoolExecutor(max_workers=2)
        pictures = drawn(document for form, document in forms.items() if "docx" in KEPT[form])
        self._dots = typesetter.submit(dots_of, pictures)
        self._pdf = {
            (form, "pdf"): typesetter.submit(
                typeset, source_of(forms[form], created=created), created
            )
            for form in LONGEST_FIRST
            if form in forms and "pdf" in KEPT[form]
        }
        typesetter.shutdown(wait=False)

    def finished(self) -> Files:
        """Return the files by form and format."""
        files = {
            (form, format_): lay_out(document, format_, created=self._created)
            for form, document in self._forms.items()
            for format_ in KEPT[form]
            if format_ in {"html", "xlsx"}
        }
        dots = self._dots.result()
        for form, document in self._forms.items():
            if "docx" in KEPT[form]:
                files[form, "docx"] = render_docx(
                    document, created=self._created, template=self._template, dots=dots
                )
        return files | {place: done.result() for place, done in self._pdf.items()}
