"""The conclusions of stage 2 as the results give them: what changed, how sure, and how far it goes.

That the programme caused anything is said only where lots decided who took part.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.conclusions import Draft, best
from analysis.disclosure import FEW
from analysis.stage2_cells import flow_title, scale_title
from analysis.stage2_clusters import cluster_caution
from analysis.stage2_education import marks_in_brief
from analysis.stage2_group_sentences import RANDOM, group_sentences, of_arms
from analysis.stage2_proposals import (
    has_comparison,
    is_wanted,
    proposals_of_stage2,
    rose,
    titles_of,
)
from analysis.stage2_remarks import direction, equivalence_facts
from analysis.stage2_sentences import change_words
from analysis.stage2_verdict import Verdict, shown_equivalence, verdict_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.education import MeasureInput
    from analysis.inputs import ScaleInput
    from analysis.results import Results, ScaleResult
    from analysis.words import Words


def drafts_of_stage2(
    results: Results,
    inputs: Sequence[ScaleInput],
    words: Words,
    education: Sequence[MeasureInput] = (),
) -> tuple[Draft, ...]:
    """Return the sentences that a stage-2 report's conclusions are drafted with.

    Parameters
    ----------
    results
        What was found, the base rule applied: nothing else is drawn on.
    inputs
        What it was found from, for the titles and directions of scales.
    words
        The reader's language.
    education
        What marks and attendance were computed from, for their titles.
    """
    writer = _Writer(results, tuple(zip(results.scales, inputs, strict=True)), words)
    if not any(result.difference for result in results.scales):
        return (writer.nothing(),)
    marks = marks_in_brief(results, education, words)
    told = () if marks is None else (_draft("education", marks),)
    return best([*writer.drafts(), *told, *proposals_of_stage2(results, inputs, words)])


def origin_of(result: ScaleResult) -> str:
    """Return how origins name a scale of a role."""
    return f"{result.role or 'all'}/{result.instrument}/{result.scale}"


@dataclass(frozen=True)
class _Writer:
    """Words what the results of all scales say."""

    results: Results
    sides: tuple[tuple[ScaleResult, ScaleInput], ...]
    words: Words

    def nothing(self) -> Draft:
        """Return why there is nothing to conclude from."""
        reasons = dict.fromkeys(
            self.words.of(result.notes["difference"])
            for result, _ in self.sides
            if "difference" in result.notes
        )
        if not reasons:
            text = self.words.say(
                "There are no conclusions yet: no wave that gave questionnaires about the "
                "participants is closed."
            )
        else:
            text = self.words.say(
                "There is not enough data for conclusions: %(reasons)s. What the programme means "
                "to its participants can be judged by talks with them and by what teachers have "
                "seen.",
                reasons="; ".join(reasons),
            )
        return Draft(origin="nothing", kind="conclusion", text=text)

    def drafts(self) -> Iterator[Draft]:
        """Yield what was found, the planned scales first."""
        yield from self._compared()
        planned = [(result, scale) for result, scale in self.sides if result.primary]
        shown = [side for side in planned if side[0].difference is not None]
        for result, scale in shown:
            text = " ".join(self._change(result, scale))
            yield _draft(f"change/{origin_of(result)}", text)
        if not shown:
            yield from self._described()
        for result, scale in shown:
            yield from self._beside(result, scale)
        yield from self._reliably(shown)
        yield from self._cause(shown)
        yield from self._preliminary()

    def _compared(self) -> Iterator[Draft]:
        """Yield how many people were compared, which every other sentence is about."""
        rows = [flow for flow in self.results.flow if flow.both]
        if rows:
            counts = "; ".join(
                self.words.say(
                    "%(who)s: %(both)s of %(people)s",
                    who=flow_title(flow, self.words),
                    both=flow.both,
                    people=flow.people,
                )
                for flow in rows
            )
            yield _draft(
                "sample",
                self.words.say("Answered both at entry and at exit: %(counts)s.", counts=counts),
            )

    def _change(self, result: ScaleResult, scale: ScaleInput) -> Iterator[str]:
        """Yield how a scale changed, how sure that is, and whether it is as one would wish."""
        yield self._verdict(result, scale)
        if verdict_of(result, self.results.plan) is Verdict.CHANGED:
            yield from cluster_caution(result, self.words)
            yield from direction(result, scale, self.results.plan, self.words)

    def _verdict(self, result: ScaleResult, scale: ScaleInput) -> str:
        verdict, words = verdict_of(result, self.results.plan), self.words
        facts = {
            "scale": scale_title(scale, words),
            "change": _small(self._words_of_change(result, scale)),
        }
        equivalence = shown_equivalence(result)
        match verdict:
            case Verdict.CHANGED:
                return words.say(
                    "%(scale)s: %(change)s; chance alone would rarely give such a change.", **facts
                )
            case Verdict.CONTRARY:
                return words.say(
                    "%(scale)s: %(change)s; the changes of most people go the other way, so "
                    "nothing is concluded.",
                    **facts,
                )
            case Verdict.OPEN if equivalence is not None:
                bounds = equivalence_facts(equivalence, scale, self.results.plan, words)
                return words.say(
                    "%(scale)s: %(change)s; the data do not let us say that the score changed, "
                    "and they show that any change is smaller than ±%(bound)s.",
                    bound=bounds["bound"],
                    **facts,
                )
            case Verdict.OPEN:
                return words.say(
                    "%(scale)s: %(change)s; the data do not let us say that the score changed, "
                    "but neither do they show that it stayed the same.",
                    **facts,
                )
            case Verdict.DESCRIBED:
                return words.say(
                    "%(scale)s: %(change)s; this only describes, under %(few)s people are too few "
                    "for a conclusion.",
                    few=FEW,
                    **facts,
                )
        return words.say("%(scale)s: %(change)s; it could not be tested.", **facts)

    def _words_of_change(self, result: ScaleResult, scale: ScaleInput) -> str:
        found = verdict_of(result, self.results.plan) is Verdict.CHANGED
        difference = result.difference
        return (
            "" if difference is None else change_words(difference, scale, self.words, found=found)
        )

    def _described(self) -> Iterator[Draft]:
        """Yield that nothing of the plan could be compared, though other scales could."""
        yield _draft(
            "plan",
            self.words.say(
                "None of the planned scales could be compared; what the other scales show is "
                "preliminary."
            ),
        )

    def _beside(self, result: ScaleResult, scale: ScaleInput) -> Iterator[Draft]:
        """Yield what the comparison group tells of a planned scale."""
        groups = result.groups
        if groups is not None and groups.levels and of_arms(groups):
            said = group_sentences(groups, scale, plan=self.results.plan, words=self.words)
            if text := " ".join(said):
                yield _draft(f"groups/{origin_of(result)}", text)

    def _reliably(self, shown: Sequence[tuple[ScaleResult, ScaleInput]]) -> Iterator[Draft]:
        """Yield how many people changed beyond the error of measurement."""
        parts = []
        for result, scale in shown:
            change = result.rci
            if change is None or change.improved is None or change.deteriorated is None:
                continue
            parts.append(
                self.words.say(
                    "%(scale)s: %(improved)s improved, %(deteriorated)s deteriorated, of %(n)s",
                    scale=scale_title(scale, self.words),
                    improved=change.improved,
                    deteriorated=change.deteriorated,
                    n=change.n,
                )
            )
        if parts:
            text = self.words.say(
                "People who changed by more than the error of measurement: %(parts)s.",
                parts="; ".join(parts),
            )
            yield _draft("reliable", text)

    def _cause(self, shown: Sequence[tuple[ScaleResult, ScaleInput]]) -> Iterator[Draft]:
        """Yield what may be supposed of the cause; where lots decided, the groups tell it."""
        changed = [side for side in shown if _is_changed(side[0], self.results)]
        if not changed or self.results.plan.allocation == RANDOM:
            return
        if all(is_wanted(result, scale) for result, scale in changed):
            text = self.words.say(
                "One may suppose that taking part in the programme has to do with these changes; "
                "these data are no proof of it: %(reason)s.",
                reason=self._why_no_proof(),
            )
        else:
            text = self.words.say(
                "What caused the changes these data do not show: %(reason)s.",
                reason=self._why_no_proof(),
            )
        yield _draft("cause", text)

    def _why_no_proof(self) -> str:
        if has_comparison(self.results):
            return self.words.say(
                "it was not lots that decided who took part and who is in the comparison group"
            )
        return self.words.say(
            "there is no comparison group, and with time scores change by themselves"
        )

    def _preliminary(self) -> Iterator[Draft]:
        """Yield which scales outside the plan changed: a guess for the next programme."""
        changed = [
            (result, scale)
            for result, scale in self.sides
            if not result.primary and _is_changed(result, self.results)
        ]
        risen = [side for side in changed if rose(side[0])]
        fallen = [side for side in changed if not rose(side[0])]
        parts = []
        if risen:
            parts.append(
                self.words.say("the score rose: %(scales)s", scales=titles_of(risen, self.words))
            )
        if fallen:
            parts.append(
                self.words.say("the score fell: %(scales)s", scales=titles_of(fallen, self.words))
            )
        if parts:
            text = self.words.say(
                "Preliminary, since these scales are not in the plan: %(parts)s.",
                parts="; ".join(parts),
            )
            yield _draft("preliminary", text)


def _draft(origin: str, text: str) -> Draft:
    return Draft(origin=origin, kind="conclusion", text=text)


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _is_changed(result: ScaleResult, results: Results) -> bool:
    return result.difference is not None and verdict_of(result, results.plan) is Verdict.CHANGED
