"""What a school publishes for itself: which definitions it may, and what is to be kept of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from instruments.checks import Finding
from instruments.errors import InstrumentError
from instruments.loader import parse
from instruments.messages import N_, Problem
from instruments.registry import OwnDefinition, check_claims

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from instruments.model import Instrument
    from instruments.registry import SchoolRegistry

#: Where the rules of publishing are broken.
HEAD = N_("the head of the file")


def to_publish(files: Mapping[Path, bytes], registry: SchoolRegistry) -> tuple[OwnDefinition, ...]:
    """Return the definitions to keep; what is published already is harmless and left out.

    Several files are published together, since the twins of two questionnaires name each other.

    Parameters
    ----------
    files
        The bytes of each definition by the file's name.
    registry
        What the library and the school have published.

    Raises
    ------
    InstrumentError
        Anything is wrong with any of the files; then nothing may be published.
    """
    problems: list[Problem] = []
    new = _new(_parsed(files, problems), registry)
    published = dict(registry.published)
    for path, instrument in new.items():
        findings = _breaches(instrument, registry, published)
        problems.extend(finding.in_file(str(path)) for finding in findings)
        published.setdefault(instrument.reference, instrument.sha256)
    problems.extend(check_claims(new, registry))
    if problems:
        raise InstrumentError(tuple(problems))
    kept = {
        instrument.reference: OwnDefinition(
            code=instrument.code,
            version=instrument.version,
            toml=files[path].decode("utf-8-sig"),
            sha256=instrument.sha256,
        )
        for path, instrument in new.items()
    }
    return tuple(kept.values())


def _parsed(files: Mapping[Path, bytes], problems: list[Problem]) -> dict[Path, Instrument]:
    """Return the definitions that are in order by themselves; add what is wrong with the rest."""
    good = {}
    for path, content in files.items():
        try:
            good[path] = parse(content, file=str(path))
        except InstrumentError as error:
            problems.extend(error.problems)
    return good


def _new(files: Mapping[Path, Instrument], registry: SchoolRegistry) -> dict[Path, Instrument]:
    """Return what is not published as it is, earlier versions first."""
    in_order = sorted(files.items(), key=lambda one: (one[1].code, one[1].version))
    return {
        path: instrument
        for path, instrument in in_order
        if registry.published.get(instrument.reference) != instrument.sha256
    }


def _breaches(
    instrument: Instrument, registry: SchoolRegistry, published: Mapping[str, str]
) -> Iterator[Finding]:
    """Yield every rule of publishing that the definition breaks, given what is published."""
    if instrument.template:
        yield Finding(
            HEAD,
            N_("template = true"),
            N_("people answer a questionnaire with texts; a template holds facts alone"),
            N_("add the texts, if you may use them, and take out template = true"),
        )
    owned = {definition.code for definition in registry.own.values()}
    if instrument.code in registry.library.versions and instrument.code not in owned:
        yield Finding(
            HEAD,
            N_("the code %(code)s is the library's", code=instrument.code),
            N_("the library publishes the next versions of its questionnaires itself"),
            N_("choose another code, and write version = 1"),
        )
    else:
        yield from _version_breaches(instrument, published)


def _version_breaches(instrument: Instrument, published: Mapping[str, str]) -> Iterator[Finding]:
    """Yield what is wrong with the version, given those that are published."""
    versions = [
        int(version)
        for code, _, version in (reference.partition("@") for reference in published)
        if code == instrument.code
    ]
    following = max(versions, default=0) + 1
    if published.get(instrument.reference, instrument.sha256) != instrument.sha256:
        yield Finding(
            HEAD,
            N_("%(reference)s is published, and otherwise", reference=instrument.reference),
            N_("a published version never changes"),
            N_("write version = %(version)s, and publish the change so", version=following),
        )
    elif instrument.version not in {*versions, following}:
        yield Finding(
            HEAD,
            N_("version = %(version)s", version=instrument.version),
            N_(
                "versions follow one another: the next of %(code)s is %(version)s",
                code=instrument.code,
                version=following,
            ),
            N_("write version = %(version)s", version=following),
        )
