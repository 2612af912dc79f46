"""The correction list as a download of the page, and by the command."""

from pathlib import Path

import pytest

from flows.cli import main
from tests.factories import write_production
from tests.flows.review.client import client
from tests.pipeline.production.test_production import TEXT, make


def test_the_list_is_downloaded_and_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_production(tmp_path, "short", TEXT)
    make(path)
    with client(path) as page:
        answer = page.get("/api/books/short/corrections.csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="short-corrections.csv"'
    assert answer.content.startswith(b"\xef\xbb\xbfchapter,time,said,should be,words around,note,")
    assert not main(["review", str(path), "--corrections", str(tmp_path / "list.csv")])
    assert capsys.readouterr().out == f"{tmp_path / 'list.csv'}: 0 corrections\n"
    assert (tmp_path / "list.csv").read_bytes() == answer.content
