"""Gathers people into stacks who are not told apart: what every one of k or more may be stored as.

Nothing here reads or writes the database.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.models import Arm, ProgrammeRole
from app.programmes.errors import SmallStacksError
from app.programmes.labels import folded
from app.programmes.new_people import LIMITS, NewPerson
from app.programmes.queries import class_order
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from instruments.messages import Message

#: What stands between the classes of a stack that holds several.
JOINT = ", "

WHO = {ProgrammeRole.MENTEE: N_("Mentees"), ProgrammeRole.MENTOR: N_("Mentors")}


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What the people of one stack have in common, and all that is kept of each of them."""

    role: ProgrammeRole
    class_name: str = ""
    arm: Arm = Arm.PROGRAMME
    strategy: str = ""

    @property
    def words(self) -> Message:
        """The stack in words."""
        parts: list[Message | str] = [self.class_name] if self.class_name else []
        parts += [N_("comparison group")] if self.arm is Arm.COMPARISON else []
        parts += [f"«{self.strategy}»"] if self.strategy else []
        said = WHO[self.role]
        for part in parts:
            said = N_("%(who)s, %(more)s", who=said, more=part)
        return said


def gathered(
    people: Iterable[NewPerson], there: Collection[Kind], k: int, *, merge: bool
) -> dict[Kind, int]:
    """Return how many people each stack gets, whether it is there already or new.

    Whoever is of a class that has a stack comes into it. Their pairs and groups are not looked at.

    Parameters
    ----------
    merge
        Whether new classes of fewer than k people are put together, as `merged` does.
    """
    found, new = _placed(people, there), defaultdict[Kind, dict[str, int]](dict)
    for kind in found.keys() - set(there):
        new[replace(kind, class_name="")][kind.class_name] = found[kind]
    gets = {kind: n for kind, n in found.items() if kind in there}
    for others, sizes in new.items():
        kept = merged(sizes, k, has_rest=others in there) if merge else sizes
        for class_name, n in kept.items():
            kind = replace(others, class_name=class_name)
            gets[kind] = gets.get(kind, 0) + n
    return gets


def merged(sizes: Mapping[str, int], k: int, *, has_rest: bool = False) -> dict[str, int]:
    """Return how many people stand under which class, once small classes have been put together.

    Classes of fewer than k people are joined in their order until k are together. Those who are
    left over lose their class. Where they, too, are fewer than k they take a class near theirs
    along, under a joint name as long as that is short enough.

    Parameters
    ----------
    has_rest
        Whether people without a class have a stack already, however few are added to it.
    """
    stacks: dict[tuple[str, ...], int] = {(name,): n for name, n in sizes.items() if n >= k}
    left, n_left = _joined(stacks, {name: n for name, n in sizes.items() if n < k}, k)
    if n_left and n_left < k and not has_rest and ("",) not in stacks and stacks:
        host = min(stacks, key=lambda classes: _far(classes, left, stacks[classes]))
        left, n_left = sorted((*host, *left), key=class_order), n_left + stacks.pop(host)
        stacks[tuple(left) if _fits(left) else ("",)] = n_left
    elif n_left:
        stacks["",] = stacks.get(("",), 0) + n_left
    return {JOINT.join(classes): n for classes, n in stacks.items()}


def _joined(
    stacks: dict[tuple[str, ...], int], small: Mapping[str, int], k: int
) -> tuple[list[str], int]:
    """Add stacks of small classes, and return the classes that are left over with their people."""
    left = [""] if "" in small else []
    together: list[str] = []
    for name in sorted(filter(None, small), key=class_order):
        if not _fits([*together, name]):
            left, together = [*left, *together], []
        together.append(name)
        if (n := sum(small[one] for one in together)) >= k:
            stacks[tuple(together)] = n
            together = []
    left += together
    return left, sum(small[name] for name in left)


def _fits(classes: Iterable[str]) -> bool:
    """Say whether classes can be named together; people without a class cannot."""
    names = list(classes)
    return all(names) and len(JOINT.join(names)) <= LIMITS["class_name"]


def _far(classes: tuple[str, ...], left: list[str], n: int) -> tuple[bool, int, int]:
    """Return what the best stack to join has least of: no joint name, distance in years, people."""
    years = abs(class_order(classes[-1])[0] - class_order(left[-1])[0])
    return not _fits([*classes, *left]), years, n


def _placed(people: Iterable[NewPerson], there: Iterable[Kind]) -> Counter[Kind]:
    """Return how many people are of which kind; of what is spelt alike the first spelling."""
    homes: dict[tuple[str, ...], Kind] = {}
    for kind in there:
        homes[_alike(kind)] = kind
        for name in kind.class_name.split(JOINT.strip()):
            homes.setdefault(_alike(replace(kind, class_name=name)), kind)
    counted: Counter[Kind] = Counter()
    strategies = {folded(kind.strategy): kind.strategy for kind in there}
    for person in people:
        kind = Kind(
            role=person.role,
            class_name=person.class_name,
            arm=person.arm,
            strategy=strategies.setdefault(folded(person.strategy), person.strategy),
        )
        counted[homes.setdefault(_alike(kind), kind)] += 1
    return counted


def _alike(kind: Kind) -> tuple[str, ...]:
    return kind.role, kind.arm, folded(kind.strategy), folded(kind.class_name)


def check_sizes(gets: Mapping[Kind, int], there: Collection[Kind], k: int) -> None:
    """Refuse new stacks of fewer than k people, each with what to do about it."""
    small = [
        N_(
            "%(who)s: %(n)s, fewer than %(k)s. %(remedy)s",
            who=kind.words,
            n=gets[kind],
            k=k,
            remedy=_remedy(kind, there),
        )
        for kind in sorted(gets.keys() - set(there), key=place_in_order)
        if gets[kind] < k
    ]
    if small:
        raise SmallStacksError(tuple(small))


def _remedy(kind: Kind, there: Collection[Kind]) -> Message:
    """Return what to do about a stack that would be too small."""
    if any(replace(other, class_name=kind.class_name) == kind for other in there):
        return N_("So few can be added only to a class that is there: write its name, not theirs.")
    if kind.class_name:
        return N_(
            "Write several classes together, such as “7А, 7Б”, or leave the class of this role "
            "empty."
        )
    if kind.strategy:
        return N_("Leave the strategy of this role empty: so few would be recognised by it.")
    return N_(
        "So few cannot answer anonymously: leave them out, or choose another way of pairing at "
        "step 1."
    )


def place_in_order(kind: Kind) -> tuple[int, int, tuple[int, str], str]:
    """Return what stacks are sorted by: mentees and the programme's own people first."""
    role, arm = list(ProgrammeRole).index(kind.role), list(Arm).index(kind.arm)
    return role, arm, class_order(kind.class_name), kind.strategy
