"""Everything that a person reads is in the Russian catalogue."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from app.language import TRANSLATIONS, translations

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

ROOT = TRANSLATIONS.parent.parent
RUSSIAN = TRANSLATIONS / "ru" / "LC_MESSAGES"


def catalogue(name: str) -> Catalog:
    """Return a Russian catalogue."""
    with (RUSSIAN / f"{name}.po").open("rb") as file:
        return read_po(file, locale="ru")


def msgids_of_code() -> set[str]:
    """Return every msgid in the three packages and the templates."""
    keywords = {"N_": None, "say": None, "_": None, "_l": None, "gettext": None}
    methods = [("**.py", "python"), ("**.html", "jinja2")]
    return {
        message
        for package in ("app", "analysis", "instruments")
        for _, _, message, _, _ in extract_from_dir(ROOT / package, methods, keywords=keywords)
    }


def test_the_catalogue_holds_exactly_the_texts_of_the_code():
    """A new text is missing, an old one is left over: run `make catalogue`."""
    assert {message.id for message in catalogue("messages") if message.id} == msgids_of_code()


@pytest.mark.parametrize("name", ["messages", "click"])
def test_every_text_is_translated_with_its_facts(name):
    """No empty translation, none to be checked again, every place filled with the same facts."""
    messages = [message for message in catalogue(name) if message.id]
    for message in messages:
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(strings), message.id
        assert not message.fuzzy, message.id
        assert [*message.check()] == []
        if isinstance(message.id, str):
            places = re.findall(r"%\(\w+\)s", message.id)
            assert sorted(re.findall(r"%\(\w+\)s", message.string)) == sorted(places), message.id


def test_english_needs_no_catalogue():
    """The msgids are its texts."""
    assert translations("en").gettext("entry") == "entry"
    assert translations("ru").gettext("entry") == "вход"
    assert translations("ru").info()["language"] == "ru"


def zamer(*arguments: str, lang: str) -> subprocess.CompletedProcess[str]:
    """Run the installed command in a language."""
    command = Path(sys.executable).with_name("zamer")
    return subprocess.run(
        [command, *arguments],
        env={"ZAMER_LANG": lang, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_line_speaks_russian_too():
    """Also what its library says."""
    assert "Показать эту справку и выйти." in zamer("--help", lang="ru").stdout
    assert "не указан аргумент" in zamer("analyse", lang="ru").stderr
    assert "Show this message and exit." in zamer("--help", lang="en").stdout


def test_a_language_that_is_not_there_is_named_with_those_there_are():
    """Nothing is guessed."""
    done = zamer("--help", lang="fr")
    assert done.returncode == 2
    assert done.stderr.strip() == "ZAMER_LANG=fr: one of ru, en"
