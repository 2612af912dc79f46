"""A kind of production is its own files and one line: the line is `KINDS["word-list"] = WORD_LIST`, below."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import soundfile
import yaml

from flows.cli import main
from pipeline.errors import ManifestError, RefusedError
from pipeline.manifests import KINDS, read_production
from pipeline.manifests.schemas import schema_of, tables
from tests.kinds.word_list import WORD_LIST


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setitem(KINDS, "word-list", WORD_LIST)
    voices = tmp_path / "manifests" / "voices"
    voices.mkdir(parents=True)
    (voices / "tone.yaml").write_text(
        "engine: tone\nversion: 1\nlanguages: [en]\nconsent: {kind: own-voice, of: the test, uses: [audiobook]}\n"
    )
    path = tmp_path / "manifests" / "productions" / "fruit" / "production.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("kind: word-list\ntitle: Fruit\nlanguage: en\nvoice: tone\nwords: [apple, pear, apricot]\n")
    return path


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Any:
    def answer(*arguments: object) -> Any:
        capsys.readouterr()
        code = main([*map(str, arguments), "--json"])
        out = capsys.readouterr().out
        assert code == 0, out
        return json.loads(out)

    return answer


def test_every_command_knows_a_kind_that_was_added(path: Path, ask: Any) -> None:
    planned = ask("plan", path)
    assert [(stale["slate"], stale["reason"]) for stale in planned["takes"]] == [
        (f"c001.l000{n}", "not made yet") for n in (1, 2, 3)
    ]
    assert not planned["masters"]
    assert [stale["reason"] for stale in planned["deliverables"]] == ["words are to be spoken, 3 of 3"]

    made = ask("produce", path, "--workers", "1")
    assert (made["made"], made["verdict"]["state"]) == (3, "passed")
    out = path.parents[3] / "out" / "fruit"
    assert sorted(file.name for file in out.glob("*.flac")) == ["apple.flac", "apricot.flac", "pear.flac"]
    assert soundfile.info(out / "pear.flac").frames
    assert (out / "report.html").is_file()
    assert (out / "takesheet.csv").is_file()
    assert path.with_name("production.lock.yaml").is_file()

    assert not ask("plan", path)["deliverables"]
    assert ask("produce", path)["made"] == 0
    (row,) = ask("status", path.parents[2])
    assert (row["fresh"], row["lines"], row["error"]) == (True, 3, "")
    assert [line["text"] for line in ask("script", path)] == ["apple", "pear", "apricot"]
    told = ask("explain", path, "--slate", "c001.l0002")
    assert (told["text"], told["where"], told["chapter"]) == ("pear", "production.yaml: word 2", "Fruit")
    assert told["take"]
    report = ask("report", path)
    assert (report["title"], report["lines"], report["taken"], report["verdict"]["state"]) == ("Fruit", 3, 3, "passed")


def test_a_changed_list_is_one_take_and_sweep_takes_what_is_left(path: Path, ask: Any) -> None:
    ask("produce", path)
    path.write_text(path.read_text().replace("pear", "peach"))
    assert [stale["reason"] for stale in ask("plan", path)["takes"]] == ["new text"]
    assert main(["produce", str(path)]) == 5  # its lock fixes the list
    assert ask("produce", path, "--accept", "manuscript")["made"] == 1
    swept = ask("sweep", path.parents[2], "--yes")
    assert swept["removed_slips"] == 2  # the old word's take, and the files that were made with it
    assert ask("plan", path)["verdict"]["state"] == "passed"
    assert ask("produce", path)["made"] == 0


def test_what_people_read_speaks_of_nothing_that_it_has_not(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", str(path)]) == 0
    assert main(["status", str(path.parents[2])]) == 0
    assert main(["explain", str(path), "--at", "0:01"]) == RefusedError.exit_code
    out, err = capsys.readouterr()
    assert "3 takes, 1 deliverables to make" in out
    assert "chapter" not in out
    assert "a word-list has no times of its own: name the line, --slate c001.l0001" in err


def test_its_manifest_is_read_as_strictly_and_stands_in_schema_and_reference(path: Path) -> None:
    text = path.read_text()
    path.write_text(text + "manuscript: a.epub\n")
    with pytest.raises(ManifestError, match=r"production.yaml:6: there is no field 'manuscript'"):
        read_production(path)
    path.write_text(text.replace("word-list", "word-lists"))
    with pytest.raises(ManifestError, match=r":1: kind: there is no kind 'word-lists'; did you mean 'word-list'\?"):
        read_production(path)
    schema = schema_of("production")
    jsonschema.validate(yaml.safe_load(text), schema)
    jsonschema.validate({"manuscript": "a.epub", "voice": "heart"}, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"kind": "word-list", "voice": "heart", "manuscript": "a.epub"}, schema)
    page = "\n".join(tables())
    assert "## production (`kind: audiobook`)" in page
    assert "## production (`kind: word-list`)" in page
