"""How much of a book's body is spoken, in plan and status; each book told as it is found."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from flows import answers
from flows.cli import main
from flows.commands import status
from tests.factories import write_production

STORY = "It was a bright cold day in April, and the clocks were striking thirteen. Nobody came to the door. " * 20


def book(repo: Path, slug: str, body: str, extra: str = "") -> Path:
    path = write_production(repo, slug, "", extra=extra)
    (path.parent / f"{slug}.txt").unlink()
    (path.parent / f"{slug}.html").write_text(f"<html><head><title>{slug}</title></head><body>{body}</body></html>")
    path.write_text(path.read_text().replace(f"{slug}.txt", f"{slug}.html"))
    return path


def planned(path: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    main(["plan", str(path), "--json"])
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    return said


def test_all_of_a_body_is_100_percent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    path = book(tmp_path, "whole", f"<h1>Chapter I</h1><p>{STORY}</p>")
    assert planned(path, capsys)["share"] == 1.0
    main(["plan", str(path)])
    assert "spoken: 100 % of the book's text" in capsys.readouterr().out


def test_what_the_production_leaves_out_is_not_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    chapters = f"<h1>Chapter I</h1><p>{STORY}</p><h1>Chapter II</h1><p>{STORY}</p>"
    path = book(tmp_path, "chosen", chapters, "read: {skip_chapters: [Chapter II]}\n")
    assert planned(path, capsys)["share"] == 1.0


@pytest.mark.parametrize(("share", "said"), [(1.0, "100 %"), (0.9999, "99.9 %"), (0.7814, "78.1 %"), (0.0, "0.0 %")])
def test_a_share_is_never_rounded_up(share: float, said: str) -> None:
    assert answers.percent(share) == said


def test_status_tells_each_book_as_it_is_found_with_its_share(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for slug in ("a", "b"):
        book(tmp_path, slug, f"<h1>Chapter I</h1><p>{STORY}</p>")
    (tmp_path / "manifests/productions/b/b.html").unlink()
    told: list[str] = []
    row_of = status._row

    def seen(path: Path, store: str | None) -> dict[str, Any]:
        told.append(capsys.readouterr().out)
        return row_of(path, store)

    monkeypatch.setattr(status, "_row", seen)
    assert main(["status"]) == 0
    assert told[0] == ""
    assert told[1].startswith("a ")
    assert "100 % spoken" in told[1]
    assert capsys.readouterr().out.startswith("b ")
    assert main(["status", "--json"]) == 0
    rows = json.loads("".join((*told[2:], capsys.readouterr().out)))
    assert rows[0]["share"] == 1.0
    assert rows[1]["verdict"]["state"] == "failed"
