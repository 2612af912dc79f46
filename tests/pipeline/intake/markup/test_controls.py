"""Form controls on saved pages are not read but are counted, and prose in them is a finding."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.intake import read_manuscript
from tests.pipeline.intake.books import page


@pytest.mark.parametrize(
    "control",
    [
        "<button>Share</button>",
        "<select><option>Share</option><option>Print</option></select>",
        "<textarea>Share</textarea>",
        "<button><span>Share</span></button>",
        "<progress>Share</progress>",
        "<meter>Share</meter>",
    ],
)
def test_controls_are_not_read(control: str, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        page(f"<h1>One</h1><p>It rained all day. {control}</p><div>{control}</div><p>Nobody came.</p>"), "utf-8"
    )
    spans = [
        span
        for chapter in read_manuscript(path).chapters
        for block in chapter.blocks
        for span in block.spans
        if span.reason is None and block.reason is None
    ]
    assert " ".join(span.text.strip() for span in spans) == "One It rained all day. Nobody came."
    assert {
        span.reason
        for chapter in read_manuscript(path).chapters
        for block in chapter.blocks
        for span in block.spans
        if "Share" in span.text
    } == {"control of a form"}
