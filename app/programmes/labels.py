"""What pairs and groups may be called: a number, never the name of somebody in them."""

from __future__ import annotations

import re

from instruments.messages import N_

#: The words that a label may hold besides digits, signs and one or two letters at a time.
LABEL_WORDS = {"пара", "группа", "команда"}

WORD = re.compile(r"[^\W\d_]+")

#: The rule, and what to do; what stands there is never quoted, it may be a name.
NUMBERED = N_("pairs and groups are called by numbers: Zamer keeps no names")
NUMBER_THEM = N_("number the pairs: 1, 2, 3 and so on")


def folded(text: str) -> str:
    """Return a text as it compares: case, ё and е, and how many spaces do not matter."""
    return " ".join(text.casefold().replace("ё", "е").split())


def may_name_somebody(label: str) -> bool:
    """Say whether what a pair or group is called may be a name."""
    words = WORD.findall(folded(label))
    return any(len(word) > 2 and word not in LABEL_WORDS for word in words)
