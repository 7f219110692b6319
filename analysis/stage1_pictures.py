"""Pictures of stage 1: who answered, what was expected and how it was, how marks spread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.disclosure import FEW
from analysis.document import Figure
from analysis.pictures import Bands, Dumbbell, Return, Returns
from analysis.stage1_disclosure import MEAN_DIGITS, TEN
from analysis.stage1_judgement import is_above, is_below

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from analysis.stage1_results import Expectation, ParticipationRow, Rating
    from analysis.words import Words


def return_pictures(
    rows: Sequence[tuple[str, str, ParticipationRow]], words: Words
) -> Iterator[Figure]:
    """Yield the picture of who answered; each row with whom it counts and at which wave."""
    shown = tuple(
        Return(who=who, wave=wave, invited=row.invited, answered=row.answered)
        for who, wave, row in rows
        if row.return_rate is not None
    )
    if not shown:
        return
    last = {row.who: row for row in shown}
    yield Figure(
        caption=words.say("Who answered. %(rows)s", rows=_returned(last.values(), words)),
        alt=words.say("People who answered: %(rows)s.", rows=_returned(shown, words)),
        picture=Returns(rows=shown),
    )


def _returned(rows: Iterable[Return], words: Words) -> str:
    said = (
        words.say(
            "%(who)s, %(wave)s: %(answered)s of %(invited)s (%(rate)s)",
            who=row.who,
            wave=row.wave,
            answered=row.answered,
            invited=row.invited,
            rate=words.percent(row.answered / row.invited),
        )
        for row in rows
    )
    return "; ".join(said)


def expectation_picture(
    parts: Sequence[Expectation], titles: Mapping[str, str], words: Words
) -> Iterator[Figure]:
    """Yield the picture of the topics with marks from 1 to 10, where there are any."""
    shown = [one for one in parts if one.range == TEN]
    rows = tuple(
        (titles[one.item_exit], one.entry, one.exit)
        for one in shown
        if one.entry is not None and one.exit is not None
    )
    if not rows:
        return
    means = (
        words.say(
            "%(topic)s: %(entry)s, %(exit)s",
            topic=topic,
            entry=words.number(entry, MEAN_DIGITS),
            exit=words.number(exit_, MEAN_DIGITS),
        )
        for topic, entry, exit_ in rows
    )
    yield Figure(
        caption=_largest_gap(shown, titles, words),
        alt=words.say("Mean expected and mean in fact. %(means)s.", means="; ".join(means)),
        picture=Dumbbell(rows=rows, range=TEN, digits=MEAN_DIGITS),
    )


def _largest_gap(parts: Sequence[Expectation], titles: Mapping[str, str], words: Words) -> str:
    """Return the caption: the largest gap that stands out from zero; of few people none does."""
    gaps = [(one, one.gap) for one in parts if one.gap is not None and one.n_matched >= FEW]
    clear = [(one, gap) for one, gap in gaps if is_above(one) or is_below(one)]
    if clear:
        one, gap = max(clear, key=lambda found: abs(found[1].mean))
        facts = {
            "topic": titles[one.item_exit],
            "entry": words.number(one.entry or 0, MEAN_DIGITS),
            "exit": words.number(one.exit or 0, MEAN_DIGITS),
        }
        if gap.mean > 0:
            return words.say(
                "Expected and in fact, means from 1 to 10: the most above what was expected, "
                "“%(topic)s”, %(entry)s expected and %(exit)s in fact",
                **facts,
            )
        return words.say(
            "Expected and in fact, means from 1 to 10: the most below what was expected, "
            "“%(topic)s”, %(entry)s expected and %(exit)s in fact",
            **facts,
        )
    if gaps:
        return words.say("Expected and in fact, means from 1 to 10: no gap stands out from zero")
    return words.say("Expected and in fact: the mean of each topic, from 1 to 10")


def mark_picture(ratings: Sequence[Rating], titles: Mapping[str, str], words: Words) -> Figure:
    """Return the picture of how the marks of each topic spread."""
    shown = [(titles[one.item], one.bands) for one in ratings if one.bands is not None]
    shares = (
        words.say(
            "%(topic)s: %(bands)s",
            topic=topic,
            bands=", ".join(
                f"{band.low}–{band.high} {words.percent(band.share)}" for band in bands
            ),
        )
        for topic, bands in shown
    )
    return Figure(
        caption=_highest(ratings, titles, words),
        alt=words.say("Per cent of people in each band. %(shares)s.", shares="; ".join(shares)),
        picture=Bands(
            rows=tuple(
                (topic, tuple((band.low, band.high, band.n) for band in bands))
                for topic, bands in shown
            ),
            range=TEN,
        ),
    )


def _highest(ratings: Sequence[Rating], titles: Mapping[str, str], words: Words) -> str:
    """Return the caption: on which topic the highest marks were given most and least often."""
    shares = [(one.share_high, titles[one.item]) for one in ratings if one.share_high is not None]
    if not shares or min(shares)[0] == max(shares)[0]:
        return words.say("Marks given, in bands: per cent of people")
    (least, low), (most, high) = min(shares), max(shares)
    return words.say(
        "Marks given: 8–10 most often for “%(high)s” (%(most)s of people), least often for "
        "“%(low)s” (%(least)s)",
        high=high,
        most=words.percent(most),
        low=low,
        least=words.percent(least),
    )
