"""The page of a voice's clips in a real browser: clips are heard, a line is corrected, what a person wrote stays."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import uvicorn

from flows.review.enrolling.app import make_app
from flows.review.security import Door
from flows.review.serving import listen
from pipeline.enrolment.dataset import NAME, read_rows
from pipeline.enrolment.enrolling import Enrolling
from pipeline.enrolment.writing import write_folder
from tests.browser.test_review import SHOTS, opened, until
from tests.pipeline.enrolment.speech import ears, pause, recording, spoken

pytestmark = pytest.mark.browser


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Six good clips and a clipped one."""
    loud = np.clip(8 * spoken(5.0, 3), -0.4, 0.4).astype(np.float32)
    parts = [part for n in range(6) for part in (spoken(4.0 + n % 3, n), pause(0.7, n))]
    write_folder(Enrolling(ears(), "en").run([recording(*parts, loud, pause(1))]), tmp_path / "ann")
    return tmp_path / "ann"


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    bound = listen("127.0.0.1", 0)
    door = Door.at("127.0.0.1", bound.getsockname()[1])
    server = uvicorn.Server(uvicorn.Config(make_app(folder, door), log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
    thread.start()
    yield door.url
    server.should_exit = True
    thread.join(10)
    bound.close()


def shown(browser: Any, address: str, **options: Any) -> Any:
    window = opened(browser, address, **options)
    until(window, "() => document.querySelectorAll('main ol li').length > 4")
    return window


def test_a_clip_is_heard_and_its_line_corrected(browser: Any, address: str, folder: Path) -> None:
    window = shown(browser, address)
    assert "5 clips of 6 kept" in window.locator(".lead").inner_text()
    assert "clipping" in window.locator(".lead").inner_text()
    window.keyboard.press(" ")
    until(window, "() => !document.querySelector('audio').paused && document.querySelector('audio').duration > 3")
    window.keyboard.press(" ")
    until(window, "() => document.querySelector('audio').paused")
    text = window.locator("main li textarea").nth(1)
    text.fill("So it was said, and nobody doubted it.")
    text.press("Enter")
    until(window, "() => document.querySelector('.lead').textContent.includes('1 corrected')")
    (row,) = [row for row in read_rows(folder / NAME) if row.corrected]
    assert row.text == "So it was said, and nobody doubted it."
    third = window.locator("main li").nth(2)
    third.get_by_label("Style").fill("calm")
    third.get_by_role("button", name="Save").click()
    until(window, "() => document.querySelector('.lead').textContent.includes('2 corrected')")
    assert [row.style for row in read_rows(folder / NAME) if row.corrected] == ["", "calm"]
    window.get_by_label("Which clips").select_option("refused")
    until(window, "() => document.querySelectorAll('main ol li').length === 1")
    assert window.locator("main li").get_by_label("Reason").input_value() == "clipping"
    assert not window.said


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 390])
def test_what_the_page_looks_like(browser: Any, address: str, width: int, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="pip install 'voicepress[browser]'").Axe()
    window = shown(browser, address, width=width, scheme=scheme)
    SHOTS.mkdir(parents=True, exist_ok=True)
    window.screenshot(path=SHOTS / f"clips-{width}-{scheme}.png", full_page=True)
    assert window.evaluate("document.documentElement.scrollWidth") <= width
    found = axe.run(window).response["violations"]
    assert not [one["id"] for one in found if one["impact"] in ("serious", "critical")]
    assert not window.said
