"""A school publishes definitions of its own beside the library's."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from instruments.errors import InstrumentError, UnknownInstrumentError
from instruments.loader import parse
from instruments.publication import to_publish
from instruments.registry import LEDGER, OwnDefinition, Registry, SchoolRegistry
from tests.conftest import SMALL

LIBRARY = Registry()
FIRST = SMALL.replace("version = 2", "version = 1").replace("[1]", "[]", 1)
SECOND = SMALL.replace("Первый.", "Первый вопрос.")
THIRD = SECOND.replace("version = 2", "version = 3").replace("Второй.", "Второй вопрос.")


def own(*texts: str) -> tuple[OwnDefinition, ...]:
    """Return definitions as a school keeps them."""
    definitions = []
    for text in texts:
        one = parse(text.encode(), file="own.toml")
        definitions.append(
            OwnDefinition(code=one.code, version=one.version, toml=text, sha256=one.sha256)
        )
    return tuple(definitions)


def school(*texts: str) -> SchoolRegistry:
    """Return the registry of a school that has published these definitions."""
    return SchoolRegistry(LIBRARY, own(*texts))


def published(*texts: str | bytes, registry: SchoolRegistry) -> tuple[OwnDefinition, ...]:
    """Return what is to be kept of definitions in files."""
    contents = [text if isinstance(text, bytes) else text.encode() for text in texts]
    files = {Path(f"f{place}.toml"): content for place, content in enumerate(contents)}
    return to_publish(files, registry)


def refused(*texts: str | bytes, registry: SchoolRegistry) -> str:
    """Return why definitions may not be published."""
    with pytest.raises(InstrumentError) as error:
        published(*texts, registry=registry)
    return str(error.value)


def test_a_schools_own_stand_beside_the_library():
    """Codes, versions, the latest of each, and any version by its name."""
    registry = school(FIRST, SECOND)
    assert registry.get("small").reference == "small@2"
    assert registry.get("small@1").sha256 == own(FIRST)[0].sha256
    assert registry.get("anxiety-school") is LIBRARY.get("anxiety-school")
    assert registry.versions == dict(sorted({**LIBRARY.versions, "small": (1, 2)}.items()))
    assert registry.latest() == LIBRARY.latest() | {"small": registry.get("small@2")}
    first, second = registry.get("small@1"), registry.get("small@2")
    assert registry.why_not_comparable(first, second) is None
    assert registry.why_not_comparable(first, LIBRARY.get("curator")) is not None


def test_one_school_does_not_see_anothers():
    """A registry holds what it was given; the library stays what it is."""
    assert school(FIRST).get("small").version == 1
    for registry in (school(), LIBRARY):
        with pytest.raises(UnknownInstrumentError):
            registry.get("small")


@pytest.mark.parametrize(
    "change", [{"toml": FIRST.replace("Первый.", "Первый!")}, {"sha256": "0" * 64},
               {"version": 7}, {"code": "other"}],
)  # fmt: skip
def test_a_definition_that_has_changed_is_refused(change):
    """Its text, or what was written down of it, as with a file of the library."""
    [kept] = own(FIRST)
    # The text is read, and remembered, before the change.
    assert school(FIRST).get("small").sha256 == kept.sha256
    changed = replace(kept, **change)
    with pytest.raises(InstrumentError, match="a published version never changes"):
        SchoolRegistry(LIBRARY, [changed]).get(changed.reference)


def test_a_definition_that_cannot_be_read_is_refused():
    """A damaged text is no definition."""
    [kept] = own(FIRST)
    with pytest.raises(InstrumentError, match=r"small/v1\.toml"):
        SchoolRegistry(LIBRARY, [replace(kept, toml=FIRST[:200])]).get("small")


def test_a_false_claim_of_comparability_is_refused_also_among_own():
    """As in the library, when the version is read."""
    registry = school(FIRST, SECOND.replace("max_missing = 0.5", "max_missing = 0"))
    with pytest.raises(InstrumentError, match="take 1 out of comparable_with"):
        registry.get("small@2")


def test_the_first_version_of_a_new_code_is_published():
    """What is kept reads back as what was handed in."""
    [kept] = published("\ufeff" + FIRST, registry=school())
    assert (kept.reference, kept.toml, kept.sha256) == ("small@1", FIRST, own(FIRST)[0].sha256)
    assert SchoolRegistry(LIBRARY, [kept]).get("small").title.ru == "Малая"


def test_the_next_version_is_published():
    """Comparable with the one before, or not."""
    assert [one.reference for one in published(SECOND, registry=school(FIRST))] == ["small@2"]
    apart = SECOND.replace("comparable_with = [1]", "comparable_with = []")
    assert [one.reference for one in published(apart, registry=school(FIRST))] == ["small@2"]


def test_versions_may_be_published_together():
    """In any order of the files; one handed in twice is one."""
    kept = published(THIRD.replace("[1]", "[1, 2]", 1), FIRST, SECOND, FIRST, registry=school())
    assert [one.reference for one in kept] == ["small@1", "small@2", "small@3"]


def test_what_is_published_already_is_harmless():
    """Also in another layout, and after a later version; the library's own too."""
    registry = school(FIRST, SECOND)
    assert published(FIRST + "# a comment\n", SECOND, registry=registry) == ()
    text = (LIBRARY.root / "curator" / "v1.toml").read_bytes()
    assert published(text, registry=registry) == ()


def test_a_published_version_is_not_published_otherwise():
    """The refusal names the version to write."""
    text = refused(FIRST.replace("Первый.", "Первый!"), registry=school(FIRST, SECOND))
    assert "f0.toml, the head of the file: small@1 is published, and otherwise" in text
    assert "write version = 3" in text
    other = FIRST.replace("Первый.", "Первый!")
    assert "small@1 is published, and otherwise" in refused(FIRST, other, registry=school())


@pytest.mark.parametrize(
    ("text", "before", "following"),
    [(SECOND.replace("comparable_with = [1]", ""), (), 1), (THIRD, (FIRST,), 2)],
)
def test_no_version_is_left_out(text, before, following):
    """The first is 1, the next is one more."""
    found = refused(text, registry=school(*before))
    assert f"the next of small is {following}" in found
    assert f"write version = {following}" in found


def test_a_code_of_the_library_is_taken():
    """The library publishes its next versions itself."""
    for version in (1, 2):
        text = FIRST.replace('"small"', '"curator"').replace("version = 1", f"version = {version}")
        found = refused(text, registry=school())
        assert "the code curator is the library's" in found
        assert "choose another code" in found


def test_a_code_that_the_school_had_first_stays_the_schools(tmp_path):
    """A later library uses the code too: the school's answers keep their version, and go on."""
    (tmp_path / "small").mkdir()
    theirs = FIRST.replace("Первый.", "Совсем другой.")
    (tmp_path / "small" / "v1.toml").write_text(theirs, "utf-8")
    (tmp_path / LEDGER).write_text(json.dumps({"small@1": own(theirs)[0].sha256}), "utf-8")
    library = Registry(tmp_path)
    registry = SchoolRegistry(library, own(FIRST))
    assert library.get("small").sha256 != registry.get("small").sha256 == own(FIRST)[0].sha256
    assert [one.reference for one in published(SECOND, registry=registry)] == ["small@2"]


def test_a_template_is_not_published():
    """Nobody can answer a test without its texts."""
    head, *_ = FIRST.split("[[options]]")
    assert "template = true" in refused(f"{head}template = true\n", registry=school())


def test_everything_that_is_wrong_is_said_at_once():
    """Of every file; then nothing is published."""
    bad = FIRST.replace("range = [2, 8]", "range = [5, 65]")
    found = refused(bad, b"\xff", FIRST.replace('"small"', '"curator"'), registry=school())
    files = [line.split(",")[0] for line in found.split("\n")]
    assert list(dict.fromkeys(files)) == ["f0.toml", "f1.toml", "f2.toml"]


def test_claims_of_comparability_are_checked_against_what_is_published():
    """Scored otherwise, or compared with a version that is not there."""
    other = SECOND.replace("max_missing = 0.5", "max_missing = 0")
    assert "take 1 out of comparable_with" in refused(other, registry=school(FIRST))
    assert "take 1 out of comparable_with" in refused(FIRST, other, registry=school())
    absent = SECOND.replace('"small"', '"large"').replace("version = 2", "version = 1")
    assert "names version 1" in refused(absent, registry=school(FIRST))


ENTRY = FIRST.replace('code = "sm03"', 'code = "sm03"\ntwin = "small-exit/sm03"')
EXIT = FIRST.replace('"small"', '"small-exit"').replace(
    'code = "sm03"', 'code = "sm03"\ntwin = "small/sm03"'
)


def test_twins_are_published_together():
    """Each names the other, so neither can come first."""
    assert "its twin is small-exit/sm03" in refused(ENTRY, registry=school())
    kept = published(EXIT, ENTRY, registry=school())
    assert [one.reference for one in kept] == ["small@1", "small-exit@1"]


def test_a_twin_may_be_among_what_is_published():
    """The next version of one of the two finds the other there."""
    second = ENTRY.replace("version = 1", "version = 2").replace("Первый.", "Первый вопрос.")
    assert [one.version for one in published(second, registry=school(ENTRY, EXIT))] == [2]
    lone = second.replace("small-exit/sm03", "curator/cu01")
    assert "its twin is curator/cu01" in refused(lone, registry=school(ENTRY, EXIT))
