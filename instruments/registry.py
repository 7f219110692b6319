"""The library: every published version, unchanged since, and which versions may be compared."""

from __future__ import annotations

import json
import re
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from instruments.errors import InstrumentError, UnknownInstrumentError
from instruments.loader import load
from instruments.messages import N_, Problem
from instruments.relations import absent, check_comparability, check_twins

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from instruments.messages import Message
    from instruments.model import Instrument

#: The instruments that come with Замер.
LIBRARY = Path(__file__).parent / "library"

#: Beside the definitions: `CODE@n` to the SHA-256 it was published with.
LEDGER = "published.json"


class Registry:
    """The instruments under one folder: `<code>/v<n>.toml` and the ledger of their hashes."""

    def __init__(self, root: Path = LIBRARY) -> None:
        self.root = root

    @cached_property
    def published(self) -> dict[str, str]:
        """`CODE@n` to the hash it was published with."""
        ledger: dict[str, str] = json.loads((self.root / LEDGER).read_text("utf-8"))
        return ledger

    @cached_property
    def versions(self) -> dict[str, tuple[int, ...]]:
        """Codes in alphabetical order, each with its published versions in rising order."""
        found: dict[str, list[int]] = {}
        for reference in self.published:
            code, _, version = reference.partition("@")
            found.setdefault(code, []).append(int(version))
        return {code: tuple(sorted(found[code])) for code in sorted(found)}

    def get(self, reference: str) -> Instrument:
        """Return a published version, the latest where `reference` names none.

        Raises
        ------
        UnknownInstrumentError
            There is no such code, or no such version of it.
        InstrumentError
            The file has changed since it was published, or claims a comparability it has not.
        """
        code, at, version = reference.partition("@")
        versions = self.versions.get(code)
        if versions is None:
            raise UnknownInstrumentError(reference, tuple(self.versions))
        if not at:
            return _load(self, code, versions[-1])
        if not re.fullmatch(r"[0-9]{1,6}", version) or int(version) not in versions:
            raise UnknownInstrumentError(reference, tuple(f"{code}@{n}" for n in versions))
        return _load(self, code, int(version))

    def latest(self) -> dict[str, Instrument]:
        """Return the latest version of every instrument, by code."""
        return {code: self.get(code) for code in self.versions}

    def why_not_comparable(self, entry: Instrument, exit_: Instrument) -> Message | None:
        """Return None where scores of the two versions may be compared, else the reason.

        The later of the two must have declared the earlier in `comparable_with`; the declaration
        itself was checked when the later version was loaded.
        """
        if entry.sha256 == exit_.sha256:
            return None
        if entry.code != exit_.code:
            return N_(
                "%(one)s and %(other)s are different instruments",
                one=entry.reference,
                other=exit_.reference,
            )
        earlier, later = sorted((entry, exit_), key=lambda instrument: instrument.version)
        if earlier.version in later.comparable_with:
            return None
        return N_(
            "%(later)s does not declare that it is comparable with version %(earlier)s",
            later=later.reference,
            earlier=earlier.version,
        )


@cache
def _load(registry: Registry, code: str, version: int) -> Instrument:
    path = registry.root / code / f"v{version}.toml"
    instrument = load(path)
    file = f"{code}/{path.name}"
    problems = [
        finding.in_file(file)
        for earlier in instrument.comparable_with
        for finding in check_comparability(instrument, registry.get(f"{code}@{earlier}"))
    ]
    if (instrument.code, instrument.version) != (code, version) or (
        instrument.sha256 != registry.published[f"{code}@{version}"]
    ):
        problems.append(
            Problem(
                file=file,
                place=N_("the file"),
                what=N_("its definition is not the one that was published"),
                rule=N_("a published version never changes"),
                remedy=N_("restore the file, and publish the change as the next version"),
            )
        )
    if problems:
        raise InstrumentError(tuple(problems))
    return instrument


def check_claims(files: Mapping[Path, Instrument], registry: Registry) -> Iterator[Problem]:
    """Check what definitions in files claim of each other and of the library.

    Yields
    ------
    Problem
        For every twin that is not there, or is answered otherwise, or names another; for every
        earlier version that is not there, or is scored otherwise.
    """
    others = registry.latest() | {instrument.code: instrument for instrument in files.values()}
    versions = {instrument.reference: instrument for instrument in files.values()}
    for path, instrument in files.items():
        findings = [*check_twins(instrument, others)]
        for number in instrument.comparable_with:
            reference = f"{instrument.code}@{number}"
            earlier = versions.get(reference)
            if earlier is None and reference in registry.published:
                earlier = registry.get(reference)
            findings += check_comparability(instrument, earlier) if earlier else [absent(reference)]
        yield from (finding.in_file(str(path)) for finding in findings)
