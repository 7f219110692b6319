"""What people made of drafted sentences stays theirs; what nobody touched follows the results."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analysis.conclusions import (
    KINDS,
    MOST_OF_A_KIND,
    Decision,
    Draft,
    best,
    conclusion_sections,
    edited_sentences,
    printed,
    settled,
)
from analysis.document import Points
from analysis.words import Words

TEXTS = st.sampled_from(["a", "b", "c", "d"])
ORIGINS = st.sampled_from([f"o/{number}" for number in range(6)])


@st.composite
def drafted(draw):
    """Return drafts, each origin once; an origin is always of one kind."""
    origins = draw(st.lists(ORIGINS, unique=True))
    return [Draft(origin=one, kind=kind_of(one), text=draw(TEXTS)) for one in origins]


@st.composite
def decided(draw):
    """Return decisions, each origin once, and somebody's own sentences."""
    origins = draw(st.lists(ORIGINS, unique=True))
    of_drafts = [
        Decision(
            kind=kind_of(one), position=draw(st.integers(1, 9)), text=draw(TEXTS), origin=one,
            drafted=draw(TEXTS), is_struck=draw(st.booleans()),
        )
        for one in origins
    ]  # fmt: skip
    own = [
        Decision(
            kind=draw(st.sampled_from(KINDS)), position=draw(st.integers(1, 9)), text=draw(TEXTS),
            is_struck=draw(st.booleans()), key=f"own/{number}",
        )
        for number in range(draw(st.integers(0, 3)))
    ]  # fmt: skip
    return of_drafts + own


def kind_of(origin):
    """Return the kind of a draft by its origin."""
    return KINDS[int(origin[-1]) % len(KINDS)]


def by_key(sentences):
    """Return sentences by what a page calls them."""
    found = {one.key: one for one in sentences}
    assert len(found) == len(sentences)
    return found


@given(drafted(), decided(), st.randoms())
def test_order_of_decisions_means_nothing(drafts, decisions, random):
    """Rows of a database come in any order."""
    shuffled = random.sample(decisions, len(decisions))
    assert settled(drafts, shuffled) == settled(drafts, decisions)


@given(drafted())
def test_what_nobody_touched_is_printed_as_drafted(drafts):
    """In the order of the drafts, kind by kind."""
    said = printed(settled(drafts, []))
    assert [(one.origin, one.text) for one in said] == [
        (one.origin, one.text) for kind in KINDS for one in drafts if one.kind == kind
    ]
    assert not any(one.edited or one.reread for one in said)


@given(drafted(), decided())
def test_every_sentence_is_there_once_and_nothing_a_person_wrote_is_lost(drafts, decisions):
    """A struck sentence stays on the page; an edited one keeps its words, whatever the draft is."""
    found = by_key(settled(drafts, decisions))
    assert {one.origin for one in drafts} <= set(found)
    for one in decisions:
        key = one.origin or one.key
        if one.is_edited:
            assert found[key].text == one.text
            assert found[key].edited
        if one.is_edited or one.is_struck:
            assert found[key].struck is one.is_struck


@given(drafted(), decided())
def test_a_sentence_is_to_be_read_again_where_its_draft_is_another_one(drafts, decisions):
    """Or gone; what was only moved follows its draft, and somebody's own has none."""
    now = {one.origin: one.text for one in drafts}
    for one in settled(drafts, decisions):
        decision = next((two for two in decisions if two.origin and two.origin == one.origin), None)
        touched = decision is not None and (decision.is_edited or decision.is_struck)
        assert one.reread is bool(touched and now.get(one.origin) != decision.drafted)
        if not touched and one.origin is not None:
            assert one.text == now[one.origin]


@given(drafted(), decided())
def test_struck_sentences_are_not_printed(drafts, decisions):
    """Everything else is, in the same order."""
    sentences = settled(drafts, decisions)
    assert [one.text for one in printed(sentences)] == [
        one.text for one in sentences if not one.struck
    ]


def test_sentences_stand_where_somebody_put_them():
    """A draft that came later finds its place beside them."""
    drafts = [Draft(origin=one, kind="gap", text=one) for one in ("a", "b", "c")]
    moved = [
        Decision(kind="gap", position=place, text=one, origin=one, drafted=one)
        for place, one in enumerate(("c", "a"), start=1)
    ]
    own = Decision(kind="gap", position=4, text="own", key="own/1")
    assert [one.text for one in settled(drafts, [*moved, own])] == ["c", "a", "b", "own"]


def test_the_best_of_each_kind_are_kept():
    """A page of conclusions is read, a list of forty is not."""
    drafts = [Draft(origin=f"{number}", kind="gap", text="") for number in range(20)]
    other = Draft(origin="x", kind="strength", text="")
    assert best([*drafts, other]) == (other, *drafts[:MOST_OF_A_KIND])


def test_the_method_counts_what_was_edited_and_what_is_to_be_read_again():
    """Nothing is said where nobody touched anything."""
    drafts = [Draft(origin=one, kind="gap", text=one) for one in ("a", "b")]
    assert list(edited_sentences(printed(settled(drafts, [])), Words())) == []
    decision = Decision(kind="gap", position=1, text="mine", origin="a", drafted="old")
    edited, again = edited_sentences(printed(settled(drafts, [decision])), Words())
    assert "1 of 2 sentences" in edited
    assert "under 1 of the edited" in again


def test_what_is_said_of_sub_groups_is_not_for_the_site():
    """Strategies of pairing, above all."""
    drafts = [
        Draft(origin="proposal/wanted", kind="recommendation", text="a"),
        Draft(origin="proposal/strategy/x", kind="recommendation", text="b"),
    ]
    _, section = conclusion_sections(printed(settled(drafts, [])), "Title", Words())
    assert section.blocks == (Points(("a",)), Points(("b",), inner=True))
