"""Lays out what the curator entered: pupils involved, the curator's questionnaire, criteria."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.document import Kind, Paragraph, Section, Table
from analysis.stage2_cells import ResultCells, text_cell
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.appraisal_results import CriteriaSum, Involvement
    from analysis.document import Block
    from analysis.stage1_inputs import FilledForm, Stage1Input
    from analysis.stage1_results import Stage1Results
    from analysis.words import Words
    from instruments.messages import Message
    from instruments.model import Item

#: What the nine criteria are about, by their item codes.
GROUPS = (
    (N_("The programme"), ("cr01", "cr02", "cr03", "cr04", "cr05")),
    (N_("Those who take part"), ("cr06", "cr07")),
    (N_("Change in the mentee"), ("cr08", "cr09")),
)

#: What any other line is about.
OWN_LINES = N_("The school's own lines")

#: Where the curator enters what is missing.
INVOLVEMENT_MISSING = N_(
    "The share of the school's pupils in mentoring is not entered yet: the curator enters it on "
    "the programme's page, under “Curator's appraisal”."
)
CURATOR_MISSING = N_(
    "The questionnaire is not filled in yet: the curator fills it in on the programme's page, "
    "under “Curator's appraisal”."
)
CRITERIA_MISSING = N_(
    "The criteria are not rated yet: the curator rates them on the programme's page, under "
    "“Curator's appraisal”."
)

#: Decimals of a mean of whole ratings.
MEAN_DIGITS = 1


def group_of(code: str) -> Message:
    """Return what a criterion is about, by its item code."""
    return next((title for title, codes in GROUPS if code in codes), OWN_LINES)


def involvement_blocks(results: Stage1Results, words: Words) -> Iterator[Block]:
    """Yield the share of the school's pupils in a sentence, and in cells for a workbook."""
    if results.involvement is None:
        yield Paragraph(words.of(INVOLVEMENT_MISSING))
        return
    yield Paragraph(share_sentence(results.involvement, words), strong=True)
    cells = ResultCells("", results, words)
    columns = (
        (words.say("Pupils in mentoring"), "involved", Kind.COUNT),
        (words.say("Pupils of the school"), "pupils", Kind.COUNT),
        (words.say("Share"), "share", Kind.PERCENT),
        (words.say("Target, %"), "target", Kind.COUNT),
    )
    yield Table(
        caption=words.say("Pupils of the school in any form of mentoring"),
        header=tuple(title for title, _, _ in columns),
        rows=(tuple(cells.at(f"involvement.{name}", kind) for _, name, kind in columns),),
        workbook_only=True,
    )


def share_sentence(found: Involvement, words: Words) -> str:
    """Return the share and whether it reaches the target; rounding never contradicts that."""
    facts = {
        "involved": found.involved,
        "pupils": found.pupils,
        "share": words.percent(found.share),
        "target": words.percent(found.target / 100),
    }
    if found.reached:
        return words.say(
            "Pupils of the school in any form of mentoring or accompaniment: %(involved)s of "
            "%(pupils)s (%(share)s). The target of %(target)s is reached.",
            **facts,
        )
    if facts["share"] == facts["target"]:
        return words.say(
            "Pupils of the school in any form of mentoring or accompaniment: %(involved)s of "
            "%(pupils)s. That is slightly less than the target of %(target)s.",
            **facts,
        )
    return words.say(
        "Pupils of the school in any form of mentoring or accompaniment: %(involved)s of "
        "%(pupils)s (%(share)s). The target of %(target)s is not reached.",
        **facts,
    )


def curator_section(results: Stage1Results, inputs: Stage1Input, words: Words) -> Section:
    """Return the ratings that the curator gave, and their mean."""
    title = words.say("The curator's questionnaire")
    if results.curator is None or inputs.curator is None:
        return Section(title, (Paragraph(words.of(CURATOR_MISSING)),))
    return Section(title, tuple(_ratings(results, inputs.curator, words)))


def _ratings(results: Stage1Results, filled: FilledForm, words: Words) -> Iterator[Block]:
    cells = ResultCells("", results, words)
    mean = cells.at("curator.mean", Kind.NUMBER, MEAN_DIGITS)
    if mean.value is None:
        yield Paragraph(words.say("No mean is given: too many statements were left out."))
    else:
        said = words.say("The curator's mean rating: %(mean)s of 10.", mean=mean.text(words))
        yield Paragraph(said, strong=True)
    rows = [
        (
            text_cell(_text(item, words)),
            cells.at(f"curator.answers.{item.code}", Kind.COUNT),
        )
        for item in filled.instrument.items
    ]
    yield Table(
        caption=words.say("How far each statement is true of the programme, from 1 to 10"),
        header=(words.say("Statement"), words.say("Rating")),
        rows=(*rows, (text_cell(words.say("Mean")), mean)),
    )


def criteria_section(results: Stage1Results, inputs: Stage1Input, words: Words) -> Section:
    """Return the criteria, their sum and its level, or which of them are missing."""
    title = words.say("Criteria of effectiveness")
    found, nine, own = results.criteria, inputs.criteria, inputs.own_criteria
    if found is None or nine is None:
        return Section(title, (Paragraph(words.of(CRITERIA_MISSING)),))
    said = [*_nine_levels(found, nine, words)]
    asked = [(item, "criteria") for item in nine.instrument.items]
    if found.own is not None and own is not None:
        said += _own_levels(found.own, own, words)
        asked += [
            (item, "criteria.own")
            for item in own.instrument.items
            if item.code not in nine.instrument.by_code
        ]
    return Section(
        title,
        (
            *(Paragraph(text, strong=True) for text in sum_sentences(results, inputs, words)),
            *map(Paragraph, said),
            _points(asked, results, words),
        ),
    )


def _points(asked: Sequence[tuple[Item, str]], results: Stage1Results, words: Words) -> Table:
    """Return the points of each criterion; with it stands where in the results they are."""
    cells = ResultCells("", results, words)
    rows = tuple(
        (
            text_cell(words.of(group_of(item.code))),
            text_cell(_text(item, words)),
            cells.at(f"{path}.answers.{item.code}", Kind.COUNT),
        )
        for item, path in asked
    )
    return Table(
        caption=words.say("How far each criterion is met: 0 – not met, 1 – partly, 2 – fully"),
        header=(words.say("About"), words.say("Criterion"), words.say("Points")),
        rows=rows,
    )


def sum_sentences(results: Stage1Results, inputs: Stage1Input, words: Words) -> Iterator[str]:
    """Yield the sums that are complete, each with its level."""
    found = results.criteria
    if found is not None and found.level is not None and inputs.criteria is not None:
        yield words.say(
            "Sum of the nine criteria: %(sum)s of %(maximum)s. Level: %(level)s.",
            sum=found.sum,
            maximum=found.maximum,
            level=_titles(inputs.criteria, words)[found.level],
        )
    own = None if found is None else found.own
    if own is not None and own.level is not None and inputs.own_criteria is not None:
        yield words.say(
            "Together with the school's own lines: %(sum)s of %(maximum)s. Level: %(level)s.",
            sum=own.sum,
            maximum=own.maximum,
            level=_titles(inputs.own_criteria, words)[own.level],
        )


def _nine_levels(found: CriteriaSum, filled: FilledForm, words: Words) -> Iterator[str]:
    """Yield what the sum of the nine waits for, and all levels there are."""
    if found.level is None:
        yield words.say(
            "There is no sum and no level until all nine criteria are rated. Not rated yet: "
            "%(missing)s.",
            missing=_missing(filled, words),
        )
    yield words.say("Levels by the sum: %(levels)s.", levels=_spans(found, filled, words))


def _own_levels(found: CriteriaSum, filled: FilledForm, words: Words) -> Iterator[str]:
    """Yield the same of the nine together with the school's own lines."""
    if found.level is None:
        yield words.say(
            "Together with the school's own lines there is no sum yet. Not rated yet: %(missing)s.",
            missing=_missing(filled, words),
        )
    yield words.say(
        "Levels of the sum with the school's own lines, in the same proportion to its maximum: "
        "%(levels)s.",
        levels=_spans(found, filled, words),
    )


def _titles(filled: FilledForm, words: Words) -> dict[str, str]:
    """Return what the levels of the sum are called."""
    scale = filled.instrument.scales[0]
    return {level.code: level.title.get(words.lang) for level in scale.levels}


def _spans(found: CriteriaSum, filled: FilledForm, words: Words) -> str:
    titles = _titles(filled, words)
    return ", ".join(f"{titles[band.level]} {band.low}–{band.high}" for band in found.bands)


def _missing(filled: FilledForm, words: Words) -> str:
    """Return the criteria that nobody has rated yet."""
    texts = (
        _text(item, words).rstrip(".")
        for item in filled.instrument.items
        if filled.answers.get(item.code) is None
    )
    return "; ".join(words.say("“%(criterion)s”", criterion=text) for text in texts)


def _text(item: Item, words: Words) -> str:
    return item.code if item.text is None else item.text.get(words.lang)
