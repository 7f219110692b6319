"""What Hypothesis draws from."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from analysis.paired import PairedScores
from tests.conftest import make_scale

#: Exact scores: whole numbers, and rationals as prorated scores are.
scores = st.one_of(st.integers(-20, 20), st.fractions(-20, 20, max_denominator=6)).map(Fraction)

#: Rows of a table of pairs, people with one score only among them.
rows = st.lists(st.tuples(st.none() | scores, st.none() | scores, st.integers(0, 3)), max_size=25)

pairs = rows.map(PairedScores.from_rows)


def swapped(some):
    """Return the same people with entry and exit exchanged."""
    return PairedScores.from_rows((exit_, entry, n) for entry, exit_, n in some.rows)


@st.composite
def answered_scales(draw):
    """Return an instrument with one sum scale, and one person's answers with gaps."""
    lo = draw(st.integers(-2, 2))
    hi = lo + draw(st.integers(1, 6))
    signs = draw(st.lists(st.sampled_from(["", "-"]), min_size=1, max_size=8))
    keys = [f"{sign}it{number:02}" for number, sign in enumerate(signs, start=1)]
    share = draw(st.sampled_from(["0", "0.2", "0.25", "0.5", "0.99"]))
    instrument = make_scale(*keys, lo=lo, hi=hi, max_missing=share)
    answers = {item.code: draw(st.none() | st.integers(lo, hi)) for item in instrument.items}
    return instrument, answers
