"""What tests of official papers share: a paper with everything on it, and one full of a text."""

from __future__ import annotations

from dataclasses import replace

from analysis.document import (
    Cell,
    Document,
    Figure,
    Kind,
    Paper,
    Paragraph,
    Points,
    Section,
    Signature,
    Table,
)
from tests.app.papers import BANDS, RU

PAPER = Paper(
    institution=(
        "Муниципальное бюджетное общеобразовательное учреждение",
        "«Средняя общеобразовательная школа № 5»",
        "(МБОУ СОШ № 5)",
    ),
    approval=(
        "УТВЕРЖДАЮ",
        "Директор МБОУ СОШ № 5",
        "____________ И. И. Иванова",
        "«___» ______________ 20__ г.",
    ),
    issue="№ 3 от 29.05.2027",
    signatures=(
        Signature(post="Куратор программы", name="А. Б. Петрова"),
        Signature(post="Педагог-психолог", name=""),
    ),
    signed_on="Дата:",
)

#: A sentence as long as those of a report.
SENTENCE = (
    "На входе анкеты заполнили 24 наставляемых из 30, на выходе 22; парами сопоставлены ответы "
    "20 человек, поэтому выводы относятся только к ним."
)


def table(caption: str, rows: int, *, detail: bool = False) -> Table:
    """Return a table of so many rows."""
    return Table(
        caption=caption,
        header=("Показатель", "Вход", "Выход", "Разность"),
        rows=tuple(
            (
                Cell(value=f"Строка {number} таблицы", kind=Kind.TEXT),
                Cell(value=4.5, kind=Kind.NUMBER, digits=1),
                Cell(value=6.0, kind=Kind.NUMBER, digits=1),
                Cell(value=(0.6, 2.4), kind=Kind.INTERVAL, digits=1),
            )
            for number in range(1, rows + 1)
        ),
        detail=detail,
    )


def official(*, is_draft: bool = False) -> Document:
    """Return a paper of several pages with all that a paper may have."""
    paper = replace(PAPER, watermark="ПРОЕКТ", issue="") if is_draft else PAPER
    figure = Figure(caption="Польза встреч для наставляемых", alt="Две полосы.", picture=BANDS)
    points = ("Согласовать ожидания до начала занятий.", "Провести встречу наставников.")
    sections = (
        Section("Участие", (Paragraph(SENTENCE), Paragraph(SENTENCE, strong=True))),
        Section("Удовлетворённость", (table("Оценки по вопросам", 40), figure)),
        Section("Наставляемые", (table("Подробные оценки", 3, detail=True),), level=2),
        Section("Выводы", (Points(points, numbered=True), Paragraph(SENTENCE), Points(points))),
        Section("Предложения", (Points(points, numbered=True),)),
        Section("План анализа", (Paragraph(SENTENCE),), is_appendix=True),
        Section("Отступления от плана", (Paragraph(SENTENCE),), level=2, is_appendix=True),
        Section("Как считали", (table("Методы", 2),), is_appendix=True),
    )
    title = "Аналитический отчёт по итогам I этапа мониторинга программы наставничества «Вместе»"
    facts = (
        "Форма наставничества: «ученик – ученик».",
        "Период: 01.09.2026 – 25.05.2027.",
        "Основание: распоряжение Минпросвещения России от 25.12.2019 № Р-145.",
    )
    return Document(title, sections, RU, facts, "", paper)


def paper_of(text: str) -> Document:
    """Return a draft in which a text stands in every place there is."""
    paper = Paper(
        institution=(text, text),
        approval=(text, text),
        approval_side="left",
        issue=text,
        watermark=text,
        signatures=(Signature(post=text, name=text),),
        signed_on=text,
    )
    cell = Cell(value=text, kind=Kind.TEXT)
    blocks = (
        Paragraph(text),
        Points((text, text), numbered=True),
        Points((text,)),
        Table(caption=text, header=(text,), rows=((cell,),)),
        Figure(caption=text, alt=text, picture=BANDS),
    )
    detail = Table(caption=text, header=(text,), rows=((cell,),), detail=True)
    sections = Section(text, (*blocks, detail)), Section(text, (Paragraph(text),), 1, False, True)
    return Document(text, sections, RU, (text,), text, paper)
