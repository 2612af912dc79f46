"""Decisions of the page: what they write, what they refuse, and how they are taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.factories import write_production
from tests.flows.review.client import client, decide
from tests.pipeline.production.test_production import TEXT, make

LINE = "c001.l0002"  # It was a bright cold day in April.


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = write_production(tmp_path, "short", TEXT)
    make(path)
    return path


@pytest.fixture
def page(path: Path) -> Iterator[TestClient]:
    with client(path) as opened:
        yield opened


def row(page: TestClient, slate: str = LINE) -> dict[str, object]:
    found: dict[str, object] = page.get(f"/api/books/short/lines/{slate}").json()["row"]
    return found


def take(page: TestClient) -> str:
    return str(page.get(f"/api/books/short/lines/{LINE}").json()["attempts"][0]["take"])


def test_accepting_writes_an_approval(page: TestClient, path: Path) -> None:
    said = decide(page, LINE, what="approve", take=take(page), by="Ann")
    assert said.status_code == 200
    assert said.json()["rows"][-1]["decided"] == {
        "approved": True, "by": "Ann", "pickup": "", "later": "", "waived": []}  # fmt: skip
    assert take(page) in (path.parent / "approvals.yaml").read_text()


def test_the_preview_writes_nothing(page: TestClient, path: Path) -> None:
    before = sorted(path.parent.iterdir())
    asked = {"decision": {"what": "later", "slate": LINE, "reason": "hm"}, "version": row(page)["version"]}
    shown = page.post("/api/books/short/preview", json=asked).json()
    assert "+  - {" in shown["files"][0]["diff"] or "+later" in shown["files"][0]["diff"]
    assert sorted(path.parent.iterdir()) == before


def test_what_was_decided_is_taken_back_byte_for_byte(page: TestClient, path: Path) -> None:
    pickups = path.parent / "pickups.yaml"
    pickups.write_text("# Ann's own\npickups:\n  - {text: Nobody came., attempt: 1, reason: flat}   # really\n")
    before = pickups.read_bytes()
    assert decide(page, LINE, what="pickup", reason="misread").status_code == 200
    assert "misread" in pickups.read_text()
    assert pickups.read_text().startswith(before.decode())
    undone = page.post("/api/books/short/undo", json={"page": "one"})
    assert undone.json()["told"] == "Taken back."
    assert pickups.read_bytes() == before
    assert page.post("/api/books/short/undo", json={"page": "one"}).status_code == 409


def test_undo_leaves_what_others_have_written_since(page: TestClient, path: Path) -> None:
    decide(page, LINE, what="later", reason="mine", as_page="one")
    decide(page, "c001.l0003", what="later", reason="theirs", as_page="two")
    assert page.post("/api/books/short/undo", json={"page": "one"}).status_code == 200
    assert "theirs" in (path.parent / "review.yaml").read_text()
    assert "mine" not in (path.parent / "review.yaml").read_text()


def test_two_reviewers_of_one_line(page: TestClient, path: Path) -> None:
    version = row(page)["version"]
    decide(page, LINE, what="approve", take=take(page), by="Ann")
    late = {"decision": {"what": "later", "slate": LINE, "reason": "hm", "by": "Bob"}, "version": version}
    said = page.post("/api/books/short/preview", json=late)
    assert said.status_code == 409
    assert "accepted by Ann" in said.json()["theirs"]
    assert "later" in said.json()["mine"]
    assert page.post("/api/books/short/decide", json=late).status_code == 409
    assert not (path.parent / "review.yaml").exists()


def test_two_reviewers_of_two_lines(page: TestClient, path: Path) -> None:
    """What a colleague writes between the preview and the writing, elsewhere in the file, stays."""
    asked = {"decision": {"what": "later", "slate": LINE, "reason": "mine"}, "version": row(page)["version"]}
    shown = page.post("/api/books/short/preview", json=asked).json()
    decide(page, "c001.l0003", what="later", reason="theirs")
    said = page.post("/api/books/short/decide", json=asked | {"files": shown["files"]})
    written = (path.parent / "review.yaml").read_text()
    assert said.status_code == 409 or ("mine" in written and "theirs" in written)


def test_what_was_not_shown_is_not_written(page: TestClient, path: Path) -> None:
    asked = {"decision": {"what": "later", "slate": LINE, "reason": "hm"}, "version": row(page)["version"]}
    assert page.post("/api/books/short/decide", json=asked).status_code == 409
    assert not (path.parent / "review.yaml").exists()


def test_a_manifest_that_cannot_be_read_is_told(page: TestClient, path: Path) -> None:
    asked = {"decision": {"what": "later", "slate": LINE, "reason": "hm"}, "version": row(page)["version"]}
    (path.parent / "review.yaml").write_text("later: [")
    said = page.post("/api/books/short/preview", json=asked)
    assert said.status_code == 409
    assert "review.yaml" in said.json()["error"]


def test_a_word_shows_the_lines_that_it_touches(page: TestClient, path: Path) -> None:
    asked = {
        "decision": {"what": "lexicon", "slate": LINE, "word": "bright", "say": "brite"},
        "version": row(page)["version"],
    }
    shown = page.post("/api/books/short/preview", json=asked).json()
    assert [line["slate"] for line in shown["touched"]] == [LINE]
    assert {file["path"].rsplit("/", 1)[-1] for file in shown["files"]} == {"lexicon.yaml", "production.yaml"}
    assert not (path.parent / "lexicon.yaml").exists()


def made(page: TestClient, slate: str = LINE) -> dict[str, object]:
    """The line, once it has been made by the booth."""
    booth = page.app.state.studio.desk("short")._booth  # type: ignore[attr-defined]
    booth.close()  # ends after what was asked
    booth._thread = None
    found: dict[str, object] = page.get(f"/api/books/short/lines/{slate}").json()
    return found


def test_a_pickup_is_there_when_it_has_been_spoken(page: TestClient) -> None:
    before = take(page)
    assert decide(page, LINE, what="pickup", reason="misread").status_code == 200
    line = made(page)
    assert line["row"]["state"] == "unheard"  # type: ignore[index]
    assert [(one["how"], one["take"] != before) for one in line["attempts"]] == [("pickup 1", True)]  # type: ignore[attr-defined]


def test_a_persons_recording_takes_the_lines_place(page: TestClient, path: Path) -> None:
    (path.parent / "line.wav").write_bytes(page.get(f"/sound/short/{LINE}/take.wav").content)
    assert decide(page, LINE, what="pickup", reason="read by the author", file="line.wav").status_code == 200
    assert [one["how"] for one in made(page)["attempts"]] == ["recording"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("body", ["", "[]", "{", '{"decision": {"what": "rm"}, "version": ""}', '{"version": 3}'])
def test_what_no_page_sends(page: TestClient, body: str) -> None:
    said = page.post("/api/books/short/decide", content=body, headers={"content-type": "application/json"})
    assert said.status_code == 400


def test_too_much_is_not_read(page: TestClient) -> None:
    said = page.post("/api/books/short/decide", content="x" * 300_000, headers={"content-type": "application/json"})
    assert said.status_code == 413
