"""Every folder in cases/ is a test: the smallest input that shows a kind, and what it must become.

An `epub` folder is laid over the stock book and zipped; otherwise there is one file (or folder) `input*`.
`pytest tests/pipeline/intake --save-golden` writes expected.json: read the difference before you commit it.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.errors import ManuscriptError
from pipeline.intake import read_manuscript
from tests.pipeline.intake.books import HERE, told, zipped

CASES = sorted(path for path in (HERE / "cases").iterdir() if path.is_dir())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    source = (
        zipped(tmp_path / "book.epub", HERE / "stock", case / "epub")
        if (case / "epub").is_dir()
        else next(case.glob("input*"))
    )
    try:
        found = told(read_manuscript(source))
    except ManuscriptError as error:
        found = {"refused": str(error).replace(str(source), "it")}
    golden = case / "expected.json"
    if request.config.getoption("--save-golden", False):
        golden.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert found == json.loads(golden.read_text("utf-8"))
