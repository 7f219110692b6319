"""The conclusions of stage 1 as the results give them: strong and weak sides, gaps, advice.

Nothing is said of causes: people tell how they found it, not why it was so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.conclusions import Draft, best
from analysis.disclosure import FEW
from analysis.stage1_cells import role_heading
from analysis.stage1_disclosure import MEAN_DIGITS
from analysis.stage1_expectations import named_gaps
from analysis.stage1_judgement import (
    at_exit,
    is_above,
    is_below,
    is_high,
    is_low,
    lowest_of,
    mean_of,
)
from analysis.stage1_recommendations import NAMED, POOR_RETURN, Recommendations
from analysis.stage2_cells import role_title, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from analysis.stage1_results import (
        Expectation,
        Outcome,
        ParticipationRow,
        Rating,
        Satisfaction,
        Stage1Results,
    )
    from analysis.words import Words

#: A question that this share of people or more answered with yes is named.
MOSTLY_YES = 0.7

#: Questions of the library that less than half of people should not answer with no: to go on, and
#: that the training was enough and clear.
HOPED_FOR = ("sx40", "sx46", "sx47")

#: Return from which on it is spoken of.
GOOD_RETURN = 0.8


def drafts_of_stage1(
    results: Stage1Results, titles: Mapping[str, str], words: Words
) -> tuple[Draft, ...]:
    """Return the sentences that a stage-1 report's conclusions are drafted with.

    Parameters
    ----------
    results
        What was found, the base rule applied: nothing else is drawn on.
    titles
        What items are called, by `CODE@n/item`.
    words
        The reader's language.
    """
    if not any(_is_shown(found) for found in results.satisfaction):
        return (_nothing(results, words),)
    writer = _Writer(results, titles, words)
    return best([*writer.drafts(), *Recommendations(results, titles, words).drafts()])


def _is_shown(found: Satisfaction) -> bool:
    """Say whether there is any mark or answer of a role to speak of."""
    return any(one.mean is not None for one in found.ratings) or any(
        one.share_yes is not None for one in found.outcomes
    )


def _nothing(results: Stage1Results, words: Words) -> Draft:
    """Return why there is nothing to conclude from."""
    if not results.satisfaction:
        reason = sentence(words.of(results.notes["satisfaction"]))
        text = words.say("There are no conclusions yet. %(reason)s", reason=reason)
    else:
        text = words.say(
            "There is not enough data for conclusions: no question was answered by as many people "
            "as it takes to show anything (%(k)s). The quality of the programme can be judged by "
            "talks with its participants and by what the curator has seen.",
            k=results.programme.k,
        )
    return Draft(origin="nothing", kind="conclusion", text=text)


def _is_few(found: Satisfaction) -> bool:
    bases = [one.n for one in found.ratings] + [one.n for one in found.outcomes]
    return max(bases, default=0) < FEW


@dataclass(frozen=True)
class _Writer:
    """Words what the results of all roles say."""

    results: Stage1Results
    titles: Mapping[str, str]
    words: Words

    def drafts(self) -> Iterator[Draft]:
        """Yield what was found, kind by kind, the best first."""
        roles = [found for found in self.results.satisfaction if _is_shown(found)]
        yield from self._few(roles)
        for found in roles:
            yield from self._satisfied(found)
        for found in roles:
            yield from self._rated(found)
        for found in roles:
            yield from self._mostly_yes(found)
            yield from self._not_hoped_for(found)
        yield from self._return()
        for role in dict.fromkeys(one.role for one in self.results.expectations):
            yield from self._gaps(role)

    def _who(self, role: str) -> str:
        return role_heading(role, self.words)

    def _few(self, roles: list[Satisfaction]) -> Iterator[Draft]:
        """Yield that few people only describe, where all roles are few or one of them is."""
        few = [found.role for found in roles if _is_few(found)]
        if few:
            who = ", ".join(role_title(role, self.words) for role in few)
            text = self.words.say(
                "Fewer than %(few)s people answered (%(who)s): what follows describes their "
                "answers, it is too little for conclusions about the programme as a whole.",
                few=FEW,
                who=who,
            )
            yield Draft(origin="few", kind="conclusion", text=text)

    def _satisfied(self, found: Satisfaction) -> Iterator[Draft]:
        """Yield a sentence on each topic of satisfaction that is high or low."""
        for one in found.ratings:
            origin = f"satisfaction/{found.role}/{one.scale}"
            if one.satisfaction and is_high(one):
                text = self.words.say("%(who)s are satisfied: %(topics)s.", **self._of(found, one))
                yield Draft(origin=origin, kind="strength", text=text)
            elif one.satisfaction and is_low(one):
                text = self.words.say(
                    "%(who)s are little satisfied: %(topics)s.", **self._of(found, one)
                )
                yield Draft(origin=origin, kind="weakness", text=text)

    def _rated(self, found: Satisfaction) -> Iterator[Draft]:
        """Yield which other topics are high and which low, else the lowest of all."""
        others = [one for one in found.ratings if not one.satisfaction]
        high = sorted(filter(is_high, others), key=mean_of, reverse=True)
        low = sorted(filter(is_low, others), key=mean_of)
        if high:
            text = self.words.say("%(who)s rated highly: %(topics)s.", **self._of(found, *high))
            yield Draft(origin=f"high/{found.role}", kind="strength", text=text)
        if low:
            text = self.words.say("%(who)s rated low: %(topics)s.", **self._of(found, *low))
            yield Draft(origin=f"low/{found.role}", kind="weakness", text=text)
        elif lowest := lowest_of(found):
            text = self.words.say(
                "%(who)s rated lower than anything else: %(topics)s.", **self._of(found, *lowest)
            )
            yield Draft(origin=f"lowest/{found.role}", kind="weakness", text=text)

    def _of(self, found: Satisfaction, *ratings: Rating) -> dict[str, str]:
        """Return who rated and what, with the figures."""
        topics = "; ".join(self._topic(one) for one in ratings[:NAMED])
        return {"who": self._who(found.role), "topics": topics}

    def _topic(self, one: Rating) -> str:
        facts = {
            "topic": self.titles[one.item],
            "mean": self.words.number(mean_of(one), MEAN_DIGITS),
            "most": one.range[1],
            "n": one.n,
        }
        if one.share_high is None:
            return self.words.say("“%(topic)s” (mean %(mean)s of %(most)s, n = %(n)s)", **facts)
        return self.words.say(
            "“%(topic)s” (mean %(mean)s of %(most)s, marks 8–10: %(share)s, n = %(n)s)",
            share=self.words.percent(one.share_high),
            **facts,
        )

    def _mostly_yes(self, found: Satisfaction) -> Iterator[Draft]:
        """Yield the questions that most people answered with yes."""
        yes = [one for one in found.outcomes if _share(one) >= MOSTLY_YES]
        if yes:
            answers = "; ".join(self._answer(one) for one in sorted(yes, key=_share)[::-1][:NAMED])
            text = self.words.say(
                "%(who)s mostly answered “yes”: %(answers)s.",
                who=self._who(found.role),
                answers=answers,
            )
            yield Draft(origin=f"yes/{found.role}", kind="strength", text=text)

    def _not_hoped_for(self, found: Satisfaction) -> Iterator[Draft]:
        """Yield the questions that were to be answered with yes, where fewer than half did."""
        for one in found.outcomes:
            code = one.item.rpartition("/")[2]
            if code in HOPED_FOR and one.share_yes is not None and one.share_yes < 0.5:
                text = self.words.say(
                    "%(who)s: fewer than half answered “yes”: %(answers)s.",
                    who=self._who(found.role),
                    answers=self._answer(one),
                )
                yield Draft(origin=f"yes/{found.role}/{code}", kind="weakness", text=text)

    def _answer(self, one: Outcome) -> str:
        return self.words.say(
            "“%(question)s” (yes: %(share)s, n = %(n)s)",
            question=self.titles[one.item],
            share=self.words.percent(_share(one)),
            n=one.n,
        )

    def _return(self) -> Iterator[Draft]:
        """Yield of which roles most of the invited answered at exit, and of which too few did."""
        good = [row for row in at_exit(self.results) if (row.return_rate or 0) >= GOOD_RETURN]
        poor = [row for row in at_exit(self.results) if (row.return_rate or 1) < POOR_RETURN]
        if good:
            text = self.words.say(
                "Answered at exit: %(counts)s; most of the participants are heard here.",
                counts=self._counts(good),
            )
            yield Draft(origin="return/good", kind="strength", text=text)
        if poor:
            text = self.words.say(
                "Too few answered at exit: %(counts)s; the others may think otherwise.",
                counts=self._counts(poor),
            )
            yield Draft(origin="return/poor", kind="weakness", text=text)

    def _counts(self, rows: Sequence[ParticipationRow]) -> str:
        return "; ".join(
            self.words.say(
                "%(who)s: %(answered)s of %(invited)s invited (%(share)s)",
                who=role_title(row.role, self.words),
                answered=row.answered,
                invited=row.invited,
                share=self.words.percent(row.return_rate or 0),
            )
            for row in rows
        )

    def _gaps(self, role: str) -> Iterator[Draft]:
        """Yield where reality stood out from what was expected, or that it did not."""
        found = [one for one in self.results.expectations if one.role == role and one.gap]
        judged = sorted((one for one in found if one.n_matched >= FEW), key=_gap)
        above = [one for one in reversed(judged) if is_above(one)]
        below = [one for one in judged if is_below(one)]
        who = self._who(role)
        if above:
            topics = named_gaps(above, self.titles, self.words)
            text = self.words.say(
                "%(who)s found it better than expected: %(topics)s.", who=who, topics=topics
            )
            yield Draft(origin=f"gap/{role}/above", kind="gap", text=text)
        if below:
            topics = named_gaps(below, self.titles, self.words)
            text = self.words.say(
                "%(who)s found it worse than expected: %(topics)s.", who=who, topics=topics
            )
            yield Draft(origin=f"gap/{role}/below", kind="gap", text=text)
        if judged and not above and not below:
            text = self.words.say(
                "%(who)s: no topic stands out from what was expected; this does not show that all "
                "was just as expected.",
                who=who,
            )
            yield Draft(origin=f"gap/{role}/none", kind="gap", text=text)
        elif found and not judged:
            text = self.words.say(
                "%(who)s: too few people gave a mark both times to judge the gap between "
                "expectation and reality; it is only described in the table.",
                who=who,
            )
            yield Draft(origin=f"gap/{role}/few", kind="gap", text=text)


def _share(one: Outcome) -> float:
    return 0.0 if one.share_yes is None else one.share_yes


def _gap(one: Expectation) -> float:
    return 0.0 if one.gap is None else one.gap.mean
