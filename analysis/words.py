"""Numbers and sentences as a reader of the language writes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from instruments.messages import ENGLISH, N_, Message

if TYPE_CHECKING:
    import gettext

MINUS = "\N{MINUS SIGN}"
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
THIN_SPACE = "\N{NARROW NO-BREAK SPACE}"

#: Standardised differences from which an effect is called small, medium, large (Cohen 1988).
EFFECT_WORDS = (
    (0.8, N_("large")),
    (0.5, N_("medium")),
    (0.2, N_("small")),
    (0.0, N_("very small")),
)


#: A change that would be rounded to 0 is printed with up to this many decimals.
MOST_DECIMALS = 4

#: A number of more digits than a float holds is printed as a power of ten.
HUGE = 1e15

SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")

#: Numbers whose writing is remembered: every file of a report prints the same ones.
NUMBERS = 8192

#: A float has 309 digits before its point at most.
EXACT = Context(prec=400, rounding=ROUND_HALF_UP)


def rounded(value: float, digits: int) -> Decimal:
    """Return a number as it is printed: `digits` decimals, halves away from zero."""
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), context=EXACT)


@lru_cache(maxsize=NUMBERS)
def _number(value: float, digits: int, lang: str) -> str:
    printed = rounded(value, digits)
    if abs(printed) >= HUGE:
        return _power(value, lang)
    text = f"{abs(printed):,.{digits}f}"
    if lang == "ru":
        text = text.replace(",", THIN_SPACE).replace(".", ",")
    return f"{MINUS}{text}" if printed < 0 else text


def _power(value: float, lang: str) -> str:
    """Return a huge number as a power of ten."""
    front, power = f"{value:.1e}".split("e")
    sign = "·" if lang == "ru" else "×"
    exponent = str(int(power)).translate(SUPERSCRIPTS)
    return f"{_number(float(front), 1, lang)}{sign}10{exponent}"


def telling_digits(size: float, limits: tuple[float, ...], digits: int) -> int:
    """Return the decimals with which neither a size nor a limit of its interval is rounded to 0.

    Parameters
    ----------
    size, limits
        The numbers, which are printed alike.
    digits
        The usual decimals, which stay where they lose none of the numbers.

    Returns
    -------
    int
        Otherwise so many that two digits of the size are seen, at most `MOST_DECIMALS`.
    """
    # What four decimals do not show, or what is 0, asks for none.
    shown = [value for value in (size, *limits) if rounded(value, MOST_DECIMALS)]
    if all(rounded(value, digits) for value in shown):
        return digits
    return next(
        more
        for more in range(digits, max(digits, MOST_DECIMALS) + 1)
        if more >= MOST_DECIMALS
        or (
            abs(rounded(size, more)) >= Decimal(10).scaleb(-more)
            and all(rounded(value, more) for value in shown)
        )
    )


@dataclass(frozen=True)
class Words:
    """Words a reader: msgids through a catalogue, numbers by the rules of its language.

    Attributes
    ----------
    translations
        The catalogue; English where none is given.
    """

    translations: gettext.NullTranslations = ENGLISH

    @cached_property
    def lang(self) -> str:
        """The language, as the catalogue names it."""
        return self.translations.info().get("language", "en")

    def say(self, msgid: str, **params: object) -> str:
        """Return a sentence; whole numbers in it are written by the rules of the language."""
        return self.of(N_(msgid, **params))

    def of(self, message: Message) -> str:
        """Return a message in this language, the numbers of messages within it like its own."""
        params = {name: self._part(value) for name, value in message.params.items()}
        return Message(message.msgid, params).text(self.translations)

    def _part(self, value: object) -> object:
        """Return a fact as it stands in a sentence."""
        if isinstance(value, Message):
            return self.of(value)
        return self.number(value, 0) if isinstance(value, int) else value

    def number(self, value: float, digits: int) -> str:
        """Return a number rounded to `digits` decimals, halves away from zero, no “-0”."""
        return _number(value, digits, self.lang)

    def percent(self, share: float) -> str:
        """Return a share of 1 in whole per cent."""
        exact = Decimal(repr(float(share))).scaleb(2)
        return f"{self.number(float(exact), 0)}{NO_BREAK_SPACE}%"

    def date(self, day: str) -> str:
        """Return an ISO 8601 date as the reader writes it."""
        return date.fromisoformat(day).strftime("%d.%m.%Y") if self.lang == "ru" else day

    def interval(self, limits: tuple[float, float], digits: int) -> str:
        """Return an interval for a table."""
        low, high = (self.number(limit, digits) for limit in limits)
        return f"[{low}; {high}]" if self.lang == "ru" else f"[{low}, {high}]"

    def p(self, value: float) -> str:
        """Return a p value for a table: three decimals, or “< 0.001”."""
        return f"< {self.number(0.001, 3)}" if value < 0.001 else self.number(value, 3)

    def p_equals(self, value: float) -> str:
        """Return a p value for a sentence: “p = 0.032”, “p < 0.001”; it stays on one line."""
        shown = self.p(value)
        text = f"p {shown}" if shown.startswith("<") else f"p = {shown}"
        return text.replace(" ", NO_BREAK_SPACE)

    def effect(self, size: float) -> str:
        """Return the customary word for a standardised difference."""
        return next(self.of(word) for limit, word in EFFECT_WORDS if abs(size) >= limit)
