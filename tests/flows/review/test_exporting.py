"""The review as a folder: what is written, and that its script is one."""

import json
from collections import Counter
from pathlib import Path

import pytest

from flows.cli import main
from flows.review.bundling import bundle, names_of
from flows.review.exporting import HEADER
from flows.review.pages import FILES
from tests.factories import write_production
from tests.pipeline.production.test_production import TEXT, make

SCRIPTS = {name: path.read_text("utf-8") for name, path in FILES.items() if path.suffix == ".js"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_production(tmp_path, "short", TEXT)


def test_an_export_is_all_files(path: Path, tmp_path: Path) -> None:
    make(path)
    folder = tmp_path / "listen"
    assert main(["review", str(path), "--export", str(folder), "--all"]) == 0
    data = json.loads((folder / "data.js").read_text().removeprefix(HEADER).rstrip(";\n"))
    assert len(data["lines"]) == len(data["book"]["rows"])
    for line in data["lines"].values():
        for attempt in line["attempts"]:
            assert (folder / "sounds" / f"{attempt['take']}.flac").is_file()
            assert (folder / "sounds" / f"{line['row']['slate']}-{attempt['take'][:12]}.flac").is_file()
            assert data["waves"][attempt["take"]]["duration_ms"] > 0
    html = (folder / "index.html").read_text()
    assert "/static/" not in html
    for name in ("base.css", "review.css", "icon.svg", "page.js"):
        assert name in html
        assert (folder / name).is_file()
    assert main(["review", str(path), "--export", str(folder)]) == 0  # again, over its own


def test_decisions_come_back(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(path)
    folder = tmp_path / "listen"
    main(["review", str(path), "--export", str(folder), "--all"])
    data = json.loads((folder / "data.js").read_text().removeprefix(HEADER).rstrip(";\n"))
    line = next(iter(data["lines"].values()))
    one = {
        "what": "later", "slate": line["row"]["slate"], "text": line["row"]["text"], "reason": "too loud?", "by": "Ann",
        "seen": line["row"]["version"], "date": "2026-11-29"}  # fmt: skip
    gone = one | {"slate": "c009.l0001", "text": "No such words."}
    file = tmp_path / "decisions.json"
    file.write_text(json.dumps({"schema": 1, "production": "short", "decisions": [one, gone]}))
    capsys.readouterr()
    assert main(["review", str(path), "--import", str(file)]) == 15
    said = capsys.readouterr().out
    assert "+" in said
    assert "too loud?" in said
    assert "not written: later c009.l0001" in said
    assert "too loud?" in (path.parent / "review.yaml").read_text()
    file.write_text(json.dumps({"schema": 1, "production": "short", "decisions": [one]}))
    assert main(["review", str(path), "--import", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["outcome"] == "already"


def test_an_export_takes_no_folder_that_holds_something_else(path: Path, tmp_path: Path) -> None:
    make(path)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    assert main(["review", str(path), "--export", str(tmp_path / "mine")]) == 15
    assert [file.name for file in (tmp_path / "mine").iterdir()] == ["letter.txt"]


def test_an_export_takes_no_file(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", str(path), "--export", str(path)]) == 15
    assert "is a file; name a folder" in capsys.readouterr().err


def test_scripts_can_be_put_one_after_the_other() -> None:
    joined = bundle(SCRIPTS, "review.js")
    assert "import {" not in joined
    assert "\nexport " not in joined
    needed = [name for name in SCRIPTS if SCRIPTS[name].splitlines()[0] in joined]
    names = Counter(name for module in needed for name in names_of(SCRIPTS[module]))
    assert not [name for name, number in names.items() if number > 1]
    assert {"Page", "Model", "el", "Refused"} <= set(names)


def test_scripts_and_styles_ask_nobody_else() -> None:
    for name, path in FILES.items():
        text = path.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http://" not in text, name
        assert "https://" not in text, name
        assert "innerHTML" not in text, name
