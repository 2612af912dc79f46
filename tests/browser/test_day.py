"""The pages on which a studio begins its day, in a real browser: shelf, chapters, manuscript, voices."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.serving import reviewing
from tests.browser.test_review import SHOTS, opened, until
from tests.factories import write_production
from tests.pipeline.production.test_production import make, rewrite

pytestmark = pytest.mark.browser
OWN = Path(__file__).parents[2] / "manifests" / "productions" / "pride-and-prejudice-opening"
TEXT = """CHAPTER I

It was a bright cold day in April, and the clocks were striking thirteen. “Who is there?” she said to the man at the door.
Nobody answered her for a long time, and she went back to the fire. “I have been here since 1914,” he said at last.

CHAPTER II

He had come down the long road from the hills by night. Nobody had seen him pass, and nobody had asked him where he went.

NOTES

This is a note on the text, which the printer has added to it; the reader may pass it over.
"""
TITLES = {
    "the-long-road": "The Long Road",
    "a-house-by-the-river": "A House by the River",
    "half-made": "Half Made",
    "broken": "Broken",
}


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repo of five productions: two finished, one half made, one with a cover, and one that cannot be read."""
    repo = tmp_path_factory.mktemp("repo")
    for slug, title in TITLES.items():
        path = write_production(repo, slug, TEXT.replace("bright", slug))
        rewrite(path, f"The Book of {slug}", title)
        if slug in ("the-long-road", "a-house-by-the-river"):
            make(path)
        if slug == "broken":
            (path.parent / "broken.txt").unlink()
    half = repo / "manifests" / "productions" / "half-made"
    make(half / "production.yaml")
    rewrite(half / "half-made.txt", "He had come down", "They had all come down")
    cover = repo / "manifests" / "productions" / OWN.name
    cover.mkdir()
    shutil.copy(OWN / f"{OWN.name}.epub", cover)
    (cover / "production.yaml").write_text(f"manuscript: {OWN.name}.epub\nvoice: narrator\ndeliver: [m4b]\n")
    voices = repo / "manifests" / "voices"
    for name, seed in (("evening", 8), ("river", 9)):
        (voices / f"{name}.yaml").write_text((voices / "narrator.yaml").read_text().replace("seed: 7", f"seed: {seed}"))
    (voices / "unsigned.yaml").write_text("engine: tone\nversion: 1\nlanguages: [en]\n")
    return repo


@pytest.fixture
def address(repo: Path) -> Iterator[str]:
    with reviewing(repo) as url:
        yield url.rstrip("/")


def shot(window: Any, name: str) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    window.screenshot(path=SHOTS / f"day-{name}.png", full_page=True)


def test_the_shelf(browser: Any, address: str) -> None:
    window = opened(browser, address)
    until(window, "() => !document.querySelector('.lead p').textContent.startsWith('Reading')")
    assert window.url.endswith("/shelf")
    assert window.locator("li.card").count() == 5
    broken = window.locator("li.card", has_text="Broken")
    assert "cannot be read" in broken.inner_text()
    assert not broken.locator(".ends").count()
    assert window.locator("li.card img").count() == 1
    until(window, "() => document.querySelector('li.card img').naturalWidth > 50")
    window.get_by_role("link", name="The Long Road").click()
    window.wait_for_selector("body[data-ready]")
    assert window.url.endswith("/review/the-long-road")
    assert not window.said


def test_chapters_are_heard_one_after_the_other(browser: Any, address: str) -> None:
    window = opened(browser, f"{address}/making/the-long-road")
    assert "Every chapter can be heard: 2 chapters" in window.locator(".lead").inner_text()
    window.keyboard.press(" ")
    until(window, "() => !document.querySelector('audio').paused")
    assert window.locator("li.sounding .title").inner_text() == "CHAPTER I"
    window.keyboard.press("j")
    until(window, "() => document.querySelector('li.sounding .title').textContent === 'CHAPTER II'")
    until(window, "() => document.querySelector('audio').duration > 1")
    assert not window.said


def test_a_chapter_can_be_heard_when_it_is_finished(browser: Any, address: str, repo: Path) -> None:
    window = opened(browser, f"{address}/making/half-made")
    waiting = window.locator("ol.chapters li", has_text="CHAPTER II")
    assert waiting.locator("button").is_disabled()
    assert "lines are spoken" in waiting.inner_text()
    make(repo / "manifests" / "productions" / "half-made" / "production.yaml", ("manuscript",))
    window.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    until(window, "() => ![...document.querySelectorAll('ol.chapters button')].some((one) => one.disabled)", seconds=20)
    assert not window.said


def test_a_part_is_read_by_a_switch_that_shows_what_it_writes(browser: Any, address: str, repo: Path) -> None:
    path = repo / "manifests" / "productions" / "a-house-by-the-river" / "production.yaml"
    before = path.read_text()
    window = opened(browser, f"{address}/manuscript/a-house-by-the-river")
    window.get_by_role("button", name="All").click()
    part = window.locator("ul.parts li", has_text="CHAPTER II").first
    part.locator("summary").click()
    until(window, "() => document.querySelector('.prose p')?.textContent.length > 5")
    switch = window.get_by_role("switch", name="Read CHAPTER II aloud")
    switch.press(" ")
    window.wait_for_selector("dialog[open] .diff .plus")
    assert "skip_chapters" in window.locator("dialog .diff").inner_text()
    window.keyboard.press("Escape")
    until(
        window,
        "() => [...document.querySelectorAll('li:not(.skipped) input[role=switch]')].every((one) => one.checked)",
    )
    assert path.read_text() == before
    switch.press(" ")
    window.wait_for_selector("dialog[open]")
    window.keyboard.press("Enter")
    until(window, "() => document.querySelector('ul.parts').textContent.includes('by production.yaml')")
    assert path.read_text() == before + "read: {skip_chapters: [CHAPTER II]}\n"
    window.get_by_role("switch", name="Read CHAPTER II aloud").press(" ")
    window.wait_for_selector("dialog[open]")
    window.keyboard.press("Enter")
    until(window, "() => !document.querySelector('ul.parts').textContent.includes('by production.yaml')")
    assert "skip_chapters: []" in path.read_text()
    assert not window.said


def test_voices_are_compared_by_keys(browser: Any, address: str) -> None:
    window = opened(browser, f"{address}/voices/half-made")
    assert window.locator("ul.cast li").count() == 4
    assert "no consent is on record" in window.locator("ul.cast").inner_text()
    window.keyboard.press("2")
    until(window, "() => !document.querySelector('audio').paused", seconds=30)
    assert window.locator(".says button[aria-pressed=true]").get_attribute("data-name").startswith("evening ")
    window.keyboard.press("1")
    until(
        window,
        "() => document.querySelector('.says button[aria-pressed=true]')?.dataset.name.startsWith('narrator ')",
        seconds=30,
    )
    window.keyboard.press("b")
    until(
        window,
        "() => document.querySelector('.says button[aria-pressed=true]')?.dataset.name.startsWith('evening ')",
        seconds=30,
    )
    window.keyboard.press("j")
    assert window.locator("li.sentence").nth(1).get_attribute("aria-current") == "true"
    window.get_by_role("switch", name="Hide the names").check()
    assert "evening" not in window.locator("main").inner_text().lower()
    assert window.locator(".says").first.locator("button").count() == 3
    assert not window.said


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 390])
def test_what_the_pages_look_like(browser: Any, address: str, width: int, scheme: str) -> None:
    """They fit, and axe-core finds nothing serious."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="pip install 'voicepress[browser]'").Axe()
    serious = []
    for page in (
        "shelf",
        "making/half-made",
        "making/the-long-road",
        "manuscript/pride-and-prejudice-opening",
        "voices/the-long-road",
    ):
        window = opened(browser, f"{address}/{page}", width=width, scheme=scheme)
        if page == "shelf":
            until(window, "() => !document.querySelector('.lead p').textContent.startsWith('Reading')")
        if page == "making/the-long-road":
            window.keyboard.press(" ")
        if page.startswith("manuscript"):
            window.locator("summary").first.click()
            until(window, "() => document.querySelector('.prose p')")
        found = axe.run(window).response["violations"]
        serious += [
            f"{page}: {one['id']} {one['nodes'][0]['html'][:160]}"
            for one in found
            if one["impact"] in ("serious", "critical")
        ]
        shot(window, f"{page.replace('/', '-')}-{width}-{scheme}")
        assert window.evaluate("document.documentElement.scrollWidth") <= width, page
        assert not window.said, page
        window.context.close()
    assert not serious
