"""Whatever people are asked for, nobody stands in a new stack of fewer than k."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models import Arm, ProgrammeRole
from app.programmes.new_people import LIMITS, NewPerson
from app.programmes.stacks import Kind, gathered, merged

MENTEE, MENTOR = ProgrammeRole.MENTEE, ProgrammeRole.MENTOR

classes = st.sampled_from(["", "1А", "5А", "5Б", "7А", "7Б", "7В", "10А", "11 профильный класс"])
sizes_of_classes = st.dictionaries(classes, st.integers(1, 12), max_size=9)
kinds = st.builds(
    Kind,
    role=st.sampled_from(ProgrammeRole),
    class_name=classes,
    arm=st.sampled_from(Arm),
    strategy=st.sampled_from(["", "лидер – пассивный"]),
)


def people_of(sizes):
    """Return so many people of each kind."""
    return [
        NewPerson(
            role=kind.role, class_name=kind.class_name, arm=kind.arm, strategy=kind.strategy,
            group=str(place),
        )
        for place, (kind, n) in enumerate(sizes.items())
        for _ in range(n)
    ]  # fmt: skip


@given(sizes_of_classes, st.integers(3, 10))
def test_small_classes_are_together_wherever_there_are_k_people(sizes, k):
    """Nobody is lost, and every name fits."""
    stacks = merged(sizes, k)
    assert sum(stacks.values()) == sum(sizes.values())
    assert all(n >= k for n in stacks.values()) or sum(sizes.values()) < k
    assert all(len(name) <= LIMITS["class_name"] for name in stacks)
    assert {name for name, n in sizes.items() if n >= k and name} <= {
        part for name in stacks for part in name.split(", ")
    } | ({name for name in sizes if name} if "" in stacks else set())


@given(st.dictionaries(kinds, st.integers(1, 12), max_size=8), st.sets(kinds), st.booleans())
def test_everybody_comes_into_a_stack_of_their_role_arm_and_strategy(sizes, there, merge):
    """Those that are there get what they get, however few."""
    gets = gathered(people_of(sizes), there, 5, merge=merge)
    for role in ProgrammeRole:
        for arm in Arm:
            for strategy in ("", "лидер – пассивный"):
                asked, got = (
                    sum(n for kind, n in counted.items()
                        if (kind.role, kind.arm, kind.strategy) == (role, arm, strategy))
                    for counted in (sizes, gets)
                )  # fmt: skip
                assert asked == got
    for kind, n in sizes.items():
        if kind in there:
            assert gets[kind] >= n


@pytest.mark.parametrize(
    ("sizes", "stacks"),
    [
        ({"7А": 4, "7Б": 3, "8А": 20}, {"7А, 7Б": 7, "8А": 20}),
        ({"10А": 3, "9Б": 3, "9А": 4}, {"9А, 9Б, 10А": 10}),
        ({"5А": 20, "9А": 20, "9Б": 3}, {"5А": 20, "9А, 9Б": 23}),
        ({"5А": 9, "": 2}, {"": 11}),
        ({"5А": 9, "": 6, "5Б": 1}, {"5А": 9, "": 7}),
        ({"химический": 4, "биологический": 4}, {"": 8}),
        ({"5А": 2, "5Б": 2}, {"": 4}),
        ({}, {}),
    ],
)
def test_classes_are_joined_in_their_order(sizes, stacks):
    """Who is left over goes with a class near theirs, or without any."""
    assert merged(sizes, 5) == stacks


def test_a_class_goes_into_the_stack_that_it_is_part_of():
    """However it is spelt, and also where small classes are not put together."""
    there = {Kind(role=MENTEE, class_name="7А, 7Б", strategy="Пары"), Kind(role=MENTOR)}
    people = [
        NewPerson(role=MENTEE, class_name="7б", strategy="пары"),
        NewPerson(role=MENTEE, class_name="7а,  7б".replace("  ", " "), strategy="Пары"),
        NewPerson(role=MENTOR),
    ]
    for merge in (True, False):
        assert gathered(people, there, 5, merge=merge) == {
            Kind(role=MENTEE, class_name="7А, 7Б", strategy="Пары"): 2, Kind(role=MENTOR): 1,
        }  # fmt: skip


def test_who_is_left_over_goes_to_those_who_have_no_class_already():
    """A stack that is there keeps its name: its people have their slips."""
    there = {Kind(role=MENTEE, class_name="7А"), Kind(role=MENTEE)}
    people = [NewPerson(role=MENTEE, class_name="8А")] * 2
    assert gathered(people, there, 5, merge=True) == {Kind(role=MENTEE): 2}
    assert gathered(people, there, 5, merge=False) == {Kind(role=MENTEE, class_name="8А"): 2}
