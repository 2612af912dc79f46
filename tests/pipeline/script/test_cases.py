"""Every folder in cases/split, cases/spoken and cases/script is a test: an input, and what it must become.

split/    en.txt                     expected.json: its sentences
spoken/   en.txt, a text a line      expected.json: [written, spoken, [[written, rule], ...]]
script/   input.* (any manuscript) or epub (laid over the intake's stock book), with production.yaml where wanted: {read:, cast:, lexicon:, engine: {...}}
          expected.json: lines and coverage
`pytest tests/pipeline/script --save-script` writes expected.json: read the difference before you commit it.
"""

from __future__ import annotations

import importlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.intake import read_manuscript
from pipeline.languages import known
from pipeline.languages.spoken import spoken
from pipeline.languages.spoken.rules import applicable, folded
from pipeline.manifests import Cast, Lexicon, Read
from pipeline.records import Script
from pipeline.script import make_script, select, split
from tests.pipeline.intake.books import HERE as STOCK
from tests.pipeline.intake.books import zipped
from tests.pipeline.script.manuscripts import PAUSES, speaker

HERE = Path(__file__).parent
CASES = sorted(path for kind in ("split", "spoken", "script") for path in (HERE / "cases" / kind).iterdir())


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_case(case: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    if (case / "epub").is_dir():
        found = _script(case, zipped(tmp_path / "book.epub", STOCK / "stock", case / "epub"))
    else:
        found = {"split": _split, "spoken": _spoken, "script": _script}[case.parent.name](case)
    golden = case / "expected.json"
    if request.config.getoption("--save-script", False):
        body = ",\n".join(json.dumps(row, ensure_ascii=False) for row in found)
        golden.write_text(f"[\n{body}\n]\n", "utf-8")
    assert found == json.loads(golden.read_text("utf-8"))


def _split(case: Path) -> list[Any]:
    source = next(case.glob("*.txt"))
    return split(source.read_text("utf-8"), source.stem)


def _spoken(case: Path) -> list[Any]:
    source = next(case.glob("*.txt"))
    out: list[Any] = []
    for line in source.read_text("utf-8").splitlines():
        form = spoken(line, source.stem)
        out.append([line, form.text, [[line[r.start : r.end], r.rule] for r in form.replacements]])
    return out


def script_of(case: Path, book: Path | None = None) -> Script:
    """The script of a case: of its book, in its cast, by its lexicon."""
    path = case / "production.yaml"
    said = yaml.safe_load(path.read_text("utf-8")) if path.exists() else {}
    cast = Cast.model_validate(_tuples(said.get("cast", {"narrator": "narrator"})))
    lexicons = [("lexicon", Lexicon.model_validate(_tuples(said["lexicon"])))] if "lexicon" in said else []
    engine = speaker(**said.get("engine", {}))
    source = read_manuscript(book or next(case.glob("input*")))
    if source.language == "und":  # too short to tell
        source = replace(source, metadata=replace(source.metadata, language="en"))
    manuscript = select(source, Read.model_validate(_tuples(said.get("read", {}))))
    return make_script(
        manuscript,
        cast=cast,
        lexicons=lexicons,
        pauses=PAUSES,
        speakers=dict.fromkeys([cast.narrator, *(rule.voice for rule in cast.rules)], engine),
    )


def _script(case: Path, book: Path | None = None) -> list[Any]:
    script = script_of(case, book)
    lines: list[Any] = [
        [line.slate, line.text, line.spoken, line.voice, line.pause, line.pause_after_ms, line.character]
        for line in script.lines
    ]
    table = script.coverage
    return [
        *lines,
        {
            "characters": table.characters,
            "spoken": table.spoken,
            "replaced": dict(table.replaced),
            "skipped": dict(table.skipped),
        },
        [[n.code, n.where, n.found] for n in script.findings],
    ]


def _tuples(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _tuples(v) for k, v in value.items()}
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


@pytest.mark.parametrize("language", [tag for tag, record in known().items() if record.spoken])
def test_what_a_rule_needs_is_there_wherever_it_changes_something(language: str) -> None:
    """A need is a quicker question than its rule: it may be true too often, never too seldom."""
    rules = importlib.import_module(known()[language].spoken).RULES
    asked = 0
    for source in HERE.glob("cases/spoken/*/*.txt"):
        for line in map(folded, source.read_text("utf-8").splitlines()):
            for rule in rules:
                if any(rule.say(match) is not None for match in rule.pattern.finditer(line)):
                    asked += 1
                    assert rule in applicable(rules, line), f"{rule.name}: {rule.guard.pattern} is not in {line!r}"
    assert asked > 100
