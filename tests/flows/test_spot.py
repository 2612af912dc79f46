"""`voicepress spot`: its JSON answer, its table, its exit codes, and files that would hurt a process."""

import json
from pathlib import Path

import pytest

from flows.cli import main

SRT = "1\n00:00:01,000 --> 00:00:02,000\n- Who is there?\n- [knocking] ANN: Me.\n\n2\n00:00:03,000 --> 00:00:04,000\n(a door slams)\n"


def spot(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict:  # type: ignore[type-arg]
    assert main(["spot", *arguments, "--json"]) == 0
    answer: dict = json.loads(capsys.readouterr().out)  # type: ignore[type-arg]
    return answer


def test_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "reel.srt"
    path.write_text(SRT)
    answer = spot(capsys, str(path))
    assert list(answer) == ["cues", "notes"]
    assert [list(cue) for cue in answer["cues"]] == [
        ["id", "in_ms", "out_ms", "character", "text", "language", "on_screen", "kind"]
    ] * 2
    assert [cue["kind"] for cue in answer["cues"]] == ["dialogue", "sound"]
    assert answer["cues"][0]["text"] == "Who is there?\nMe."
    assert {"code", "severity", "where", "found"} == set(answer["notes"][0])
    turns = spot(capsys, str(path), "--turns")["cues"]
    assert [(c["character"], c["text"], c["in_ms"], c["out_ms"]) for c in turns[:2]] == [
        ("", "Who is there?", 1000, 1785),
        ("ANN", "Me.", 1785, 2000),
    ]


def test_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "reel.srt"
    path.write_text(SRT + "\n3\n00:00:05,000 --> 00:00:06,000\n[red]It is [/red] late.\n")
    assert main(["spot", str(path)]) == 0
    told = capsys.readouterr().out
    assert "3 cues, 2 spoken" in told
    assert "0:00:01.000" in told


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.srt", b"", "empty"),
        ("a.srt", b"no cue at all", "no cue"),
        ("a.srt", b"%PDF-1.4", "PDF"),
        ("a.xml", b"<a>" * 100_000, "well-formed"),
        ("a.ttml", b'<!DOCTYPE t [<!ENTITY a0 "x">' + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10)) + b"]><t>&a9;</t>", "entity"),
    ],
)  # fmt: skip
def test_refused(name: str, data: bytes, why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert main(["spot", str(path)]) == 4
    said = capsys.readouterr().err
    assert why in said
    assert said.count("\n") == 1


def test_wrong_arguments(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "reel.srt"
    path.write_text(SRT)
    assert main(["spot", str(tmp_path / "absent.srt")]) == 4
    assert main(["spot", str(tmp_path)]) == 4
    assert main(["spot", str(path), "--encoding", "klingon"]) == 4
    assert main(["spot", str(path), "--frame-rate", "many"]) == 4
    assert main(["spot", str(path), "--columns", "text"]) == 15
    assert "--columns" in capsys.readouterr().err


def test_dapt(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = tmp_path / "reel.srt", tmp_path / "reel.xml"
    path.write_text(SRT)
    before = spot(capsys, str(path), "--dapt", str(out))["cues"]
    after = spot(capsys, str(out), "--dapt", str(tmp_path / "again.xml"))["cues"]
    assert (tmp_path / "again.xml").read_bytes() == out.read_bytes()
    assert [(c["id"], c["in_ms"], c["out_ms"], c["character"], c["kind"]) for c in after] == [
        (c["id"], c["in_ms"], c["out_ms"], c["character"], c["kind"]) for c in before
    ]
    assert main(["spot", str(path), "--dapt", str(path)]) == 15
