"""Reports made up for tests: any number of chapters, lines and findings, without a production."""

from __future__ import annotations

import random
from typing import Any

from pipeline.qa.findings import PlacedFinding
from pipeline.records import Coverage, Levels, Metadata
from pipeline.report.record import ChapterRow, FileRow, Report, SpecRow, VoiceRow

ACX = SpecRow("ACX / Audible", "help.acx.com, read 2026-11", -20.0, 1.0, -3.5)


def chapter(number: int, title: str, *, minutes: float = 12.0, lufs: float = -20.0) -> ChapterRow:
    dice = random.Random(number)
    counts: dict[int, int] = {}
    for _ in range(400):
        tenths = round(10 * min(-12.0, dice.gauss(lufs - 1, 3)))
        counts[tenths] = counts.get(tenths, 0) + round(1.5 * minutes)
    samples = round(minutes * 60 * 24_000)
    course = tuple(
        (
            round(lufs - dice.uniform(3, 7), 1),
            round(lufs + dice.uniform(-1, 0.4), 1),
            round(lufs + dice.uniform(1, 3), 1),
        )
        for _ in range(round(4 * minutes))
    )
    levels = Levels(lufs, -3.6, 11.9, samples // 400, 5.2, 6.0, lufs - 0.5, -71.8)
    return ChapterRow(number, title, 80, round(minutes * 60_000), levels, samples, "", counts, course)


def report(
    chapters: int | tuple[ChapterRow, ...] = 3, findings: tuple[PlacedFinding, ...] = (), **other: Any
) -> Report:
    rows = (
        chapters
        if isinstance(chapters, tuple)
        else tuple(chapter(n, f"Chapter {n}", minutes=6 + n % 5) for n in range(1, chapters + 1))
    )
    said: dict[str, Any] = {
        "slug": "book",
        "metadata": Metadata("A Book", ("A. Writer",), "en", publisher="A House", narrator="Heart"),
        "rehearsal": False,
        "finished": "2026-11-23",
        "spec": ACX,
        "voices": (
            VoiceRow("heart", "Heart", "hibari-tts 0.2.1", 1, "6f" * 32, False, "licence Apache-2.0", 80 * len(rows)),
        ),
        "audio_ms": sum(c.duration_ms for c in rows),
        "compute_ms": sum(c.duration_ms for c in rows) // 90,
        "lines": 80 * len(rows),
        "silent": 0,
        "taken": 80 * len(rows),
        "integrated_lufs": -20.0,
        "chapters": rows,
        "not_read": (("Imprint", "role: imprint"),),
        "coverage": Coverage(10_000, 9_700, {"abbreviation": 200}, {"role: imprint": 100}),
        "findings": findings,
        "files": (FileRow("m4b", "A Book.m4b", 9_000_000, 1_000, "0" * 64),),
        "made_by": "voicepress",
    }
    return Report(**{**said, **other})
