"""What stage 1 recommends: each piece of advice follows from a topic, by a rule, and says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.conclusions import Draft
from analysis.stage1_advice import ADVICE, ASK
from analysis.stage1_judgement import at_exit, is_below, is_high, is_low, lowest_of, mean_of
from analysis.stage2_cells import role_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from analysis.stage1_results import Stage1Results
    from analysis.words import Words

#: Return under which it is spoken of.
POOR_RETURN = 0.6

#: Topics named in one sentence.
NAMED = 3


@dataclass(frozen=True)
class Recommendations:
    """Words what follows from the results of all roles."""

    results: Stage1Results
    titles: Mapping[str, str]
    words: Words

    def drafts(self) -> Iterator[Draft]:
        """Yield what is recommended, the worst topics first; what to keep comes last."""
        for code, grounds in self._troubles().items():
            yield self._advised(code, self.words.of(ADVICE.get(code, ASK)), grounds)
        yield from self._return()
        yield from self._kept()

    def _advised(self, name: str, advice: str, grounds: list[str]) -> Draft:
        text = self.words.say(
            "%(advice)s (ground: %(grounds)s).", advice=advice, grounds="; ".join(grounds)
        )
        return Draft(origin=f"advice/{name}", kind="recommendation", text=text)

    def _troubles(self) -> dict[str, list[str]]:
        """Return the topics to work on, the worst first, and who says so of each."""
        below = sorted(
            (one.gap.mean, one.role, one.scale, one.item_exit)
            for one in self.results.expectations
            if one.gap is not None and is_below(one)
        )
        low = sorted(
            (mean_of(one), found.role, one.scale, one.item)
            for found in self.results.satisfaction
            for one in (*filter(is_low, found.ratings), *lowest_of(found))
        )
        troubles: dict[str, list[str]] = {}
        for role, code, item in dict.fromkeys(one[1:] for one in (*below, *low)):
            ground = self.words.say(
                "“%(topic)s”, %(who)s",
                topic=self.titles[item],
                who=role_title(role, self.words),
            )
            troubles.setdefault(code, []).append(ground)
        return troubles

    def _return(self) -> Iterator[Draft]:
        poor = [row for row in at_exit(self.results) if (row.return_rate or 1) < POOR_RETURN]
        if poor:
            advice = self.words.say(
                "Set aside time for the questionnaires at exit and remind the class teachers of it"
            )
            who = ", ".join(role_title(row.role, self.words) for row in poor)
            ground = self.words.say("share of those who answered, %(who)s", who=who)
            yield self._advised("return", advice, [ground])

    def _kept(self) -> Iterator[Draft]:
        """Yield which topics that were rated high are to be kept up."""
        high = [one for of in self.results.satisfaction for one in filter(is_high, of.ratings)]
        # That people are satisfied is nothing to keep up; what they are satisfied with is.
        high.sort(key=lambda one: (one.satisfaction, -mean_of(one)))
        titles = list(dict.fromkeys(self.titles[one.item] for one in high))[:NAMED]
        if titles:
            topics = ", ".join(self.words.say("“%(title)s”", title=title) for title in titles)
            text = self.words.say(
                "Keep up in the next year what was rated highest: %(topics)s.", topics=topics
            )
            yield Draft(origin="advice/keep", kind="recommendation", text=text)
