"""Beside each finding of a line: when it is heard, in which chapter, and five seconds to listen to."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.factories import write_production
from tests.pipeline.production.test_production import make

TEXT = (
    "CHAPTER I\n\nIt was a bright cold day in April, and nobody came.\n\nCHAPTER II <late>\n\nShe waited for him.\n\n"
    "Hush.\n\nShe went home.\n"
)


@pytest.mark.parametrize(
    ("deliver", "path", "in_file"),
    [
        ("[m4b]", r"The%20Book%20of%20short\.m4b", True),
        ("[mp3, captions]", r"mp3/002[^\"]*\.mp3", False),
        ("[captions]", "", False),
    ],
)
def test_a_finding_has_its_time_its_chapter_and_a_clip(tmp_path: Path, deliver: str, path: str, in_file: bool) -> None:
    production = write_production(tmp_path, "short", TEXT, deliver=deliver, extra="lexicons: [names.yaml]\n")
    (production.parent / "names.yaml").write_text("language: en\nentries: [{text: Hush, say: '—'}]\n")
    made = make(production)
    page = made.report.read_text()
    (finding,) = [
        one for one in json.loads(made.report.with_name("report.json").read_text())["notes"] if one["code"] == "s-002"
    ]
    assert finding["slate"] == "c002.l0003"
    assert 3000 < finding["at_ms"] < made.audio_ms
    minutes, seconds = divmod(round(finding["at_ms"] / 1000), 60)
    (at,) = re.findall(r'<span class="at">(.*?)</span>', page)
    assert at in (
        f"{minutes}:{seconds:02}, CHAPTER II &lt;late&gt;",
        f"0:{minutes:02}:{seconds:02}, CHAPTER II &lt;late&gt;",
    )
    clips = re.findall(r'<audio [^>]*src="([^"]*)#t=([\d.]+),([\d.]+)"', page)
    if not path:
        assert not clips
        return
    ((source, start, end),) = clips
    assert re.fullmatch(path, source)
    assert 5 <= float(end) - float(start) < 6
    first = finding["at_ms"] / 1000 - 0.5
    assert (abs(float(start) - first) < 0.11) == in_file  # a chapter's own file begins later in the book
    assert (made.report.parent / Path(source.replace("%20", " "))).is_file()
