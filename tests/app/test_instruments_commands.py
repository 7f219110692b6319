"""`zamer instruments`: list, show, check, score."""

from __future__ import annotations

import csv
import io
from fractions import Fraction

import pytest

from app.interchange.score_table import decimal
from instruments.registry import LIBRARY, Registry
from tests.app.conftest import SAI, csv_text, run
from tests.conftest import SMALL


def test_list_names_every_instrument_with_its_title():
    """One line each."""
    done = run("instruments", "list")
    lines = done.out.strip().split("\n")
    assert done.code == 0
    assert [line.split()[0] for line in lines] == [
        instrument.reference for instrument in Registry().latest().values()
    ]
    assert lines[0].endswith("Тревожность в школе")


def test_show_tells_what_is_asked_and_how_it_is_scored():
    """Items with numbers and codes, answers, keys, range, levels, hash."""
    done = run("instruments", "show", "anxiety-school@1")
    assert done.code == 0
    for part in (
        "Тревожность в школе (anxiety-school@1)",
        "Как мне в школе",
        Registry().get("anxiety-school").sha256,
        "  4. [an04] Во время проверочной работы мне спокойно.",
        "1 никогда, 2 иногда, 3 часто, 4 почти всегда",
        "an01 -an04 an07 an10",
        "диапазон 12…48",
        "ниже ≤ 24; средний ≤ 36; выше > 36",
    ):
        assert part in done.out


@pytest.mark.parametrize("code", Registry().versions)
def test_every_instrument_can_be_shown(code):
    """Also those with ratings and open questions."""
    done = run("instruments", "show", code)
    assert done.code == 0
    assert done.out.count("[") >= len(Registry().get(code).items)


FIRST = SMALL.replace("version = 2", "version = 1").replace("comparable_with = [1]", "")


def test_check_says_what_is_in_order_and_what_is_not(write):
    """Each file by itself; any wrong one ends with 2."""
    good = write("good.toml", FIRST)
    bad = write("bad.toml", FIRST.replace("range = [2, 8]", "range = [5, 65]"))
    done = run("instruments", "check", good, bad)
    assert done.code == 2
    assert done.out.startswith(f"{good}: ")
    assert "small@1" in done.out
    assert done.err.startswith(f"{bad}, шкала total: ")
    assert "Правило: " in done.err
    assert "Что сделать: " in done.err
    assert run("instruments", "check", good).code == 0


def test_check_accepts_the_whole_library():
    """Twins among the files given and in the library are found."""
    done = run("instruments", "check", *sorted(LIBRARY.glob("*/v*.toml")))
    assert (done.code, done.err) == (0, "")
    assert done.out.count("SHA-256") == len(Registry().published)


@pytest.mark.parametrize(
    "twin",
    [
        "stage1-pupil-pupil-mentee-exit/sx99",
        "stage1-none/sx01",
        "stage1-pupil-pupil-mentee-exit/sx01",
    ],
    ids=["no such item", "no such instrument", "an item that names another"],
)
def test_check_finds_a_twin_that_is_none(write, twin):
    """It must exist and point back."""
    path = write("small.toml", FIRST.replace('code = "sm03"', f'code = "sm03"\ntwin = "{twin}"'))
    done = run("instruments", "check", path)
    assert done.code == 2
    assert done.err.startswith(f"{path}, вопрос sm03: ")
    assert twin in done.err


def test_check_finds_a_twin_that_is_answered_otherwise(write):
    """From 1 to 10 here and from 1 to 5 there."""
    here = FIRST.replace('code = "sm03"', 'code = "sm03"\ntwin = "small-exit/sx03"')
    there = FIRST.replace('code = "small"', 'code = "small-exit"')
    there = there.replace('code = "sm03"', 'code = "sx03"\ntwin = "small/sm03"')
    there = there.replace('plus = ["sm03"]', 'plus = ["sx03"]')
    narrow = there.replace("range = [1, 10]", "range = [1, 5]").replace("[-3, 9]", "[-3, 4]")
    path = write("entry.toml", here)
    assert run("instruments", "check", path, write("exit.toml", there)).code == 0
    done = run("instruments", "check", path, write("narrow.toml", narrow))
    assert done.code == 2
    assert done.err.count("парный вопрос") >= 2


def test_check_holds_a_claim_of_comparability_against_the_earlier_version(write):
    """Among the files given, or in the library; an earlier version that is nowhere is told."""
    first, second = write("v1.toml", FIRST), write("v2.toml", SMALL)
    other = write("other.toml", SMALL.replace("max_missing = 0.5", "max_missing = 0"))
    assert run("instruments", "check", first, second).code == 0
    done = run("instruments", "check", first, other)
    assert done.code == 2
    assert done.err.startswith(f"{other}, шкала total: ")
    done = run("instruments", "check", second)
    assert done.code == 2
    assert "small@1" in done.err


def scored(table, *options):
    """Return the rows that `score` prints, by key."""
    done = run("instruments", "score", "anxiety-school", table, *options)
    assert done.code == 0, done.err
    return {row["id"]: row for row in csv.DictReader(io.StringIO(done.out))}


def test_score_prints_exact_scores_levels_and_gaps(write):
    """A prorated score is a decimal to many digits; with too many gaps there is none."""
    header = ["id", *(f"an{place:02}" for place in range(1, 13))]
    rows = [
        ["full", *["1"] * 12],
        ["one gap", *["4", "", *["1"] * 10]],
        ["many gaps", *["1"] * 6, *[""] * 6],
    ]
    found = scored(write("answers.csv", csv_text([header, *rows], ";")))
    # Reverse-keyed 4, 8 and 12 answered “never” count 4 each.
    assert (found["full"]["total"], found["full"]["total_level"]) == ("21", "low")
    assert found["full"]["tests"] == "7"
    prorated = Fraction(9 * 1 + 3 * 4 + 3 - 1, 11) * 12
    assert found["one gap"]["total"] == decimal(prorated)
    assert found["one gap"]["total"].startswith("25.0909090909090909")
    assert (found["one gap"]["total_missing"], found["one gap"]["peers_level"]) == ("1", "low")
    assert (found["many gaps"]["total"], found["many gaps"]["total_level"]) == ("", "")


def test_score_takes_numbers_for_codes_a_file_for_a_code_and_any_key_column(write):
    """As `analyse` does, without prefixes."""
    rows = [["код", *map(str, range(1, 21))], ["a", *["1"] * 20], ["b", *["4"] * 20]]
    done = run("instruments", "score", SAI, write("t.csv", csv_text(rows)), "--id", "код")
    assert done.out == "код,total,total_missing\na,50,0\nb,50,0\n"


def test_score_refuses_what_is_no_answer(write):
    """As `analyse` does."""
    rows = [["id", *(str(place) for place in range(1, 13))], ["a", "9", *["1"] * 11]]
    done = run("instruments", "score", "anxiety-school", write("t.csv", csv_text(rows)))
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("t.csv, строка 2, столбец «1»: «9».")
