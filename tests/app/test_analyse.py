"""`zamer analyse`: from a person's own table to a comparison that equals R's."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import xlsxwriter
from numpy.testing import assert_allclose

from tests.app.conftest import SAI, SALT, csv_text, run, salt_rows
from tests.conftest import DATA

SCHEMA = json.loads((DATA.parent.parent / "docs" / "report.schema.json").read_text("utf-8"))

#: What the table must give, to the digits that are known.
SALT_FIGURES = {
    "entry.mean": 41.29,
    "entry.sd": 10.1097962293,
    "exit.mean": 44.81,
    "exit.sd": 10.7296389275,
    "difference.mean": 3.52,
    "difference.ci95.0": 2.305172275,
    "difference.ci95.1": 4.734827725,
    "tests.paired_t.t": 5.749328507,
    "tests.paired_t.df": 99,
    "tests.paired_t.p": 9.961923720e-08,
    "tests.wilcoxon.w_plus": 3316,
    "tests.wilcoxon.n_nonzero": 90,
    "tests.wilcoxon.p": 8.880571142e-08,
    "effect.rank_biserial": 0.619536020,
    "effect.cl": 0.68,
    "reliability.entry.alpha": 0.909523300,
    "reliability.entry.alpha_ci95.0": 0.882102461,
    "reliability.entry.alpha_ci95.1": 0.933044996,
    "reliability.exit.alpha": 0.920020022,
}


def at(value, path):
    """Return what stands at a dotted path of a JSON report."""
    for name in path.split("."):
        value = value[int(name)] if isinstance(value, list) else value[name]
    return value


def analysed(table, *options, instrument=SAI):
    """Return the JSON report of a table."""
    done = run("analyse", table, "--instrument", instrument, "--format", "json", *options)
    assert done.code == 0, done.err
    report = json.loads(done.out)
    jsonschema.validate(report, SCHEMA)
    return report


def salt_text(**changes):
    """Return the real table as text after changing its cells by name."""
    delimiter = changes.pop("delimiter", ",")
    rows = salt_rows()
    return csv_text([[changes.get(cell, cell) for cell in row] for row in rows], delimiter)


def test_the_real_table_gives_the_known_figures():
    """State anxiety of 104 students; the reference values are R's."""
    [scale] = analysed(SALT)["scales"]
    assert (scale["n_entry"], scale["n_exit"], scale["n_matched"]) == (103, 101, 100)
    for path, value in SALT_FIGURES.items():
        assert_allclose(at(scale, path), value, rtol=1e-9, err_msg=path)
    assert scale["tests"]["wilcoxon"]["method"] == "exact"
    assert scale["p_holm"] == scale["tests"]["wilcoxon"]["p"]


def test_standard_output_carries_the_report_only():
    """What was taken from the file is said on stderr."""
    done = run("analyse", SALT, "--instrument", SAI, "--format", "json")
    json.loads(done.out)
    assert "sai_salt.csv: UTF-8, разделитель: запятая" in done.err
    assert "pre_1 … pre_20 (20)" in done.err
    assert "group" in done.err


def gaps(value, path=()):
    """Yield where nothing stands in a JSON report, as dotted paths."""
    if value is None:
        yield ".".join(path)
    if isinstance(value, list):
        value = dict(enumerate(value))
    for name, part in value.items() if isinstance(value, dict) else ():
        if name not in {"notes", "role"}:
            yield from gaps(part, (*path, str(name)))


@pytest.mark.parametrize("options", [(), ("--group", "group", "--control", "placebo")])
def test_every_figure_is_there_or_has_its_reason(options):
    """The reason stands at the path of the figure, or of what would hold it."""
    [scale] = analysed(SALT, *options)["scales"]
    found = set(gaps(scale))
    for path in ("mdes", "normality", "tests.bf10", "tests.tost", "reliability.retest", "quality"):
        assert not any(gap.startswith(path) for gap in found)
    for gap in found:
        names = gap.split(".")
        assert any(".".join(names[:n]) in scale["notes"] for n in range(1, len(names) + 1)), gap


@pytest.mark.parametrize(
    ("encoding", "delimiter", "said"),
    [
        ("utf-8", ",", "UTF-8, разделитель: запятая"),
        ("utf-8-sig", ";", "UTF-8, разделитель: точка с запятой"),
        ("cp1251", ";", "Windows-1251, разделитель: точка с запятой"),
        ("cp1251", "\t", "Windows-1251, разделитель: табуляция"),
        ("utf-8", "\t", "UTF-8, разделитель: табуляция"),
    ],
)
def test_any_usual_csv_is_read_the_same(write, encoding, delimiter, said):
    """Encoding and delimiter are found out and said; a Cyrillic column shows the encoding."""
    text = salt_text(group="группа", delimiter=delimiter)
    path = write("таблица.csv", text, encoding)
    options = ("--group", "группа", "--control", "placebo")
    done = run("analyse", path, "--instrument", SAI, "--format", "json", *options)
    assert said in done.err
    assert json.loads(done.out)["scales"] == renamed_groups(analysed(SALT, *GROUPS)["scales"])


GROUPS = ("--group", "group", "--control", "placebo")


def renamed_groups(scales):
    """Return the scales with the factor called as in the Russian table."""
    for scale in scales:
        scale["groups"]["factor"] = "группа"
    return scales


def test_a_workbook_is_read_the_same(tmp_path):
    """Numbers in cells, an empty cell is missing."""
    path = tmp_path / "salt.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Ответы")
        for number, row in enumerate(salt_rows()):
            for place, cell in enumerate(row):
                sheet.write(number, place, float(cell) if cell.isdigit() else cell or None)
    done = run("analyse", path, "--instrument", SAI, "--format", "json")
    assert "лист «Ответы»" in done.err
    assert json.loads(done.out)["scales"] == analysed(SALT)["scales"]


def test_decimal_commas_and_codes_instead_of_numbers_change_nothing(write):
    """`post_sa07` is `post_7`; 3,0 is 3."""
    header, *rows = salt_rows()
    codes = [
        re.sub(r"(pre|post)_(\d+)", lambda m: f"{m[1]}_SA{int(m[2]):02}", name) for name in header
    ]
    decimal = [[cell if place < 2 or not cell else f"{cell},0" for place, cell in enumerate(row)]
               for row in rows]  # fmt: skip
    path = write("codes.csv", csv_text([codes, *decimal], ";"))
    assert analysed(path)["scales"] == analysed(SALT)["scales"]


def test_columns_are_found_by_the_prefixes_named(write):
    """Any two prefixes, any key column."""
    text = salt_text().replace("pre_", "т1.").replace("post_", "т2.").replace("id,", "код,", 1)
    options = ("--entry-prefix", "т1.", "--exit-prefix", "т2.", "--id", "Код")
    assert analysed(write("t.csv", text), *options)["scales"] == analysed(SALT)["scales"]


def test_the_order_of_rows_and_columns_is_irrelevant(write):
    """Rows are people, columns are found by name."""
    header, *rows = salt_rows()
    turned = [list(reversed(row)) for row in [header, *reversed(rows)]]
    assert analysed(write("turned.csv", csv_text(turned)))["scales"] == analysed(SALT)["scales"]


@pytest.mark.parametrize("wave", ["pre", "post"])
def test_one_wave_gives_reliability_and_a_note(write, wave):
    """Everything paired is null, with the reason; the command succeeds."""
    header, *rows = salt_rows()
    kept = [place for place, name in enumerate(header) if not name.startswith(f"{wave}_")]
    path = write("one.csv", csv_text([[row[place] for place in kept] for row in [header, *rows]]))
    [scale] = analysed(path)["scales"]
    held, absent = ("exit", "entry") if wave == "pre" else ("entry", "exit")
    known = analysed(SALT)["scales"][0]["reliability"][held]
    assert scale["reliability"][held] == known
    assert scale["reliability"][absent] is None
    for path_ in (
        "entry",
        "exit",
        "difference",
        "hodges_lehmann",
        "tests.wilcoxon",
        "sign",
        "p_holm",
    ):
        assert at(scale, path_) is None
        assert scale["notes"][path_] == "есть ответы только одного замера, сравнивать не с чем"
    shown = run("analyse", path, "--instrument", SAI)
    assert shown.code == 0
    assert "есть ответы только одного замера" in shown.out


@pytest.mark.parametrize("options", [(), ("--group", "group", "--control", "placebo")])
def test_of_one_matched_person_everything_but_spread_is_computed(write, options):
    """A result with its reasons, in every format; what takes two people is null."""
    header, *people = salt_rows()
    answered, other = [row for row in people if row[1] == "placebo" and all(row)][:2]
    lost = [
        "" if name.startswith("post") else cell for name, cell in zip(header, other, strict=True)
    ]
    path = write("one.csv", csv_text([header, answered, lost]))
    [scale] = analysed(path, *options)["scales"]
    assert scale["n_matched"] == 1
    assert scale["difference"]["mean"] == scale["exit"]["mean"] - scale["entry"]["mean"]
    for absent in ("entry.sd", "difference.ci95", "tests.paired_t", "effect.g_av", "mdes"):
        assert at(scale, absent) is None
        assert scale["notes"][absent] == "по одному человеку нельзя оценить разброс"
    for gap in gaps(scale):
        names = gap.split(".")
        assert any(".".join(names[:n]) in scale["notes"] for n in range(1, len(names) + 1)), gap
    for format_ in ("text", "html"):
        done = run("analyse", path, "--instrument", SAI, "--format", format_, *options)
        assert done.code == 0, done.err
        assert "Описательно: слишком мало людей для вывода." in done.out
    target = path.with_name("one.xlsx")
    assert run("analyse", path, "--instrument", SAI, "--format", "xlsx", "-o", target).code == 0


def test_roles_are_never_pooled(write):
    """Each role is a comparison of its own, and Holm's family spans them."""
    header, *rows = salt_rows()
    named = [[*row, "mentee" if int(row[0]) % 3 else "mentor"] for row in rows]
    path = write("roles.csv", csv_text([[*header, "роль"], *named]))
    report = analysed(path, "--role", "роль")
    mentees, mentors = report["scales"]
    assert (mentees["role"], mentors["role"]) == ("mentee", "mentor")
    assert mentees["n_matched"] + mentors["n_matched"] == 100
    smaller, larger = sorted(scale["tests"]["wilcoxon"]["p"] for scale in report["scales"])
    corrected = sorted(scale["p_holm"] for scale in report["scales"])
    assert_allclose(corrected, [2 * smaller, max(2 * smaller, larger)], rtol=1e-12)
    assert [flow["role"] for flow in report["flow"]] == ["mentee", "mentor"]
    text = run("analyse", path, "--instrument", SAI, "--role", "роль").out
    assert "Ситуативная тревога (наставляемые)" in text
    assert "Ситуативная тревога (наставники)" in text


def test_groups_are_described_side_by_side():
    """The levels' means are those of R on the same people, and they are compared."""
    [scale] = analysed(SALT, *GROUPS)["scales"]
    golden = json.loads((DATA.parent / "golden" / "paired.json").read_text("utf-8"))["cases"]
    by_name = {case["name"]: case["expected"] for case in golden}
    for level in scale["groups"]["levels"]:
        expected = by_name[f"sai_salt_{level['level']}"]
        assert level["n"] == expected["n_matched"]
        assert_allclose(level["difference"]["mean"], expected["difference"]["mean"], rtol=1e-12)
        assert_allclose(level["difference"]["ci95"], expected["difference"]["ci95"], rtol=1e-9)
    assert scale["groups"]["ancova"]["estimate"] > 0


def test_a_library_instrument_scores_every_scale(write):
    """anxiety-school: four scales, of which the plan promises the total."""
    rows = [["id", *(f"pre_{n}" for n in range(1, 13)), *(f"post_an{n:02}" for n in range(1, 13))]]
    rows += [
        [f"p{person}", *(str((person * place) % 4 + 1) for place in range(1, 25))]
        for person in range(1, 13)
    ]
    report = analysed(write("t.csv", csv_text(rows)), instrument="anxiety-school@1")
    assert [scale["scale"] for scale in report["scales"]] == ["total", "tests", "peers", "teachers"]
    assert [scale["primary"] for scale in report["scales"]] == [True, False, False, False]
    assert report["scales"][1]["p_holm"] is None
    assert report["scales"][1]["notes"]["p_holm"].startswith("разведочн")
    assert report["provenance"]["instruments"][0]["code"] == "anxiety-school"


def test_a_report_is_written_whole_to_its_file(tmp_path):
    """Nothing on stdout, nothing beside the file."""
    target = tmp_path / "отчёт.json"
    target.write_text("old", "utf-8")
    done = run("analyse", SALT, "--instrument", SAI, "--format", "json", "-o", target)
    assert (done.code, done.out) == (0, "")
    assert json.loads(target.read_text("utf-8"))["schema"] == 2
    assert [path.name for path in tmp_path.iterdir()] == ["отчёт.json"]


def test_a_file_that_stands_there_keeps_its_permissions_and_its_name(tmp_path):
    """A link is followed; a private file stays private."""
    target, link = tmp_path / "report.json", tmp_path / "link.json"
    target.write_text("old", "utf-8")
    target.chmod(0o600)
    link.symlink_to(target)
    assert run("analyse", SALT, "--instrument", SAI, "--format", "json", "-o", link).code == 0
    assert link.is_symlink()
    assert json.loads(target.read_text("utf-8"))["schema"] == 2
    assert target.stat().st_mode & 0o777 == 0o600


def test_what_is_no_file_is_written_to_as_it_is(tmp_path):
    """A pipe, or /dev/stdout, stays what it is."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = subprocess.Popen(["/bin/cat", pipe], stdout=subprocess.PIPE, text=True)
    assert run("analyse", SALT, "--instrument", SAI, "--format", "json", "-o", pipe).code == 0
    assert json.loads(reader.communicate()[0])["schema"] == 2
    assert pipe.is_fifo()


def test_a_workbook_number_is_read_to_the_digits_that_excel_shows(tmp_path):
    """A mean mark of 13/3 is an answer, and 0.1 + 0.2 is three tenths."""
    definition = tmp_path / "mark.toml"
    text = (DATA / "sai.toml").read_text("utf-8").split("[[items]]")[0]
    definition.write_text(
        text + '[[items]]\ncode = "ma01"\nkind = "number"\nrange = [0, 5]\n[[scales]]\n'
        'code = "total"\ntitle = {ru = "Отметка"}\nkeys = ["ma01"]\nmethod = "sum"\n'
        'max_missing = 0\nbetter = "higher"\nrange = [0, 5]\n', "utf-8",
    )  # fmt: skip
    path = tmp_path / "marks.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["id", "pre_1", "post_1"])
        sheet.write_row(1, 0, ["a", 0.1 + 0.2, 13 / 3])
        sheet.write_row(2, 0, ["b", 3.25, 4])
    [scale] = analysed(path, instrument=definition)["scales"]
    assert_allclose(scale["entry"]["mean"], (0.3 + 3.25) / 2, rtol=1e-14)
    assert_allclose(scale["exit"]["mean"], (13 / 3 + 4) / 2, rtol=1e-14)
    text = run("analyse", path, "--instrument", definition).out
    assert "1,775" in text


def test_output_that_nobody_watches_is_utf_8():
    """Whatever the system's habit."""
    zamer = Path(sys.executable).with_name("zamer")
    done = subprocess.run(
        [zamer, "analyse", SALT, "--instrument", SAI],
        env={"PYTHONIOENCODING": "cp1251"},
        capture_output=True,
        check=True,
    )
    assert "Ситуативная тревога" in done.stdout.decode("utf-8")


def test_a_mis_keyed_item_is_said_in_every_format(write):
    """The words of check 8 are on the terminal, on the page and in the JSON."""
    rows = [["id", *(f"pre_{place}" for place in range(1, 13))]]
    rows += [[f"p{person}", *([str(person % 4 + 1)] * 12)] for person in range(40)]
    path = write("t.csv", csv_text(rows))
    for format_ in ("text", "html", "json"):
        done = run("analyse", path, "--instrument", "anxiety-school", "--format", format_)
        assert "озможно, перепутан ключ" in done.out
    assert "an04, an08, an12" in run("analyse", path, "--instrument", "anxiety-school").out


def test_english_is_one_setting_away():
    """ZAMER_LANG=en: words and number format of reports, messages and help."""
    zamer = Path(sys.executable).with_name("zamer")
    done = subprocess.run(
        [zamer, "analyse", SALT, "--instrument", SAI],
        env={"ZAMER_LANG": "en", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert (
        "On average the score rose by 3.5 (95 % CI of the change from 2.3 to 4.7; n = 100); chance "
        "alone would rarely give such a change"
    ) in " ".join(done.stdout.split())
    assert "delimiter: comma" in done.stderr
