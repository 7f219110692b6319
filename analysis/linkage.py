"""People of two waves paired by what they alone know: self-generated codes instead of slips.

Each person answers seven or eight short questions whose answers do not change, the elements of
the code. Nobody is compared by name; two forms belong to one person when their elements agree,
all of them or all but one, and nobody else's fit nearly as well.

A pair is linked when at most one element does not agree, its weight (`analysis.linkage_weights`)
reaches `least_weight`, and on both sides nobody else comes within `MARGIN`. A missing answer is no
agreement: two forms that lack one element are as alike as two that differ in it, so it uses up the
one that is allowed. Class is no condition, for 5 «А» is 6 «А» at the next wave; the class cohort is
one more element, which two classes of a year share.

References: Fellegi and Sunter (1969), A theory for record linkage, JASA 64, 1183–1210; Winkler
(1989), Frequency-based matching in the Fellegi–Sunter model of record linkage, Proceedings of the
Section on Survey Research Methods, ASA, 778–783; Schnell, Bachteler and Reiher (2010), Improving
the use of self-generated identification codes, Evaluation Review 34, 391–418. How often links are
right: docs/linkage.md.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from math import log2
from typing import TYPE_CHECKING, Generic

from analysis.code_elements import Key, answered_codes, by_profile
from analysis.errors import SlipRateError
from analysis.linkage_weights import SLIP, Weights, least_weight

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from analysis.code_elements import Elements, Profile

#: Bits by which a link must be better than whatever else there is for either of the two.
MARGIN = log2(10)


@dataclass(frozen=True, order=True)
class Link(Generic[Key]):
    """Two forms of one person.

    Attributes
    ----------
    kind
        "exact" when all elements agree; "tolerant" when one differs or is missing.
    """

    entry: Key
    exit: Key
    kind: str


@dataclass(frozen=True, kw_only=True)
class Linkage(Generic[Key]):
    """Who is who, and how many are not known.

    Attributes
    ----------
    links
        In rising order of the keys at entry; nobody stands in two.
    n_entry, n_exit
        People at each wave: exact + tolerant + ambiguous + unmatched of that wave.
    exact, tolerant
        Links of each kind.
    ambiguous_entry, ambiguous_exit
        People who fit somebody who is not linked either, so that more than one link was possible.
    unmatched_entry, unmatched_exit
        People who fit nobody, or only people who are linked to others.
    """

    links: tuple[Link[Key], ...]
    n_entry: int
    n_exit: int
    exact: int
    tolerant: int
    ambiguous_entry: int
    ambiguous_exit: int
    unmatched_entry: int
    unmatched_exit: int


def link(
    entry: Mapping[Key, Elements], exit_: Mapping[Key, Elements], *, slip: float = SLIP
) -> Linkage[Key]:
    """Pair the people of one role of one programme across two waves.

    Parameters
    ----------
    entry, exit_
        A key of each person's form to their elements. Elements are those that somebody answered;
        a question that was asked at one wave only is to be left out, or it is the one that nobody
        agrees in.
    slip
        Which share of a person's answers differs at the other wave. It only weighs; one element
        in all may differ whatever it is.

    Returns
    -------
    Linkage
        The same whatever the order of people; exchanging the waves exchanges the sides. Two
        people whose elements at one wave are all the same are never linked. Of very few people
        nobody can tell what is rare: two waves of one person each have no link.

    Raises
    ------
    SlipRateError
        The slip rate is not above 0 and below 1/2.
    """
    if not 0 < slip < 0.5:
        raise SlipRateError(slip)
    codes = answered_codes([*entry.values(), *exit_.values()])
    waves = by_profile(entry, codes), by_profile(exit_, codes)
    people = [profile for wave in waves for profile, keys in wave.items() for _ in keys]
    weights = Weights.of(people, slip=slip)
    fits = {(a, b): weights.of_pair(a, b) for a, b in _near(*waves)}
    there = _clearly_best(fits, waves[1])
    back = _clearly_best({(b, a): weight for (a, b), weight in fits.items()}, waves[0])
    enough = least_weight(len(entry), len(exit_))
    likely = [pair for pair, weight in fits.items() if weight >= enough]
    found = {(a, b) for a, b in likely if there.get(a) == b and back.get(b) == a}
    links = [
        Link(waves[0][a][0], waves[1][b][0], "exact" if a == b and None not in a else "tolerant")
        for a, b in found
    ]
    return _counted(waves, links, _open(likely, found))


def _near(entry: Iterable[Profile], exit_: Iterable[Profile]) -> set[tuple[Profile, Profile]]:
    """Return the pairs in which at most one element does not agree.

    Two such profiles are the same without that element, so they are found through what is left
    of them, and most pairs are never looked at.
    """
    left: dict[tuple[int, Profile], list[Profile]] = defaultdict(list)
    for profile in exit_:
        for rest in _rests(profile):
            left[rest].append(profile)
    return {(one, other) for one in entry for rest in _rests(one) for other in left.get(rest, ())}


def _rests(profile: Profile) -> Iterator[tuple[int, Profile]]:
    """Yield the profile without each element that may be the one; all others must be known."""
    missing = [place for place, answer in enumerate(profile) if answer is None]
    if len(missing) > 1:
        return
    for place in missing or range(len(profile)):
        yield place, (*profile[:place], *profile[place + 1 :])


def _clearly_best(
    fits: Mapping[tuple[Profile, Profile], float], others: Mapping[Profile, Sequence[Key]]
) -> dict[Profile, Profile]:
    """Return whose best is whom, where it is one person and all others are behind by the margin."""
    rivals: dict[Profile, list[tuple[float, Profile]]] = defaultdict(list)
    for (one, other), weight in fits.items():
        rivals[one] += [(weight, other)] * len(others[other])
    found = {}
    for one, ranked in rivals.items():
        best = max(ranked, key=lambda rival: rival[0])
        ranked.remove(best)
        if all(best[0] - weight >= MARGIN for weight, _ in ranked):
            found[one] = best[1]
    return found


def _open(
    likely: Iterable[tuple[Profile, Profile]], found: Iterable[tuple[Profile, Profile]]
) -> tuple[set[Profile], set[Profile]]:
    """Return who fits somebody at the other wave and neither of them is linked, of both waves."""
    linked = {a for a, _ in found}, {b for _, b in found}
    pairs = [(a, b) for a, b in likely if a not in linked[0] and b not in linked[1]]
    return {a for a, _ in pairs}, {b for _, b in pairs}


def _counted(
    waves: tuple[Mapping[Profile, Sequence[Key]], Mapping[Profile, Sequence[Key]]],
    links: Sequence[Link[Key]],
    ambiguous: tuple[set[Profile], set[Profile]],
) -> Linkage[Key]:
    """Return the links with what has become of everybody."""
    n_entry, n_exit = (sum(map(len, wave.values())) for wave in waves)
    doubtful = [
        sum(len(wave[profile]) for profile in profiles)
        for wave, profiles in zip(waves, ambiguous, strict=True)
    ]
    kinds = Counter(link.kind for link in links)
    return Linkage(
        links=tuple(sorted(links)),
        n_entry=n_entry,
        n_exit=n_exit,
        exact=kinds["exact"],
        tolerant=kinds["tolerant"],
        ambiguous_entry=doubtful[0],
        ambiguous_exit=doubtful[1],
        unmatched_entry=n_entry - len(links) - doubtful[0],
        unmatched_exit=n_exit - len(links) - doubtful[1],
    )
