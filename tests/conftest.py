"""What several tests share."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from instruments.loader import load, parse

if TYPE_CHECKING:
    from instruments.model import Instrument

# No test is timed: a busy machine fails nobody.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

DATA = Path(__file__).parent / "data"
GOLDEN = Path(__file__).parent / "golden"

#: A small definition in order, for tests to break in one place.
SMALL = """
code = "small"
version = 2
construct = "anxiety"
title = {ru = "Малая", en = "Small"}
instruction = {ru = "Отметь.", en = "Mark."}
audience = ["mentee"]
ages = [10, 18]
minutes = 2
source = "Test."
licence = "GPL-3.0-or-later"
comparable_with = [1]
changes = "Wording."

[[options]]
code = "freq4"
choices = [
    {score = 1, ru = "никогда", en = "never"},
    {score = 2, ru = "иногда", en = "sometimes"},
    {score = 3, ru = "часто", en = "often"},
    {score = 4, ru = "всегда", en = "always"},
]

[[items]]
code = "sm01"
kind = "choice"
options = "freq4"
best = "low"
text = {ru = "Первый.", en = "First."}

[[items]]
code = "sm02"
kind = "choice"
options = "freq4"
best = "high"
text = {ru = "Второй.", en = "Second."}

[[items]]
code = "sm03"
kind = "rating"
range = [1, 10]
ends = {ru = ["плохо", "хорошо"], en = ["bad", "good"]}
text = {ru = "Третий.", en = "Third."}

[[items]]
code = "sm04"
kind = "yes_no"
unscored = true
text = {ru = "Четвёртый?", en = "Fourth?"}

[[items]]
code = "sm05"
kind = "text"
show_if = {item = "sm04", equals = 1}
text = {ru = "Почему?", en = "Why?"}

[[scales]]
code = "total"
title = {ru = "Итог", en = "Total"}
keys = ["sm01", "-sm02"]
method = "sum"
max_missing = 0.5
better = "lower"
range = [2, 8]
levels = [
    {code = "low", upto = 4, title = {ru = "ниже", en = "lower"}},
    {code = "middle", below = 7, title = {ru = "средний", en = "middle"}},
    {code = "high", title = {ru = "выше", en = "higher"}},
]
published = {alpha = 0.90, sd = 2.5, n = 377, source = "A paper.", confidence = "B"}

[[scales]]
code = "gap"
title = {ru = "Разрыв", en = "Gap"}
plus = ["sm03"]
minus = ["sm01"]
method = "difference"
max_missing = 0
better = "none"
range = [-3, 9]
overlaps = ["total"]
"""


def broken(old: str, new: str) -> bytes:
    """Return the small definition with one thing changed, which must be there."""
    assert SMALL.count(old) >= 1, f"{old!r} is not in the definition"
    return SMALL.replace(old, new, 1).encode()


@pytest.fixture
def small() -> Instrument:
    """Return the small definition."""
    return parse(SMALL.encode(), file="small.toml")


@pytest.fixture
def sai() -> Instrument:
    """Return the definition that scores sai_salt.csv."""
    return load(DATA / "sai.toml")


def make_scale(
    *keys: str, lo: int = 1, hi: int = 4, better: str = "higher", **more: str
) -> Instrument:
    """Return an instrument with one sum scale over ratings; a minus reverses a key."""
    items = "".join(
        f'[[items]]\ncode = "{key.removeprefix("-")}"\nkind = "rating"\nrange = [{lo}, {hi}]\n'
        f'text = {{ru = "{key}"}}\n'
        for key in keys
    )
    low, high = Fraction(lo) * len(keys), Fraction(hi) * len(keys)
    extra = "".join(f"{name} = {value}\n" for name, value in more.items())
    head = SMALL.split("[[options]]", 1)[0].replace("version = 2", "version = 1")
    head = head.replace("comparable_with = [1]", "comparable_with = []")
    return parse(
        f"""{head}{items}
[[scales]]
code = "total"
title = {{ru = "Итог"}}
keys = [{", ".join(f'"{key}"' for key in keys)}]
method = "sum"
better = "{better}"
range = [{low}, {high}]
{extra if "max_missing" in more else "max_missing = 0" + chr(10) + extra}""".encode(),
        file="made.toml",
    )
