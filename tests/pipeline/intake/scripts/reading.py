"""Short ways to read a script in a test: in this process, without a file."""

from __future__ import annotations

from typing import Any

from pipeline.intake.scripts.parsing import parse
from pipeline.intake.scripts.records import ReadOptions, TimedScript


def read(text: str | bytes, name: str = "script.srt", **options: Any) -> TimedScript:
    data = text.encode() if isinstance(text, str) else text
    script = parse(name, data, ReadOptions(**options))
    assert script.coverage.adds_up
    return script


def srt(*cues: str, **options: Any) -> TimedScript:
    """A SubRip script of cues, two seconds each and a second apart."""
    blocks = [f"{n}\n{clock(3000 * n)} --> {clock(3000 * n + 2000)}\n{text}\n" for n, text in enumerate(cues, 1)]
    return read("\n".join(blocks), **options)


def clock(ms: int) -> str:
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02},{ms % 1000:03}"


def told(*cues: str, **options: Any) -> list[tuple[str, str, str]]:
    """(kind, character, text) of each cue."""
    return [(cue.kind, cue.character, cue.text) for cue in srt(*cues, **options).cues]


def codes(script: TimedScript) -> set[str]:
    return {finding.code for finding in script.findings}
