"""The pages on which a studio begins its day: what they are answered, and what they may not reach."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from flows.repo import Repo
from flows.review.app import make_app
from flows.review.events import Events
from flows.review.security import Door
from flows.review.studio import Studio
from models.registry import engine_of
from pipeline.consent import now, write_revocation
from pipeline.consent.likeness import likeness_of
from pipeline.production import load
from pipeline.production.housekeeping import productions_under
from pipeline.production.job.owning import only_run
from pipeline.production.job.voices import voices_in_use
from tests.factories import write_production
from tests.flows.review.client import ORIGIN
from tests.pipeline.production.test_production import make

BOOK = (
    "CHAPTER I\n\nIt was a bright cold day in April, and the clocks were striking thirteen. “Who is there?” she said to "
    "the man at the door. Nobody answered her for a long time, and she went back to the fire.\n\nCHAPTER II\n\n"
    "“I have been here since 1914,” he said at last. He had come down the long road from the hills by night.\n"
)


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    path = write_production(tmp_path, "short", BOOK)
    make(path)
    write_production(tmp_path, "later", BOOK.replace(" the ", " some ").replace("ed ", "ing "))
    (tmp_path / "manifests" / "productions" / "broken").mkdir()
    (tmp_path / "manifests" / "productions" / "broken" / "production.yaml").write_text(
        "manuscript: none.txt\nvoice: narrator\ndeliver: [m4b]\n"
    )
    return tmp_path


@pytest.fixture
def page(repo: Path) -> Iterator[TestClient]:
    studio = Studio(Repo.at(repo, workers=1), {}, "", Events())
    studio.shelve(productions_under(repo))
    with TestClient(make_app(studio, Door("127.0.0.1", 8642)), base_url=ORIGIN, headers={"origin": ORIGIN}) as opened:
        yield opened


def test_the_shelf_shows_every_production(page: TestClient) -> None:
    assert page.get("/", follow_redirects=False).headers["location"] == "/shelf"
    assert [book["slug"] for book in page.get("/api/shelf").json()["books"]] == ["broken", "later", "short"]
    short = page.get("/api/shelf/short").json()
    assert (short["look"], short["chapters"], short["mastered"], short["taken"]) == ("pass", 2, 2, short["lines"])
    later = page.get("/api/shelf/later").json()
    assert (later["look"], later["mastered"], later["waiting"]) == ("unfinished", 0, 0)
    assert later["taken"] < later["lines"]
    broken = page.get("/api/shelf/broken").json()
    assert (broken["look"], broken["state"]) == ("fail", "cannot be read")
    assert "none.txt" in broken["reasons"][0]
    assert page.get("/sound/short/cover.jpg").status_code == 404
    assert page.get("/api/shelf/nowhere").status_code == 404


def test_chapters_are_heard_as_they_finish(page: TestClient) -> None:
    making = page.get("/api/books/short/making").json()
    assert [(one["title"], one["taken"] == one["lines"]) for one in making["chapters"]] == [
        ("CHAPTER I", True),
        ("CHAPTER II", True),
    ]
    sound = page.get(f"/sound/short/master/{making['chapters'][0]['master']}", headers={"range": "bytes=0-3"})
    assert (sound.status_code, sound.content) == (206, b"fLaC")
    assert page.get(f"/sound/later/master/{making['chapters'][0]['master']}").status_code == 404
    waiting = page.get("/api/books/later/making").json()["chapters"][0]
    assert waiting["master"] == ""
    assert waiting["taken"] < waiting["lines"]


def test_a_run_is_seen_while_it_goes_on(page: TestClient, repo: Path) -> None:
    path = repo / "manifests" / "productions" / "short" / "production.yaml"
    assert not page.get("/api/books/short/making").json()["running"]
    with only_run(load(path, engine_of, out=repo / "out")):
        assert page.get("/api/books/short/making").json()["running"]
        assert page.get("/api/shelf/short").json()["running"]
    assert not page.get("/api/shelf/short").json()["running"]


def test_what_is_skipped_is_read_by_a_switch_that_shows_what_it_writes(page: TestClient, repo: Path) -> None:
    path = repo / "manifests" / "productions" / "later" / "production.yaml"
    before = path.read_text()
    first = page.get("/api/books/later/manuscript").json()["parts"][0]
    assert (first["title"], first["reason"], first["switch"]["to"]) == ("CHAPTER I", "", "skip")
    asked = {"switch": first["switch"]}
    files = page.post("/api/books/later/manuscript/preview", json=asked).json()["files"]
    assert "+read: {skip_chapters: [CHAPTER I]}" in files[0]["diff"]
    assert path.read_text() == before
    assert page.post("/api/books/later/manuscript/turn", json=asked).status_code == 409
    done = page.post("/api/books/later/manuscript/turn", json=asked | {"files": files})
    skipped = done.json()["skipped"]["parts"][0]
    assert (done.status_code, skipped["reason"]) == (200, "chapter skipped by the production")
    assert path.read_text().startswith(before)
    back = {"switch": skipped["switch"]}
    files = page.post("/api/books/later/manuscript/preview", json=back).json()["files"]
    assert page.post("/api/books/later/manuscript/turn", json=back | {"files": files}).status_code == 200
    assert page.get("/api/books/later/manuscript").json()["parts"][0]["reason"] == ""
    text = page.get("/api/books/later/manuscript/1").json()
    assert text["paragraphs"][1]["text"].startswith("“I have been here since 1914,”")
    assert page.get("/api/books/later/manuscript/9").status_code == 404


def test_voices_speak_the_books_own_sentences(page: TestClient, repo: Path) -> None:
    voices = repo / "manifests" / "voices"
    (voices / "other.yaml").write_text((voices / "narrator.yaml").read_text().replace("seed: 7", "seed: 8"))
    (voices / "german.yaml").write_text((voices / "narrator.yaml").read_text().replace("[en]", "[de]"))
    (voices / "silent.yaml").write_text("engine: tone\nversion: 1\nlanguages: [en]\n")
    said = page.get("/api/books/later/auditions").json()
    assert [(one["name"], one["current"]) for one in said["voices"]] == [
        ("narrator", True),
        ("other", False),
        ("silent", False),
    ]
    assert "no consent" in said["voices"][2]["trouble"]
    assert 3 <= len(said["sentences"]) <= 5
    slate = said["sentences"][0]["slate"]
    address = f"/sound/later/audition/other/{slate}.wav"
    assert page.get(address).status_code == 404
    spoken = page.post("/api/books/later/auditions/speak", json={"voice": "other", "slate": slate})
    assert (spoken.status_code, spoken.json()["duration_ms"] > 500) == (200, True)
    assert page.get(address).content.startswith(b"RIFF")
    assert page.get("/api/books/later/auditions").json()["voices"][1]["spoken"] == [slate]
    for voice, line, status in (
        ("silent", slate, 409),
        ("nobody", slate, 404),
        ("../../etc", slate, 404),
        ("other", "c009.l0009", 404),
    ):
        assert page.post("/api/books/later/auditions/speak", json={"voice": voice, "slate": line}).status_code == status


def test_a_voice_that_is_revoked_while_the_page_is_open_is_heard_no_more(page: TestClient, repo: Path) -> None:
    """Neither a new sentence nor one that it has spoken; the page says why."""
    speak, whole = "/api/books/later/auditions/speak", Repo.at(repo, workers=1)
    first, second = [one["slate"] for one in page.get("/api/books/later/auditions").json()["sentences"][:2]]
    assert page.post(speak, json={"voice": "narrator", "slate": first}).status_code == 200
    used = voices_in_use(["narrator"], repo, engine_of, "", rehearsal=False)["narrator"]
    write_revocation(repo, whole.store, "narrator", likeness_of(used.voice, used.engine, used.fingerprint), "by letter",
                     now())  # fmt: skip
    for answer in (
        page.post(speak, json={"voice": "narrator", "slate": first}),
        page.post(speak, json={"voice": "narrator", "slate": second}),
        page.get(f"/sound/later/audition/narrator/{first}.wav"),
    ):
        assert answer.status_code == 409
        assert "revoked the consent" in answer.text
    (trouble,) = [one["trouble"] for one in page.get("/api/books/later/auditions").json()["voices"]]
    assert "revoked the consent" in trouble


def test_a_consent_that_ends_while_the_page_is_open_is_asked_again(page: TestClient, repo: Path) -> None:
    speak = "/api/books/later/auditions/speak"
    slate = page.get("/api/books/later/auditions").json()["sentences"][0]["slate"]
    voice = repo / "manifests" / "voices" / "narrator.yaml"
    voice.write_text(voice.read_text().replace("uses: [audiobook]", "uses: [audiobook], until: 2026-01-31"))
    answer = page.post(speak, json={"voice": "narrator", "slate": slate})
    assert (answer.status_code, "ended on 2026-01-31" in answer.text) == (409, True)
