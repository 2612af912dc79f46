"""The full story of a sound: from a second of the book, or a slate, back to the words and who spoke them."""

from __future__ import annotations

import bisect
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.delivery import chapter_starts_ms
from pipeline.errors import RefusedError
from pipeline.matching import picked_up
from pipeline.production.plan import ChapterState, ProductionState, audio_of
from pipeline.records import Finding, Line, Master, Replacement, Take


@dataclass(frozen=True, slots=True)
class Story:
    slate: str
    chapter: str
    at_ms: int | None  # where the line begins in the book; None while the chapter has no master
    until_ms: int | None
    text: str
    where: str  # place in the manuscript
    spoken: str
    replacements: tuple[Replacement, ...]
    pause: str
    pause_after_ms: int
    voice: str
    voice_says: Mapping[str, Any]  # the voice manifest: engine, version, settings, seed, consent
    engine: str
    fingerprint: str
    seed: int | None
    attempt: int
    take: str  # digest; "" where there is none
    take_ms: int | None
    take_facts: Mapping[str, Any]
    master: str
    gain_db: float | None
    pickup: str  # its reason
    findings: tuple[Finding, ...]


def milliseconds(text: str) -> int:
    """Of a time as people write it: 62:33, 1:02:33, 1:02:33.5, 75.2 (seconds).

    Raises:
        RefusedError: it is not a time.
    """
    if not re.fullmatch(r"(\d+:){0,2}\d+(\.\d+)?", text):
        raise RefusedError(f"--at {text!r} is not a time; write it as 1:02:33 or 62:33.5")
    total = 0.0
    for part in text.split(":"):
        total = total * 60 + float(part)
    return round(1000 * total)


def explain(state: ProductionState, *, at_ms: int | None = None, slate: str | None = None) -> Story:
    """The story of the line with this slate, or of the one that sounds (or has just sounded) at this time.

    Raises:
        RefusedError: there is no such line, or no master yet to find a time in.
    """
    index = _index_at(state, at_ms) if at_ms is not None else _index_of(state, slate or "")
    return _story(state, index)


def _index_of(state: ProductionState, slate: str) -> int:
    slates = [line.slate for line in state.lines]
    if slate in slates:
        return slates.index(slate)
    raise RefusedError(
        f"there is no line {slate!r}; slates go from {slates[0]} to {slates[-1]}"
        if slates
        else "the script has no lines"
    )


def _index_at(state: ProductionState, at_ms: int) -> int:
    if missing := [c.title for c in state.chapters if isinstance(c.master, str)]:
        raise RefusedError(
            f"times are known when every chapter has its master; {len(missing)} are still to be made "
            f"({missing[0]!r} ...): use --slate, or produce first"
        )
    chapters = audio_of(state)
    starts = chapter_starts_ms(chapters)
    length = state.audio_ms()
    if at_ms > length:
        raise RefusedError(
            f"--at lies behind the end: the book lasts {length // 3_600_000}:{length // 60_000 % 60:02}:"
            f"{length // 1000 % 60:02}"
        )
    n = bisect.bisect_right(starts, at_ms) - 1
    chapter, master = state.chapters[n], chapters[n].master
    sample = (at_ms - starts[n]) * master.sample_rate_hz // 1000
    firsts = [first for first, _ in master.timeline]
    return chapter.first + max(0, bisect.bisect_right(firsts, sample) - 1)


def _story(state: ProductionState, index: int) -> Story:
    line, request = state.lines[index], state.requests[index]
    chapter = next(c for c in state.chapters if c.first <= index < c.last)
    take = state.takes[request.key] if request else None
    voice = state.job.voices[line.voice]
    at_ms, until_ms = _times(state, chapter, index)
    done = take if isinstance(take, Take) else None
    master = chapter.master if isinstance(chapter.master, Master) else None
    again, _ = picked_up(state.lines, state.job.pickups)
    return Story(
        line.slate, chapter.title, at_ms, until_ms, line.text, _place(state, line), line.spoken, line.replacements,
        line.pause, line.pause_after_ms, line.voice, voice.voice.model_dump(mode="json"), voice.engine.version,
        voice.fingerprint, request.seed if request else None, request.attempt if request else 0,
        done.digest if done else "",
        done.duration_ms if done else None, done.facts if done else {}, master.digest if master else "",
        master.levels.gain_db if master else state.gain_db,
        again[line.slate].reason if line.slate in again else "",
        tuple(n for n in state.script.findings if n.where == line.slate) + (done.findings if done else ()))  # fmt: skip


def _times(state: ProductionState, chapter: ChapterState, index: int) -> tuple[int | None, int | None]:
    if any(isinstance(c.master, str) for c in state.chapters) or not isinstance(chapter.master, Master):
        return None, None
    start = chapter_starts_ms(audio_of(state))[state.chapters.index(chapter)]
    first, last = chapter.master.timeline[index - chapter.first]
    rate = chapter.master.sample_rate_hz
    return start + round(1000 * first / rate), start + round(1000 * last / rate)


def _place(state: ProductionState, line: Line) -> str:
    source = line.source
    anchor = source.anchor or state.selected.chapters[source.chapter].anchor
    return f"{state.job.manuscript_path.name}: {anchor}, characters {source.start} to {source.end}"
