"""voicepress check LIST.jsonl: through the command line and real listening workers, without weights."""

import json
from pathlib import Path

import pytest

from flows.cli import main
from flows.commands.check import exit_code
from models import LISTENERS, ListenerRecord
from pipeline.audio import take_bytes
from pipeline.qa.lists.answering import Answer
from tests.models.telegraph import telegraphed

READER = "tests.models.telegraph:Reader"


@pytest.fixture
def _readers(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in tuple(LISTENERS):
        monkeypatch.delitem(LISTENERS, name)
    for role in ("signal", "words", "second"):
        monkeypatch.setitem(LISTENERS, role, ListenerRecord(READER, (role,), settings={"role": role}))  # type: ignore[arg-type]


@pytest.mark.usefixtures("_readers")
def test_a_list_is_answered_line_by_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "takes").mkdir()
    (tmp_path / "takes" / "a.wav").write_bytes(take_bytes(telegraphed("it was late")))
    rows = [
        {"audio": "takes/a.wav", "spoken": "it was late", "language": "en"},
        {"audio": "takes/b.wav", "text": "Oh."},
    ]
    (tmp_path / "list.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n{broken\n")
    assert main(["check", str(tmp_path / "list.jsonl"), "--json", "--workers", "1"]) == 15
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer["audio"] for answer in answers] == ["takes/a.wav", "takes/b.wav", ""]
    assert answers[0]["heard"] == "it was late"
    assert answers[0]["verdict"] == "pass"
    assert all(answer["verdict"] == "inconclusive" and answer["error"] for answer in answers[1:])


def test_exit_codes() -> None:
    good, wrong, broken = Answer("a", "pass"), Answer("b", "fail"), Answer("c", "inconclusive", error="no file")
    assert exit_code([good, Answer("f", "flag")]) == 0
    assert exit_code([good, broken]) == 15
    assert exit_code([good, broken, wrong]) == 12


def test_no_such_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(tmp_path / "none.jsonl"), "--json"]) == 15
    assert json.loads(capsys.readouterr().out)["exit_code"] == 15
