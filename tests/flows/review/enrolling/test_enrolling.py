"""The page of a voice's clips: what it shows, what it writes, and whom it lets in."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from flows.review.enrolling.app import make_app
from flows.review.security import Door
from pipeline.enrolment.dataset import NAME, Row, marked, read_rows, write_rows

HERE = "http://127.0.0.1:8642"
CLIP = "clips/ann-1.wav"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "ann"
    (folder / "clips").mkdir(parents=True)
    (folder / CLIP).write_bytes(b"RIFFsound")
    (tmp_path / "secret.wav").write_bytes(b"secret")
    rows = [
        marked(Row(clip, "ann.wav", "0", "4000", "en", "It is so.", "It is sew.", "0.80", "kept", ""))
        for clip in (CLIP, "clips/ann-2.wav")
    ]
    write_rows(folder / NAME, rows)
    return folder


@pytest.fixture
def page(folder: Path) -> TestClient:
    return TestClient(make_app(folder, Door("127.0.0.1", 8642)), base_url=HERE)


def correct(page: TestClient, **said: str):
    line = page.get("/api/clips").json()["lines"][0]
    body = {"clip": CLIP, "mark": line["seen"], "text": "It is sew.", "verdict": "kept"} | said
    return page.post("/api/clips/correct", json=body, headers={"origin": HERE})


def test_a_correction_is_a_person_s_line_and_no_other_changes(page: TestClient, folder: Path) -> None:
    before = read_rows(folder / NAME)
    assert correct(page, text="It is\tsew.", verdict="refused", reason="unclear", style="calm").status_code == 200
    first, second = read_rows(folder / NAME)
    assert (first.text, first.verdict, first.reason, first.style) == ("It is sew.", "refused", "unclear", "calm")
    assert first.corrected
    assert second == before[1]


def test_a_line_that_was_changed_meanwhile_is_not_written_over(page: TestClient) -> None:
    seen = page.get("/api/clips").json()["lines"][0]["seen"]
    assert correct(page).status_code == 200
    assert correct(page, mark=seen, text="Another").status_code == 409


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"verdict": "perhaps"}, 400),
        ({"verdict": "refused", "reason": "ugly"}, 400),
        ({"clip": "../secret.wav"}, 404),
        ({"text": "x" * 3000}, 400),
    ],
)
def test_what_cannot_be_is_refused(page: TestClient, said: dict[str, str], status: int) -> None:
    assert correct(page, **said).status_code == status


def test_only_clips_of_the_data_set_are_heard(page: TestClient) -> None:
    assert page.get("/sound/clip.wav", params={"clip": CLIP}).content == b"RIFFsound"
    for clip in ("../secret.wav", "/etc/passwd", "clips/ann-2.wav", ""):
        assert page.get("/sound/clip.wav", params={"clip": clip}).status_code == 404


def test_another_site_cannot_correct(page: TestClient, folder: Path) -> None:
    before = (folder / NAME).read_bytes()
    body = {"clip": CLIP, "mark": "", "text": "x", "verdict": "kept"}
    for headers in ({}, {"origin": "https://evil.example"}, {"origin": HERE, "host": "evil.example:8642"}):
        assert page.post("/api/clips/correct", json=body, headers=headers).status_code in (403, 421)
    assert page.get("/api/clips", headers={"host": "evil.example:8642"}).status_code == 421
    assert (folder / NAME).read_bytes() == before
    assert "frame-ancestors 'none'" in page.get("/").headers["content-security-policy"]
