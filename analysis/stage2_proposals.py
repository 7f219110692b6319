"""What stage 2 suggests for the next year, each with what it follows from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.conclusions import Draft
from analysis.disclosure import FEW
from analysis.stage2_cells import flow_title, scale_title
from analysis.stage2_group_sentences import of_arms
from analysis.stage2_reliability import LOW_ALPHA
from analysis.stage2_verdict import SURE, Verdict, verdict_of
from instruments.model import Better

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.inputs import ScaleInput
    from analysis.results import Results, ScaleResult
    from analysis.words import Words

#: Where fewer of those who answered at entry are left, it is asked why.
KEPT = 0.8

#: An origin is no longer than the database keeps.
LONGEST = 190


def proposals_of_stage2(
    results: Results, inputs: Sequence[ScaleInput], words: Words
) -> Iterator[Draft]:
    """Yield what to do next year, the most important first."""
    sides = tuple(zip(results.scales, inputs, strict=True))
    writer = _Proposals(results, tuple(side for side in sides if side[0].primary), words)
    yield from writer.after_changes()
    yield from writer.strategies(inputs)
    yield from writer.for_certainty()


@dataclass(frozen=True)
class _Proposals:
    """Words the proposals; `planned` are the scales of the plan."""

    results: Results
    planned: tuple[tuple[ScaleResult, ScaleInput], ...]
    words: Words

    def after_changes(self) -> Iterator[Draft]:
        """Yield what the changes of the planned scales ask for."""
        changed = [side for side in self.planned if self._is(side[0], Verdict.CHANGED)]
        wanted = [side for side in changed if is_wanted(*side)]
        unwanted = [
            side for side in changed if side not in wanted and side[1].scale.better != Better.NONE
        ]
        if unwanted:
            text = self.words.say(
                "Discuss with the psychologist what the undesirable change may have to do with, "
                "and whom to support (ground: %(scales)s).",
                scales=titles_of(unwanted, self.words),
            )
            yield _draft("unwanted", text)
        if wanted:
            text = self.words.say(
                "Go on with the programme next year and measure with the same questionnaires, to "
                "see whether the result comes out again (ground: %(scales)s).",
                scales=titles_of(wanted, self.words),
            )
            yield _draft("wanted", text)
        open_ = [side for side in self.planned if self._is(side[0], Verdict.OPEN)]
        if open_:
            text = self.words.say(
                "See to it that everybody who answered at entry answers at exit, too: the more "
                "people are compared, the smaller the changes that can be seen (ground: "
                "%(scales)s).",
                scales=titles_of(open_, self.words),
            )
            yield _draft("open", text)

    def strategies(self, inputs: Sequence[ScaleInput]) -> Iterator[Draft]:
        """Yield which strategy of pairing is worth trying more, as a supposition."""
        better: dict[str, list[str]] = {}
        worse: set[str] = set()
        for found, scale in zip(self.results.strategies or (), inputs, strict=False):
            for pair in found.pairs or ():
                if pair.p_holm < SURE and scale.scale.better is not Better.NONE:
                    higher = scale.scale.better is Better.HIGHER
                    first = (pair.estimate > 0) is higher
                    good, bad = (pair.one, pair.other) if first else (pair.other, pair.one)
                    better.setdefault(good, []).append(_quoted(scale, self.words))
                    worse.add(bad)
        for strategy in [one for one in better if one not in worse]:
            text = self.words.say(
                "One may suppose that next year more pairs formed as “%(strategy)s” are worth "
                "trying (ground: %(scales)s); pairs were not given their strategies at random, so "
                "this is no proof.",
                strategy=strategy,
                scales=", ".join(dict.fromkeys(better[strategy])),
            )
            yield _draft(f"strategy/{strategy}"[:LONGEST], text)

    def for_certainty(self) -> Iterator[Draft]:
        """Yield what would make the next report more certain."""
        if self.planned and all(result.n_matched < FEW for result, _ in self.planned):
            yield _draft(
                "few",
                self.words.say(
                    "There are too few people for conclusions: rely on talks and observation "
                    "beside the scores, and measure with the same questionnaires next year."
                ),
            )
        yield from self._lost()
        if not has_comparison(self.results):
            yield _draft(
                "comparison",
                self.words.say(
                    "To judge what the programme itself adds, find a comparison group before it "
                    "begins: similar pupils who do not take part and answer the same "
                    "questionnaires."
                ),
            )
        yield from self._unreliable()

    def _lost(self) -> Iterator[Draft]:
        lost = [flow for flow in self.results.flow if flow.both and flow.both < KEPT * flow.entry]
        if lost:
            counts = "; ".join(
                self.words.say(
                    "%(who)s: %(both)s of %(entry)s",
                    who=flow_title(flow, self.words),
                    both=flow.both,
                    entry=flow.entry,
                )
                for flow in lost
            )
            text = self.words.say(
                "Find out why some of those who answered at entry did not answer at exit "
                "(answered both times: %(counts)s).",
                counts=counts,
            )
            yield _draft("lost", text)

    def _unreliable(self) -> Iterator[Draft]:
        weak = [
            (result, scale)
            for result, scale in self.planned
            if (found := result.reliability.exit) is not None
            and found.n >= FEW
            and found.alpha is not None
            and found.alpha < LOW_ALPHA
        ]
        if weak:
            text = self.words.say(
                "Check whether the questions are clear to the participants: here the answers to "
                "them agree little with each other, so the scores are imprecise (ground: "
                "%(scales)s).",
                scales=titles_of(weak, self.words),
            )
            yield _draft("unreliable", text)

    def _is(self, result: ScaleResult, verdict: Verdict) -> bool:
        return result.difference is not None and verdict_of(result, self.results.plan) is verdict


def _draft(origin: str, text: str) -> Draft:
    return Draft(origin=f"proposal/{origin}", kind="recommendation", text=text)


def has_comparison(results: Results) -> bool:
    """Say whether the programme was compared with a comparison group."""
    return any(
        result.groups is not None and result.groups.levels and of_arms(result.groups)
        for result in results.scales
    )


def is_wanted(result: ScaleResult, scale: ScaleInput) -> bool:
    """Say whether a scale changed the way it improves."""
    better = scale.scale.better
    return better is not Better.NONE and rose(result) is (better is Better.HIGHER)


def rose(result: ScaleResult) -> bool:
    """Say whether the mean score rose."""
    return result.difference is not None and result.difference.mean > 0


def titles_of(sides: Sequence[tuple[ScaleResult, ScaleInput]], words: Words) -> str:
    """Return the titles of scales within a sentence."""
    return ", ".join(_quoted(scale, words) for _, scale in sides)


def _quoted(scale: ScaleInput, words: Words) -> str:
    return words.say("“%(title)s”", title=scale_title(scale, words))
