"""c-: timed scripts as they are read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pipeline.intake.scripts import read_script
from pipeline.records import Finding
from tests.pipeline.qa.emitted import Scenario


def script(*cues: str) -> Scenario:
    def scenario(folder: Path) -> Iterable[Finding]:
        path = folder / "reel.srt"
        path.write_text("\n\n".join(cues) + "\n", "utf-8")
        return read_script(path).findings

    return scenario


def cue(number: int, text: str, begin: int, end: int) -> str:
    return f"{number}\n00:00:{begin:02},000 --> 00:00:{end:02},000\n{text}"


TWO_LANGUAGES = [
    cue(n, f"这是第{one}个故事。\nThis is story {n}.", 2 * n, 2 * n + 1) for n, one in enumerate("一二三四五", 1)
]

ROLLING = [cue(n, f"line {n - 1}\nline {n}", n, n + 1) for n in range(1, 9)]

EMITS: dict[str, Scenario] = {
    "c-001": script(cue(1, "Hello.", 3, 1)),
    "c-002": script(cue(1, "Second.", 5, 6), cue(2, "First.", 1, 2)),
    "c-003": script(cue(1, "Hello.", 1, 4), cue(2, "Hello?", 3, 5)),
    "c-004": script(cue(1, "Hello.", 3, 3)),
    "c-005": script(cue(1, "Hello.", 1, 2), cue(7, "Hello?", 3, 4)),
    "c-006": script("Nobody's words.", cue(1, "Hello.", 1, 2)),
    "c-007": script(*TWO_LANGUAGES),
    "c-008": script(cue(1, "- Hello.\n- Hello?", 1, 2)),
    "c-009": script(cue(1, "Anna: Hello.", 1, 2)),
    "c-010": script(cue(1, "", 1, 2)),
    "c-011": script(cue(1, "Hello, and", 1, 2), cue(2, "goodbye.", 2, 3)),
    "c-012": script(cue(1, "(a door slams)", 1, 2)),
    "c-013": script(*ROLLING),
}
