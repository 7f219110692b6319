"""The self-checks on a definition, one function each; the numbers are those of docs/instruments.md.

Each behind a real error: a key constant mistyped, a band that leaves out a score, an item scored
against its own wording.
"""

from __future__ import annotations

from collections import Counter
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, NamedTuple

from instruments.messages import N_, Message, Problem
from instruments.model import SCORABLE, Best, Better, Instrument, Item, Key, Kind, Method, Scale
from instruments.scoring import allows, key_range, scale_range

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from instruments.exact import Exact


class Finding(NamedTuple):
    """What one check found at one place."""

    place: Message
    what: Message
    rule: Message
    remedy: Message

    def in_file(self, file: str) -> Problem:
        """Return the finding as a problem of the file called so."""
        return Problem(
            file=file, place=self.place, what=self.what, rule=self.rule, remedy=self.remedy
        )


def check_codes(instrument: Instrument) -> Iterator[Finding]:
    """Item codes, scale codes and response sets are unique within the definition."""
    families = (
        (N_("items"), [item.code for item in instrument.items]),
        (N_("scales"), [scale.code for scale in instrument.scales]),
        (N_("options"), [options.code for options in instrument.options]),
    )
    for place, codes in families:
        for code, n in Counter(codes).items():
            if n > 1:
                yield Finding(
                    place,
                    N_("the code %(code)s stands more than once", code=code),
                    N_("a code is given once and never again for another meaning"),
                    N_("give one of them another code"),
                )


def check_completeness(instrument: Instrument) -> Iterator[Finding]:
    """Check that a template has no item texts, and anything else has texts, items and scales."""
    if instrument.template:
        for item in instrument.items:
            if item.text is not None:
                yield Finding(
                    _item(item),
                    N_("it has a text"),
                    N_("a template holds the facts of a published test without its texts"),
                    N_("take the text out, or take out template = true if the test is yours"),
                )
        return
    for name, parts in (("items", instrument.items), ("scales", instrument.scales)):
        if not parts:
            yield Finding(
                N_("the head of the file"),
                N_("there is no [[%(name)s]]", name=name),
                N_("a questionnaire has at least one item and one scale"),
                N_("add [[%(name)s]], or set template = true for facts alone", name=name),
            )
    for item in instrument.items:
        if item.text is None:
            yield Finding(
                _item(item),
                N_("it has no text"),
                N_("every item of a questionnaire has its text in Russian"),
                N_('add text = {ru = "…"}, or set template = true for facts alone'),
            )


def check_keys(instrument: Instrument) -> Iterator[Finding]:
    """Check 1: every scored item exists, in one direction, and what is in no scale says so."""
    for scale in instrument.scales:
        yield from _check_scale_keys(scale, instrument)
    scored = {code for scale in instrument.scales for code in scale.item_codes}
    for item in instrument.items:
        if item.code in scored and item.unscored:
            yield Finding(
                _item(item),
                N_("unscored = true, but a scale uses it"),
                N_("an unscored item is in no scale"),
                N_("take out unscored, or take the item out of the scale"),
            )
        if item.code not in scored and not item.unscored and item.kind is not Kind.TEXT:
            yield Finding(
                _item(item),
                N_("no scale uses it"),
                N_("an item that is in no scale is declared so"),
                N_("add it to a scale, or set unscored = true"),
            )


def _check_scale_keys(scale: Scale, instrument: Instrument) -> Iterator[Finding]:
    keys = scale.keys + scale.minus
    if not scale.keys or (scale.method is Method.DIFFERENCE and not scale.minus):
        yield Finding(
            _scale(scale),
            N_("a list of keys is empty"),
            N_("a score is made of at least one item"),
            N_("name the items"),
        )
    for code, n in Counter(scale.item_codes).items():
        if n > 1:
            both = len({key.reverse for key in keys if key.item == code}) == 2
            yield Finding(
                _scale(scale),
                N_("%(code)s is both direct and reverse", code=code)
                if both
                else N_("%(code)s stands more than once", code=code),
                N_("an item stands once in a scale, in one direction"),
                N_("keep one of them"),
            )
    for code in dict.fromkeys(scale.item_codes):
        item = instrument.by_code.get(code)
        if item is None:
            yield Finding(
                _scale(scale),
                N_("the keys name %(code)s, which is not an item", code=code),
                N_("every scored item exists"),
                N_("add the item or correct the keys"),
            )
        elif item.kind not in SCORABLE or item.show_if is not None:
            yield Finding(
                _scale(scale),
                N_("%(code)s has no score for everybody", code=code),
                N_("no item of kind text or multiple and none with show_if is in a scale"),
                N_("take it out of the keys and set unscored = true"),
            )


def check_overlaps(instrument: Instrument) -> Iterator[Finding]:
    """Check 2: scales that share items declare it, and only those."""
    codes = {scale.code for scale in instrument.scales}
    for scale in instrument.scales:
        for named in scale.overlaps:
            if named not in codes or named == scale.code:
                yield Finding(
                    _scale(scale),
                    N_("overlaps names %(other)s, which is not another scale", other=named),
                    N_("scales that share items declare it"),
                    N_("correct overlaps"),
                )
    for one, other in combinations(instrument.scales, 2):
        shared = sorted(set(one.item_codes) & set(other.item_codes))
        declared = other.code in one.overlaps or one.code in other.overlaps
        if bool(shared) != declared:
            yield Finding(
                _scale(other),
                N_("items shared with %(other)s: %(n)s", n=len(shared), other=one.code),
                N_("scales that share items declare it"),
                N_('write overlaps = ["%(other)s"], or correct the keys', other=one.code)
                if shared
                else N_("take %(other)s out of overlaps", other=one.code),
            )


def check_ranges(instrument: Instrument) -> Iterator[Finding]:
    """Check 3: the declared range is the computed one, also for answers with gaps."""
    for scale in instrument.scales:
        if not _is_sound(scale, instrument):
            continue
        low, high = scale_range(scale, instrument)
        if (low, high) != scale.range:
            yield Finding(
                _scale(scale),
                N_("the declared range is %(range)s", range=_interval(scale.range)),
                N_("the keys and item ranges give %(range)s", range=_interval((low, high))),
                N_("correct the keys, the item ranges or the declared range"),
            )
        for keys in (scale.keys, scale.minus):
            ranges = {key_range(key, instrument) for key in keys}
            if len(ranges) > 1 and scale.max_missing * len(keys) >= 1:
                yield Finding(
                    _scale(scale),
                    N_("items of different ranges may be missing"),
                    N_("a missing item is replaced by the mean of the others, of the same range"),
                    N_("set max_missing = 0, or use items of one range"),
                )
        if not 0 <= scale.max_missing < 1:
            yield Finding(
                _scale(scale),
                N_("max_missing = %(value)s", value=_number(scale.max_missing)),
                N_("max_missing is a share from 0 up to but not including 1"),
                N_("write 0.2 for one item in five"),
            )


def check_levels(instrument: Instrument) -> Iterator[Finding]:
    """Check 4: levels cover the range exactly once, whatever the score's granularity."""
    for scale in instrument.scales:
        if scale.levels:
            yield from _check_scale_levels(scale)


def _check_scale_levels(scale: Scale) -> Iterator[Finding]:
    *bounded, last = scale.levels
    for level in bounded:
        if (level.upto is None) == (level.below is None):
            yield Finding(
                _level(scale, level.code),
                N_("it has both upto and below, or neither"),
                N_("each level but the last ends at upto (score ≤) or below (score <)"),
                N_("write one of the two"),
            )
            return
    if last.upto is not None or last.below is not None:
        yield Finding(
            _level(scale, last.code),
            N_("the last level has an end"),
            N_("levels cover the range to its end: the last has neither upto nor below"),
            N_("take the end out, or add the level above it"),
        )
        return
    yield from _check_boundaries(scale)
    for code, n in Counter(level.code for level in scale.levels).items():
        if n > 1:
            yield Finding(
                _level(scale, code),
                N_("the code %(code)s stands more than once", code=code),
                N_("a code is given once and never again for another meaning"),
                N_("give one of them another code"),
            )


def _check_boundaries(scale: Scale) -> Iterator[Finding]:
    """Every level holds at least one point of the range.

    A boundary is (value, side): side 0 ends just below the value, side 1 just above it.
    """
    low, high = scale.range
    inner = [
        (level.upto, 1) if level.upto is not None else (level.below or 0, 0)
        for level in scale.levels[:-1]
    ]
    boundaries = [(low, 0), *inner, (high, 1)]
    for level, (start, end) in zip(scale.levels, pairwise(boundaries), strict=True):
        if start >= end:
            yield Finding(
                _level(scale, level.code),
                N_("no score from %(range)s falls into it", range=_interval(scale.range)),
                N_("levels cover the range exactly once, in rising order"),
                N_("correct the ends of this level and of the one before it"),
            )


def check_best_answers(instrument: Instrument) -> Iterator[Finding]:
    """Check 5: the best answer to every item gives the extreme in the declared direction."""
    for scale in instrument.scales:
        if scale.better is Better.NONE or not _is_sound(scale, instrument):
            continue
        for keys, counted_up in ((scale.keys, True), (scale.minus, False)):
            for key in keys:
                best = instrument.by_code[key.item].best
                if best is not None and best is not _best_by_key(key, scale, counted_up=counted_up):
                    yield Finding(
                        _scale(scale),
                        N_(
                            "the best answer to %(code)s is its %(best)s one, but key %(key)s "
                            "moves the score the other way",
                            code=key.item,
                            best=N_("highest") if best is Best.HIGH else N_("lowest"),
                            key=str(key),
                        ),
                        N_("the best answers to all items give the best score of the scale"),
                        N_("correct the sign of the key, best of the item or better of the scale"),
                    )


def _best_by_key(key: Key, scale: Scale, *, counted_up: bool) -> Best:
    """Return the end of the item's answers that moves the score the scale's better way."""
    raises = key.reverse is not counted_up
    return Best.HIGH if raises is (scale.better is Better.HIGHER) else Best.LOW


def check_option_scores(instrument: Instrument) -> Iterator[Finding]:
    """Check 6: a score sits with its option, so no two options of a set share one."""
    for options in instrument.options:
        place = N_("options %(code)s", code=options.code)
        if len(options.choices) < 2:
            yield Finding(
                place,
                N_("it has fewer than two choices"),
                N_("a response set offers a choice"),
                N_("add choices"),
            )
        scores = Counter(choice.score for choice in options.choices)
        labels = Counter(choice.text.ru for choice in options.choices)
        for found, n in [*scores.items(), *labels.items()]:
            if n > 1:
                shown = found if isinstance(found, str) else _number(found)
                yield Finding(
                    place,
                    N_("“%(found)s” stands more than once", found=shown),
                    N_("each option has a label and a score of its own"),
                    N_("correct the scores or the labels"),
                )


def check_sources(instrument: Instrument) -> Iterator[Finding]:
    """Check 7: a number that came from elsewhere names its source.

    That `published`, `norms` and `levels_source` carry source and confidence is checked when
    they are read. A template holds nothing of its own, so its levels came from elsewhere.
    """
    for scale in instrument.scales:
        if instrument.template and scale.levels and scale.levels_source is None:
            yield Finding(
                _scale(scale),
                N_("its levels have no source"),
                N_("each number that came from elsewhere carries its source and confidence"),
                N_('add levels_source = {source = "…", confidence = "B"}'),
            )
        if scale.levels_source is not None and not scale.levels:
            yield Finding(
                _scale(scale),
                N_("levels_source without levels"),
                N_("a source belongs to a number"),
                N_("add the levels, or take the source out"),
            )


def check_conditions(instrument: Instrument) -> Iterator[Finding]:
    """`show_if` names an earlier item and an answer that it can get."""
    earlier: dict[str, Item] = {}
    for item in instrument.items:
        condition = item.show_if
        if condition is not None:
            asked = earlier.get(condition.item)
            if asked is None or asked.kind is Kind.MULTIPLE or not allows(asked, condition.equals):
                yield Finding(
                    _item(item),
                    N_(
                        "show_if waits for %(code)s = %(value)s",
                        code=condition.item,
                        value=_number(condition.equals),
                    ),
                    N_("show_if names an earlier item and an answer that it can get"),
                    N_("correct the item or the answer"),
                )
        earlier[item.code] = item


def check_versions(instrument: Instrument) -> Iterator[Finding]:
    """Check that a version is comparable with earlier ones only, and says what it changed."""
    late = [number for number in instrument.comparable_with if number >= instrument.version]
    if late:
        yield Finding(
            N_("the head of the file"),
            N_("comparable_with names version %(late)s", late=late[0]),
            N_("a version is compared with earlier ones"),
            N_("name versions below %(version)s", version=instrument.version),
        )
    if instrument.comparable_with and not instrument.changes.strip():
        yield Finding(
            N_("the head of the file"),
            N_("changes is empty"),
            N_("a version that is comparable with an earlier one says what changed"),
            N_("say in changes what is different and why the scores may be compared"),
        )


#: Every check of a definition by itself, in the order of their findings.
CHECKS: tuple[Callable[[Instrument], Iterator[Finding]], ...] = (
    check_codes,
    check_completeness,
    check_keys,
    check_overlaps,
    check_ranges,
    check_levels,
    check_best_answers,
    check_option_scores,
    check_sources,
    check_conditions,
    check_versions,
)


def _is_sound(scale: Scale, instrument: Instrument) -> bool:
    """Say whether no list is empty and every key has a range; otherwise check 1 has spoken."""
    items = [instrument.by_code.get(code) for code in scale.item_codes]
    lists_are_full = scale.keys and (scale.minus or scale.method is not Method.DIFFERENCE)
    return bool(lists_are_full) and all(item and item.range for item in items)


def _item(item: Item) -> Message:
    return N_("item %(code)s", code=item.code)


def _scale(scale: Scale) -> Message:
    return N_("scale %(code)s", code=scale.code)


def _level(scale: Scale, level: str) -> Message:
    return N_("scale %(scale)s, level %(level)s", scale=scale.code, level=level)


def _number(value: Exact) -> str:
    return str(value.numerator) if value.denominator == 1 else str(float(value))


def _interval(range_: tuple[Exact, Exact]) -> str:
    return f"{_number(range_[0])}…{_number(range_[1])}"
