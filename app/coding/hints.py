"""What in an open answer may tell whose it is: simple rules, which rather ask once too often."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

#: What is told by its form wherever it stands.
PATTERNS = (
    (_l("looks like an e-mail address"), re.compile(r"\S@\S|\bсобака\b", re.IGNORECASE)),
    (
        _l("looks like a link or a nickname"),
        re.compile(
            r"https?:|www\.|\bt\.me\b|\bvk\.|\w\.(?:ru|рф|com|net|org)\b|(?<!\w)@\w|"
            r"\b(?:ник|инста\w*|телега|телеграм\w*|вконтакте)\b",
            re.IGNORECASE,
        ),
    ),
    (_l("holds many digits, perhaps a telephone number"), re.compile(r"(?:\d[\s()+–-]*){5,}")),
    (
        _l("looks like an address"),
        re.compile(
            r"\b(?:улиц[аеуы]|ул|проспект\w*|пр-т|переул\w*|пер|бульвар\w*|шоссе|микрорайон\w*|мкр|"
            r"кв|квартир[аеуы])\b\.?\s*[«\"]?[\dА-ЯЁ]|\b(?:дом|доме|д)\b\.?\s*№?\s*\d|"
            r"\b(?:улиц[аеуы]|переул\w*)\b",
            re.IGNORECASE,
        ),
    ),
    (_l("names a class"), re.compile(r"\b(?:[1-9]|1[01])\s?[-–]?\s?[«\"]?[А-ГA-D]\b")),
    (
        _l("holds a name and patronymic"),
        re.compile(r"\b\w{2,}(?:ович|евич|овна|евна|инична|овны|евны|овне|евне|овну|евну)\w{0,2}\b",
                   re.IGNORECASE),
    ),
    (_l("holds initials"), re.compile(r"\b[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.|[А-ЯЁ][а-яё]+)|[а-яё]\s[А-ЯЁ]\.")),
)  # fmt: skip

#: First names as pupils call each other, in all cases; those that are plain words too are left to
#: the rule of the capital letter.
NAMES = re.compile(
    r"\b(?:"
    r"(?:[мсдп]аш|наташ|миш|гриш|ал[её]ш|л[её]ш|сер[её]ж|ксюш|илюш|никит)(?:а|и|ы|е|у|ей|ой|к\w{1,2})|"
    r"(?:наст|юл|тан|жен|вас|ван|сон|пет|вит|кат|ол)(?:я|и|е|ю|ей|ень?к\w{1,2})|"
    r"(?:дим|ир|полин|арин|карин|марин|ирин|екатерин|елизавет|светлан|татьян|данил)(?:а|ы|е|у|ой|к[аиеу])|"
    r"(?:анастаси|евгени|виктори|мари|натали|юли)(?:я|и|ю|ей)|"
    r"(?:андре|алексе|серге|матве|дмитри|евгени)(?:й|я|ю|ем|е)|"
    r"(?:кирилл|максим|арт[её]м|егор|антон|олег|владимир|александр|виктор)(?:|а|у|ом|е)|"
    r"игор(?:ь|я|ю|ем|е)"
    r")\b",
    re.IGNORECASE,
)

#: Plain words that are among these.
PLAIN = frozenset(("вид", "вите", "кати", "катя", "паши", "пашу", "пете", "олей", "машу", "васе"))

#: Words that are written with a capital letter and tell nobody.
COMMON = frozenset(
    ("Россия", "России", "Москва", "Москве", "Интернет", "Интернете", "Замер", "Замера", "Бог",
     "Новый", "Новым", "День", "Дню", "Дня", "Учитель", "Наставник", "Наставника", "Куратор",
     "Куратора", "Победы", "Земля", "Земле", "Пушкин", "Пушкина", "Я", "Вы", "Вас", "Вам", "Ваш",
     "Ваша", "Ваше", "Ваши"),
)  # fmt: skip

#: A word with a capital letter that begins no sentence.
INSIDE = re.compile(r"(?<=[^\s.!?…:;«\"(–—-])[ \t,]+[«\"(]?([А-ЯЁA-Z][а-яёa-z]+)")

NAME = _l("holds a word with a capital letter, perhaps a name")
KNOWN_NAME = _l("holds a first name")


def hints_of(text: str) -> list[Any]:
    """Return why an answer may tell whose it is, in words; nothing where no rule says so."""
    return [*_by_pattern(text), *_by_name(text)]


def _by_pattern(text: str) -> Iterator[Any]:
    return (why for why, pattern in PATTERNS if pattern.search(text))


def _by_name(text: str) -> Iterator[Any]:
    if any(found.casefold() not in PLAIN for found in NAMES.findall(text)):
        yield KNOWN_NAME
    elif any(word not in COMMON for word in INSIDE.findall(text)):
        yield NAME
