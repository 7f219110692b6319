"""What was published, by the library and by a school: unchanged since, and what may be compared."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from instruments.errors import InstrumentError, UnknownInstrumentError
from instruments.loader import parse
from instruments.messages import N_, Problem
from instruments.relations import absent, check_comparability, check_twins

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

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
        self._read: dict[str, Instrument] = {}

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
            return self._version(code, versions[-1])
        if not re.fullmatch(r"[0-9]{1,6}", version) or int(version) not in versions:
            raise UnknownInstrumentError(reference, tuple(f"{code}@{n}" for n in versions))
        return self._version(code, int(version))

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

    def _version(self, code: str, version: int) -> Instrument:
        """Return a published version, read and verified once."""
        reference = f"{code}@{version}"
        if reference not in self._read:
            self._read[reference] = self._verified(code, version)
        return self._read[reference]

    def _content(self, code: str, version: int) -> bytes:
        """Return what was published, as it is kept."""
        return (self.root / code / f"v{version}.toml").read_bytes()

    def _verified(self, code: str, version: int) -> Instrument:
        file = f"{code}/v{version}.toml"
        instrument = _parsed(self._content(code, version), file)
        problems = [
            finding.in_file(file)
            for earlier in instrument.comparable_with
            for finding in check_comparability(instrument, self.get(f"{code}@{earlier}"))
        ]
        if (instrument.code, instrument.version) != (code, version) or (
            instrument.sha256 != self.published[f"{code}@{version}"]
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


@lru_cache(maxsize=512)
def _parsed(content: bytes, file: str) -> Instrument:
    """Parse what many registries of one process hold alike, once."""
    return parse(content, file=file)


@dataclass(frozen=True, kw_only=True)
class OwnDefinition:
    """A version that a school has published for itself.

    Attributes
    ----------
    toml
        The definition's text.
    sha256
        The content hash that it was published with.
    """

    code: str
    version: int
    toml: str
    sha256: str

    @property
    def reference(self) -> str:
        """`CODE@n`, the name of exactly this version."""
        return f"{self.code}@{self.version}"


class SchoolRegistry(Registry):
    """The library and what one school has published for itself, as one.

    A code that the school has used stays the school's, also when the library comes to use it:
    answers point at the school's version.

    Attributes
    ----------
    own
        The school's definitions by `CODE@n`.
    """

    def __init__(self, library: Registry, own: Iterable[OwnDefinition]) -> None:
        super().__init__(library.root)
        self.library = library
        self.own = {definition.reference: definition for definition in own}

    @cached_property
    def published(self) -> dict[str, str]:
        """`CODE@n` to the hash it was published with."""
        codes = {definition.code for definition in self.own.values()}
        ledger = {
            reference: sha256
            for reference, sha256 in self.library.published.items()
            if reference.partition("@")[0] not in codes
        }
        return ledger | {reference: one.sha256 for reference, one in self.own.items()}

    def _version(self, code: str, version: int) -> Instrument:
        reference = f"{code}@{version}"
        if reference in self.own:
            return super()._version(code, version)
        return self.library.get(reference)

    def _content(self, code: str, version: int) -> bytes:
        return self.own[f"{code}@{version}"].toml.encode()


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
