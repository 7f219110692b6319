"""The story is told as promised: how many, in which classes and pairs, and who is lost."""

from __future__ import annotations

import tomllib
from collections import Counter
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.demo.cast import cast
from app.demo.effects import MENTEE, MENTOR
from app.demo.open_answers import SENTENCES, sentences_of
from app.demo.story import STORIES, Calendar
from app.models import MentoringForm, ProgrammeRole, WaveKind
from app.programmes.labels import may_name_somebody
from app.programmes.new_people import LIMITS
from app.programmes.questionnaires import defaults
from instruments.model import TEXT_LIMIT, Kind
from instruments.registry import Registry


def numbers(story, role):
    """Return how many there are, answer at entry, at exit, and at both."""
    answered = [member.fate.answers for member in cast(story) if member.role is role]
    entry, exit_ = ({n for n, waves in enumerate(answered) if kind in waves}
                    for kind in (WaveKind.ENTRY, WaveKind.EXIT))  # fmt: skip
    return len(answered), len(entry), len(exit_), len(entry & exit_)


def test_there_are_as_many_people_as_promised():
    """52 mentees and 40 mentors, 15 pairs, 8 pairs; few miss the entry."""
    assert [numbers(story, role) for story in STORIES for role in (MENTEE, MENTOR)] == [
        (52, 49, 45, 43), (40, 38, 34, 33),
        (15, 14, 13, 12), (15, 15, 13, 13),
        (8, 8, 7, 7), (8, 8, 7, 7),
    ]  # fmt: skip


def test_about_twelve_per_cent_are_lost_between_entry_and_exit():
    """Of those who answered at entry, in the whole school."""
    counted = [numbers(story, role) for story in STORIES for role in ProgrammeRole]
    entered, stayed = sum(one[1] for one in counted), sum(one[3] for one in counted)
    assert (entered - stayed) / entered == pytest.approx(0.12, abs=0.02)


def test_every_pair_has_one_mentor_and_one_strategy():
    """A mentor has one or two mentees."""
    for story in STORIES:
        members = [member.enrolled for member in cast(story)]
        pairs = Counter((person.group, person.role) for person in members)
        for label in {person.group for person in members}:
            assert pairs[label, MENTOR] == 1
            assert pairs[label, MENTEE] in {1, 2}
            assert len({person.strategy for person in members if person.group == label}) == 1


def test_the_first_programme_has_four_classes_each_side_and_two_strategies():
    """There is something to compare, and no class is too small to be shown."""
    members = [member.enrolled for member in cast(STORIES[0])]
    for role in ProgrammeRole:
        classes = Counter(person.class_name for person in members if person.role is role)
        assert len(classes) == 4
        assert min(classes.values()) >= 10
    assert len({person.strategy for person in members}) == 2


def test_labels_fit_into_their_columns():
    """What the wizard would refuse is not written past it."""
    for story in STORIES:
        for member in cast(story):
            for name, limit in LIMITS.items():
                assert len(getattr(member.enrolled, name)) <= limit
            assert not may_name_somebody(member.enrolled.group)


def test_one_wave_stays_open_for_somebody_of_each_role():
    """A visitor can try to answer, and both reports can still be made."""
    (story,) = (story for story in STORIES if story.stays_open)
    assert story.stays_open is WaveKind.MID
    for role in ProgrammeRole:
        assert any(
            story.stays_open not in member.fate.answers and not member.fate.leaves
            for member in cast(story) if member.role is role
        )  # fmt: skip


@given(today=st.dates(date(2002, 1, 1), date(2098, 12, 31)))
@example(today=date(2025, 6, 1))
def test_the_story_is_over_before_today(today):
    """Waves are held on school days, one after the other, within the programme's year."""
    calendar = Calendar(today)
    for story in STORIES:
        held = [calendar.days(story, kind) for kind in WaveKind if kind is not story.stays_open]
        days = [day for wave in held for day in wave]
        assert days == sorted(days)
        assert all(day.weekday() < 5 for day in days)
        assert calendar.starts_on < days[0] < days[-1] < calendar.ends_on < today
        if story.stays_open:
            still_open = calendar.days(story, story.stays_open)
            assert days[-1] < still_open[0] < still_open[-1] < today


def test_everybody_answers_on_a_day_of_the_wave():
    """A class answers together, those who were ill later."""
    calendar = Calendar(date(2026, 11, 22))
    for story in STORIES:
        for member in cast(story):
            for kind in WaveKind:
                days = calendar.days(story, kind)
                assert member.day_of(kind, days) in days


def test_open_questions_have_enough_different_sentences():
    """Every open question of every role is answered; the main ones in 25 ways and more."""
    registry = Registry()
    written = tomllib.loads(SENTENCES.read_text("utf-8"))
    for kind, roles in defaults(registry, MentoringForm.PUPIL_PUPIL).items():
        for code, (role, *_) in roles.items():
            for item in registry.get(code).items:
                if item.kind is Kind.TEXT:
                    sentences = written[role][item.code]
                    assert len(set(sentences)) == len(sentences) >= (10 if item.show_if else 25)
                    assert max(map(len, sentences)) <= TEXT_LIMIT, kind


def test_neighbours_do_not_write_the_same():
    """A sentence comes again only when all others have been used."""
    first, last = sentences_of(MENTEE, 0), sentences_of(MENTEE, 24)
    assert all(first[item] != last[item] for item in ("st32", "sx50", "sx51"))
