"""A wheel holds all that the program reads, not only its modules."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_a_wheel_holds_definitions_templates_and_translations(tmp_path):
    """Every file of the packages that git keeps, and the compiled catalogues."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    [wheel] = tmp_path.glob("*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        str(path.relative_to(ROOT))
        for package in ("app", "analysis", "instruments")
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert wanted <= held
    suffixes = {Path(name).suffix for name in held}
    assert {".toml", ".html", ".json", ".mo"} <= suffixes
    assert not any(name.startswith(("tests/", "docs/")) for name in held)
