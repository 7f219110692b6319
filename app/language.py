"""Which language a reader gets: Russian unless told otherwise."""

from __future__ import annotations

import gettext
import os
from functools import cache
from pathlib import Path

TRANSLATIONS = Path(__file__).parent / "translations"

LANGUAGES = ("ru", "en")


@cache
def translations(lang: str) -> gettext.NullTranslations:
    """Return the catalogue of a language; English needs none.

    Raises
    ------
    FileNotFoundError
        The catalogue has not been compiled (`make setup` does it).
    """
    if lang == "en":
        return gettext.NullTranslations()
    return gettext.translation("messages", TRANSLATIONS, [lang])


def speak_in_commands(lang: str) -> None:
    """Let click, which looks its words up in the process's own catalogue, speak the language."""
    gettext.bindtextdomain("click", TRANSLATIONS)
    gettext.textdomain("click")
    os.environ["LANGUAGE"] = lang
