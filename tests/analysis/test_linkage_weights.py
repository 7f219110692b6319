"""How much agreement tells, by hand."""

from __future__ import annotations

from math import log2

import pytest

from analysis.linkage_weights import Weights, least_weight


def test_weights_by_hand():
    """Of eight answers 5 and 7 stand three times each, 9 and 11 once.

    Both say 5: log2(0.95 / (3/8)) = log2(2.5333) = 1.3410. Both say 9: log2(0.95 / (1/8)) =
    log2(7.6) = 2.9260. They differ: two of the eight differ with 1 - (9 + 9 + 1 + 1) / 64 = 0.6875;
    log2(0.05 / 0.6875) = -3.7814.
    """
    people = [(day,) for day in ("5", "5", "7", "9", "5", "7", "7", "11")]
    weights = Weights.of(people, slip=0.05)
    assert weights.of_pair(("5",), ("5",)) == pytest.approx(1.3410, abs=1e-4)
    assert weights.of_pair(("9",), ("9",)) == pytest.approx(2.9260, abs=1e-4)
    assert weights.of_pair(("5",), ("9",)) == pytest.approx(-3.7814, abs=1e-4)


def test_weights_add_up_and_a_missing_answer_adds_nothing():
    """Two elements: letters А, А, А, Б (Б: log2(0.9 / 0.25) = 1.8480), eyes with one gap.

    Eyes are known of three, two of them grey: log2(0.9 / (2/3)) = 0.4330. They differ:
    log2(0.1 / (1 - 5/9)) = -2.1520.
    """
    weights = Weights.of([("А", "1"), ("А", "1"), ("А", "2"), ("Б", None)], slip=0.1)
    assert weights.of_pair(("Б", "1"), ("Б", "1")) == pytest.approx(1.8480 + 0.4330, abs=1e-4)
    assert weights.of_pair(("Б", "1"), ("Б", "2")) == pytest.approx(1.8480 - 2.1520, abs=1e-4)
    assert weights.of_pair(("Б", None), ("Б", "2")) == pytest.approx(1.8480, abs=1e-4)
    assert weights.of_pair(("Б", None), ("Б", None)) == pytest.approx(1.8480, abs=1e-4)


def test_the_rarest_value_weighs_as_much_as_one_in_a_hundred():
    """Two of a thousand say ъ: log2(0.95 / 0.01) = 6.5699, not log2(0.95 / 0.002) = 8.89."""
    weights = Weights.of([("ъ",)] * 2 + [("а",)] * 998, slip=0.05)
    assert weights.of_pair(("ъ",), ("ъ",)) == pytest.approx(6.5699, abs=1e-4)


def test_what_everybody_says_tells_nothing():
    """log2(0.95 / 1) is the price of a slip, and nobody differs."""
    weights = Weights.of([("2020",)] * 4, slip=0.05)
    assert weights.of_pair(("2020",), ("2020",)) == pytest.approx(log2(0.95))


@pytest.mark.parametrize(("n_entry", "n_exit"), [(300, 200), (200, 300), (300, 300)])
def test_the_least_weight_by_hand(n_entry, n_exit):
    """log2(300) + log2(19) = 8.2288 + 4.2479."""
    assert least_weight(n_entry, n_exit) == pytest.approx(12.4767, abs=1e-4)
