"""The page in a real browser: what it looks like, what it asks for, whether it fits. Screenshots stay as artifacts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.qa.findings import PlacedFinding
from pipeline.records import Metadata
from pipeline.report.page import page
from tests.factories import write_production
from tests.pipeline.production.test_production import make
from tests.reports import chapter, report

pytestmark = pytest.mark.browser
SHOTS = Path(__file__).parents[2] / "build" / "screenshots"
NOTES = (
    PlacedFinding(
        "t-003", "take 1", "4100 ms, 1900 ms expected", "c002.l0014", "“Oh! Single, my dear, to be sure!”", 2
    ),
    PlacedFinding("t-003", "take 2", "600 ms, 1700 ms expected", "c004.l0002", "How so? How can it affect them?", 4),
    PlacedFinding("s-001", "c005.l0031", "'☙' is not spoken", "c005.l0031", "☙ The end of the first volume.", 5),
    PlacedFinding("s-003", "austen.yaml", "'Bennets' is never used"),
    PlacedFinding("t-004", "take 3", "peak 1.000", "c003.l0101", "“Never!”", 3, "heard; no click"),
)


def look(browser: Any, path: Path, width: int, shot: str, scheme: str = "light") -> Any:
    """The page in a window, once it has loaded without an error, a request or an overflow."""
    window = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    said: list[str] = []
    asked: list[str] = []
    window.on("console", lambda message: said.append(message.text))
    window.on("pageerror", lambda error: said.append(str(error)))
    window.on("request", lambda request: asked.append(request.url))
    window.goto(path.as_uri())
    SHOTS.mkdir(parents=True, exist_ok=True)
    window.screenshot(path=SHOTS / f"{shot}-{width}-{scheme}.png", full_page=True)
    assert not said
    assert [url for url in asked if not url.startswith("data:")] == [path.as_uri()]
    assert window.evaluate("document.documentElement.scrollWidth") <= width
    return window


@pytest.mark.parametrize(("width", "scheme"), [(400, "light"), (1400, "light"), (1400, "dark")])
def test_a_production(browser: Any, tmp_path: Path, width: int, scheme: str) -> None:
    text = "\n\n".join(f"CHAPTER {n}\n\nIt was late. The clocks struck. Nobody came." for n in ("I", "II", "III"))
    made = make(write_production(tmp_path, "short", text, deliver="[m4b, mp3]"))
    window = look(browser, made.report, width, "production", scheme)
    assert window.locator("table.chapters tbody tr").count() == 3
    for link in window.locator("table.files a").all():
        assert (made.report.parent / link.inner_text()).exists()
    window.close()


@pytest.mark.parametrize("width", [400, 1400])
def test_a_book_with_notes_and_long_words(browser: Any, tmp_path: Path, width: int) -> None:
    rows = tuple(
        chapter(
            n,
            f"Chapter {n}: " + "Donaudampfschifffahrtsgesellschaft" * (n == 3),
            minutes=5 + 7 * n % 11,
            lufs=-20 + (n % 7 - 3) / 8,
        )
        for n in range(1, 13)
    )
    path = tmp_path / "report.html"
    path.write_text(page(report(rows, NOTES, metadata=Metadata("Pride and Prejudice", ("Jane Austen",)))), "utf-8")
    window = look(browser, path, width, "notes")
    for summary in window.locator("details.note > summary").all():
        summary.click()
    window.screenshot(path=SHOTS / f"notes-{width}-opened.png", full_page=True)
    assert window.evaluate("document.documentElement.scrollWidth") <= width
    window.close()


def test_a_huge_book_loads(browser: Any, tmp_path: Path) -> None:
    findings = tuple(
        PlacedFinding("t-003", f"take {n}", "4000 ms", f"c001.l{n:04}", "Some words.", 1) for n in range(12_000)
    )
    path = tmp_path / "report.html"
    path.write_text(page(report(300, findings)), "utf-8")
    window = look(browser, path, 1400, "huge")
    assert window.locator("table.chapters tbody tr").count() == 300
    assert window.evaluate("document.querySelectorAll('*').length") < 15_000
    window.close()
