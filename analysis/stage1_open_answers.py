"""What may be shown of open answers: people by theme under the base rule, released quotations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.disclosure import ROUNDED_UNDER
from analysis.rounding import DIGITS
from analysis.stage1_inputs import item_reference
from analysis.stage1_results import OpenAnswers, ThemeFound
from analysis.swot_proposals import Theme
from analysis.words import rounded
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.disclosure import BaseRule
    from analysis.stage1_inputs import OpenAnswersInput, ThemeInput
    from analysis.swot import Cell
    from instruments.messages import Message

NOT_CODED = N_("the answers have not been sorted into themes")


def open_answers(written: OpenAnswersInput, rule: BaseRule) -> OpenAnswers:
    """Return the themes of the answers to one question, or nothing of fewer than k people.

    An answer may have several themes, so what is left without one theme is told by nothing but
    its own count: the people who wrote and those whose answer was sorted, less the theme's.

    Parameters
    ----------
    written
        Exact counts.
    rule
        What may be shown.
    """
    reference = item_reference(written.instrument, written.item.code)
    if not rule.shows(written.n) or not written.n_coded:
        reason = NOT_CODED if rule.shows(written.n) else _too_few(rule)
        return OpenAnswers(
            role=written.role,
            wave=written.wave,
            item=reference,
            n=written.n,
            n_coded=0 if rule.shows(written.n) else None,
            themes=(),
            quotations=(),
            notes=dict.fromkeys(("n_coded", "themes", "quotations"), reason),
        )
    themes = sorted(((theme, _theme(theme, written, rule)) for theme in written.themes), key=_order)
    counted = not _betrays(written.n_coded, written.n, rule)
    return OpenAnswers(
        role=written.role,
        wave=written.wave,
        item=reference,
        n=written.n,
        n_coded=written.n_coded if counted else None,
        themes=tuple(found for _, found in themes),
        quotations=tuple(sorted(set(written.quotations))),
        notes=({} if counted else {"n_coded": _small_rest(rule)})
        | {
            f"themes.{place}.{name}": _why(theme, rule)
            for place, (theme, found) in enumerate(themes)
            if found.n is None
            for name in ("n", "share")
        },
    )


def _theme(theme: ThemeInput, written: OpenAnswersInput, rule: BaseRule) -> ThemeFound:
    bases = (written.n, written.n_coded)
    if any(_betrays(theme.n, base, rule) for base in bases):
        return ThemeFound(title=theme.title, n=None, share=None, cell=None)
    share = theme.n / written.n
    if written.n < ROUNDED_UNDER:
        share = float(rounded(share, DIGITS))
    return ThemeFound(title=theme.title, n=theme.n, share=share, cell=_cell(theme, rule))


def themes_in_cells(found: Sequence[OpenAnswers]) -> tuple[Theme, ...]:
    """Return the themes that stand in a cell, of each role once: as most people spoke of it.

    Who spoke of it in answer to several questions is not known, so nobody is added up.
    """
    most: dict[tuple[str, str, Cell], int] = {}
    for one in found:
        for theme in one.themes:
            if theme.n is not None and theme.cell is not None:
                told = one.role, theme.title, theme.cell
                most[told] = max(theme.n, most.get(told, 0))
    return tuple(
        Theme(role=role, title=title, n=n, cell=cell) for (role, title, cell), n in most.items()
    )


def _betrays(n: int, base: int, rule: BaseRule) -> bool:
    """Say whether n people, or those of a base without them, are too few to be shown."""
    return rule.is_small(n) or rule.is_small(base - n)


def _cell(theme: ThemeInput, rule: BaseRule) -> Cell | None:
    """Return the cell that more than half of the theme's answers, and enough of them, are in."""
    for cell, n in theme.cells.items():
        if cell is not None and 2 * n > theme.n and rule.shows(n):
            return cell
    return None


def _order(one: tuple[ThemeInput, ThemeFound]) -> tuple[int, str]:
    """Return the place of a theme: the most frequent first; of hidden ones nothing is told."""
    found = one[1]
    return -(found.n or 0), found.title.casefold()


def _why(theme: ThemeInput, rule: BaseRule) -> Message:
    return _few(rule) if rule.is_small(theme.n) else _small_rest(rule)


def _few(rule: BaseRule) -> Message:
    return N_("fewer than %(k)s people", k=rule.k)


def _small_rest(rule: BaseRule) -> Message:
    return N_("all but fewer than %(k)s people", k=rule.k)


def _too_few(rule: BaseRule) -> Message:
    return N_("fewer than %(k)s people have answered", k=rule.k)
