"""The answers of a self-generated code, as they are compared: who wrote the same."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Key = TypeVar("Key", int, str)

#: Element code to the answer as it was given; None, empty or "не знаю" where there is none.
Elements: TypeAlias = "Mapping[str, str | None]"

#: Normalised answers in the order of the element codes; None where one is missing.
Profile: TypeAlias = tuple[str | None, ...]

#: Latin letters that look like Cyrillic ones, small or capital.
LOOK_ALIKES = str.maketrans("abcehkmoptxyё", "авсенкмортхуе")


def normalised(text: str) -> str:
    """Return an answer without what people write now so and now otherwise.

    Small letters; е for ё; Cyrillic letters for Latin ones that look the same; no spaces,
    punctuation or stress marks; no zeros before a number.
    """
    composed = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    kept = "".join(letter for letter in composed if letter.isalnum())
    return re.sub(r"(?<!\d)0+(?=\d)", "", kept.translate(LOOK_ALIKES))


#: Answers that say there is none.
UNKNOWN = frozenset(map(normalised, ("", "не знаю", "не помню", "don't know", "do not know")))


def known(answer: str | None) -> str | None:
    """Return a normalised answer; None of one that says nothing."""
    text = normalised(answer or "")
    return None if text in UNKNOWN else text


def answered_codes(people: Iterable[Elements]) -> list[str]:
    """Return the codes of all elements that somebody answered, in an order of their own."""
    return sorted(
        {code for elements in people for code in elements if known(elements[code]) is not None}
    )


def by_profile(people: Mapping[Key, Elements], codes: Sequence[str]) -> dict[Profile, list[Key]]:
    """Gather the keys of people who answered alike."""
    found: dict[Profile, list[Key]] = defaultdict(list)
    for key, elements in people.items():
        found[tuple(known(elements.get(code)) for code in codes)].append(key)
    return found
