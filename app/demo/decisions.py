"""What the curator of the demonstration has made of conclusions and of the SWOT table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.models import Conclusion, ConclusionKind, SwotCell, SwotLine

if TYPE_CHECKING:
    from flask_sqlalchemy.session import Session
    from sqlalchemy.orm import scoped_session

    from app.models import Programme

#: Cell, origin, as it was proposed, as it is printed.
LINES = (
    (
        SwotCell.STRENGTH,
        "rating/mentee/joint-work",
        "Наставляемые высоко оценивают: «Удовлетворённость совместной работой»",
        "Наставляемые высоко оценивают: «Удовлетворённость совместной работой»",
    ),
    (
        SwotCell.STRENGTH,
        "rating/mentor/leadership",
        "Наставники высоко оценивают: «Возможность быть лидером»",
        "Наставники высоко оценивают: «Возможность быть лидером»",
    ),
    (
        SwotCell.WEAKNESS,
        "gap/mentee/events",
        "Наставляемые: «Организация событий программы» — хуже, чем ожидали",
        "О событиях программы наставляемые узнавали поздно и ждали от них большего",
    ),
    (
        SwotCell.OPPORTUNITY,
        None,
        None,
        "Центр детского творчества готов принять пары в свои кружки",
    ),
    (
        SwotCell.THREAT,
        None,
        None,
        "У девятиклассников впереди экзамены: времени на встречи станет меньше",
    ),
)

#: Stage, kind, place, origin, as it was drafted, as it is printed.
SENTENCES = (
    (
        1,
        ConclusionKind.RECOMMENDATION,
        2,
        "advice/events",
        (
            "Сообщать о событиях программы заранее, назначать ответственного за каждое, а после "
            "события собирать короткие отзывы (основание: «Организация событий программы», "
            "наставляемые)."
        ),
        (
            "Вывешивать календарь событий программы в начале каждой четверти, назначать "
            "ответственного за каждое событие, а после него собирать короткие отзывы наставляемых."
        ),
    ),
    (
        2,
        ConclusionKind.RECOMMENDATION,
        3,
        "proposal/comparison",
        (
            "Чтобы судить о вкладе самой программы, до её начала подобрать группу сравнения: "
            "похожих людей, которые в программе не участвуют, но отвечают на те же вопросы."
        ),
        (
            "В следующем году предложить те же методики классам, которые в программе не участвуют, "
            "чтобы было с чем сравнить."
        ),
    ),
)


def decide(session: scoped_session[Session], programme: Programme) -> None:
    """Write the lines and sentences of the first programme, inside an operation."""
    places: dict[SwotCell, int] = {}
    for cell, origin, proposed, text in LINES:
        places[cell] = places.get(cell, 0) + 1
        session.add(
            SwotLine(
                programme_id=programme.id,
                cell=cell,
                position=places[cell],
                text=text,
                origin=origin,
                proposed=proposed,
                is_confirmed=True,
            )
        )
    session.add_all(
        Conclusion(
            programme_id=programme.id,
            stage=stage,
            kind=kind,
            position=position,
            text=text,
            origin=origin,
            drafted=drafted,
        )
        for stage, kind, position, origin, drafted, text in SENTENCES
    )
