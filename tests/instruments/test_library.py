"""The library: every version as it was published, worded and keyed as its table promises."""

from __future__ import annotations

import re

import pytest

from instruments.loader import load
from instruments.model import Better, Kind
from instruments.registry import LIBRARY, Registry
from instruments.scoring import score
from instruments.stage1 import QUESTIONS, compose

REGISTRY = Registry()
INSTRUMENTS = REGISTRY.latest()

#: code: (items, lowest and highest answer, reverse-keyed per scale)
SCALES = {
    "anxiety-school": (12, (1, 4), {"total": 3, "tests": 1, "peers": 1, "teachers": 1}),
    "self-esteem": (10, (1, 4), {"total": 3}),
    "engagement": (12, (1, 5), {"total": 3, "behavioural": 1, "emotional": 1, "cognitive": 1}),
    "satisfaction-school": (8, (1, 5), {"total": 0}),
    "curator": (10, (1, 10), {"mean": 0}),
    "criteria": (9, (0, 2), {"total": 0}),
}

#: Asked of those outside the pairs.
GUESTS = ["stage1-parent", "stage1-partner"]

FOR_PUPILS = [code for code in INSTRUMENTS if code not in {"curator", "criteria", *GUESTS}]

STAGE1 = [
    f"stage1-pupil-pupil-{role}-{wave}"
    for role in ("mentee", "mentor")
    for wave in ("entry", "mid", "exit")
]


def test_the_library_holds_what_it_promises():
    """The questionnaires of the first release, no more and no fewer."""
    assert sorted(INSTRUMENTS) == sorted([*SCALES, *STAGE1, *GUESTS])


def test_every_file_is_published_with_its_hash():
    """A new or changed file is not in the ledger: publish it as the next version."""
    files = {f"{path.parent.name}@{path.stem[1:]}": path for path in LIBRARY.glob("*/v*.toml")}
    assert {name: load(path).sha256 for name, path in files.items()} == REGISTRY.published


@pytest.mark.parametrize("code", SCALES)
def test_an_instrument_has_the_items_range_and_reverse_keys_of_its_table(code):
    """Number of items, their range, and how many are reversed in which scale."""
    n_items, item_range, reversed_keys = SCALES[code]
    instrument = INSTRUMENTS[code]
    assert len(instrument.items) == n_items
    assert {item.range for item in instrument.items} == {item_range}
    assert {
        scale.code: sum(key.reverse for key in scale.keys) for scale in instrument.scales
    } == reversed_keys


@pytest.mark.parametrize("code", INSTRUMENTS)
def test_every_text_is_in_both_languages(code):
    """Russian is required; English stands beside it throughout."""
    instrument = INSTRUMENTS[code]
    texts = [instrument.title, instrument.instruction]
    texts += [text for text in [instrument.heading] if text is not None]
    texts += [item.text for item in instrument.items]
    texts += [choice.text for item in instrument.items for choice in item.choices]
    texts += [end for item in instrument.items for end in item.ends or ()]
    texts += [scale.title for scale in instrument.scales]
    texts += [level.title for scale in instrument.scales for level in scale.levels]
    for text in texts:
        assert re.search("[а-яё]", text.ru), text
        assert re.search("[a-z]", text.en), text
        assert not re.search("[a-z]", text.ru), text
        assert not re.search("[а-яё]", text.en), text


#: What is measured, and what a child is not to read over the form.
NAMES_OF_WHAT_IS_MEASURED = re.compile("тревож|самооцен|включ[её]нн|удовлетвор|стресс|анкет|тест")


@pytest.mark.parametrize("code", FOR_PUPILS)
def test_a_pupil_reads_a_neutral_heading(code):
    """Nobody answers about anxiety freely under the word; every form is told from the others."""
    heading = INSTRUMENTS[code].heading
    assert heading is not None
    assert not NAMES_OF_WHAT_IS_MEASURED.search(heading.ru.lower())
    audience = INSTRUMENTS[code].audience
    same_readers = [INSTRUMENTS[one].heading for one in FOR_PUPILS
                    if set(INSTRUMENTS[one].audience) & set(audience)]  # fmt: skip
    assert same_readers.count(heading) == 1


@pytest.mark.parametrize("code", FOR_PUPILS)
def test_a_pupil_reads_plain_sentences(code):
    """No negation inside an item, no past-tense “я” that has a gender, short sentences."""
    for item in INSTRUMENTS[code].items:
        text = item.text.ru
        assert not re.search(r"\b(не|ни|нет|без|никогда|нельзя)\b", text.lower()), text
        assert not re.search(r"\b(я|ты)\b[^,.?]*(л|ла|лся|лась|ен|на)\b[.?]", text.lower()), text
        assert not re.search(r"\((а|ла|на)\)", text), text
        assert max(len(sentence.split()) for sentence in re.split(r"[.?] ", text)) <= 13, text


@pytest.mark.parametrize("code", INSTRUMENTS)
def test_the_author_says_which_end_of_a_scored_item_is_the_good_one(code):
    """So that check 5 can find an item scored against its wording."""
    instrument = INSTRUMENTS[code]
    for scale in instrument.scales:
        assert scale.better is not Better.NONE
        assert all(instrument.by_code[item].best is not None for item in scale.item_codes)


@pytest.mark.parametrize("code", [code for code in SCALES if code not in {"curator", "criteria"}])
def test_levels_are_thirds_of_the_range_to_the_nearest_score(code):
    """Marked as a convention by having no source."""
    for scale in INSTRUMENTS[code].scales:
        low, high = scale.range
        first, second, _ = scale.levels
        assert abs(first.upto - (low + (high - low) / 3)) < 1
        assert abs(second.upto - (low + 2 * (high - low) / 3)) < 1
        assert [level.title.ru for level in scale.levels] == ["ниже", "средний", "выше"]
        assert scale.levels_source is None


@pytest.mark.parametrize(
    ("points", "level"),
    [(0, "недопустимый"), (8, "недопустимый"), (9, "допустимый"), (14, "допустимый"),
     (15, "оптимальный"), (18, "оптимальный")],
)  # fmt: skip
def test_the_criteria_have_the_bands_of_the_methodology(points, level):
    """0–8, 9–14, 15–18, with their source."""
    criteria = INSTRUMENTS["criteria"]
    answers = {
        item.code: min(2, max(0, points - 2 * place)) for place, item in enumerate(criteria.items)
    }
    scored = score(criteria, answers)["total"]
    assert (scored.value, scored.level.title.ru) == (points, level)
    assert criteria.scales[0].levels_source.confidence == "B"


def test_a_missing_criterion_leaves_no_sum():
    """The level would be of another number of criteria."""
    answers = {item.code: 2 for item in INSTRUMENTS["criteria"].items[1:]}
    assert score(INSTRUMENTS["criteria"], answers)["total"].value is None


def test_the_stage_1_files_are_what_their_questions_compose():
    """Change instruments/stage1.toml, raise its version, run `make stage1`, publish."""
    composed = compose(QUESTIONS.read_text("utf-8"))
    assert sorted(composed) == sorted(f"{code}/v1.toml" for code in STAGE1)
    for path, text in composed.items():
        assert (LIBRARY / path).read_text("utf-8") == text, path


@pytest.mark.parametrize("role", ["mentee", "mentor"])
def test_expectations_have_a_reality(role):
    """Every entry rating has its twin at exit, of the same topic, and the reverse."""
    entry, mid, exit_ = (
        INSTRUMENTS[f"stage1-pupil-pupil-{role}-{wave}"] for wave in ("entry", "mid", "exit")
    )
    for item in entry.items:
        if item.kind is Kind.RATING:
            twin = exit_.by_code[item.twin.item]
            assert (twin.twin.instrument, twin.twin.item) == (entry.code, item.code)
            assert item.code[2:] == twin.code[2:]
            assert twin.ends == item.ends
    assert all(item.twin is None for item in mid.items)


@pytest.mark.parametrize("role", ["mentee", "mentor"])
def test_satisfaction_at_exit_is_the_mean_of_its_ratings(role):
    """Satisfaction with the joint work and with the result."""
    exit_ = INSTRUMENTS[f"stage1-pupil-pupil-{role}-exit"]
    scored = score(exit_, {"sx13": 10, "sx14": 7})
    assert (scored["joint-work"].value, scored["outcome"].value) == (10, 7)
    assert float(scored["satisfaction"].value) == 8.5
