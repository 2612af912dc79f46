"""The full story of a sound: from a second of the book, or a slate, back to the words and who spoke them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.errors import RefusedError
from pipeline.matching import picked_up
from pipeline.production.assembly import Assembly
from pipeline.production.gating.trying import in_short
from pipeline.records import Finding, Line, Replacement, Take
from pipeline.takes import persons_attempt


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
    tried: tuple[str, ...] = ()  # each attempt in a few words, where a gate is in force
    approved: str = ""  # digest of the take that a person approved; "" where it is none
    recording: str = ""  # digest of the file that a person recorded; "" where an engine speaks


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


def explain(assembly: Assembly, *, at_ms: int | None = None, slate: str | None = None) -> Story:
    """The story of the line with this slate, or of the one that sounds (or has just sounded) at this time.

    Raises:
        RefusedError: there is no such line, or times are not known yet.
    """
    index = assembly.line_at(at_ms) if at_ms is not None else _index_of(assembly.state.lines, slate or "")
    return _story(assembly, index)


def _index_of(lines: Sequence[Line], slate: str) -> int:
    slates = [line.slate for line in lines]
    if slate in slates:
        return slates.index(slate)
    raise RefusedError(
        f"there is no line {slate!r}; slates go from {slates[0]} to {slates[-1]}"
        if slates
        else "the script has no lines"
    )


def _story(assembly: Assembly, index: int) -> Story:
    state, job = assembly.state, assembly.job
    line, request, take = state.lines[index], state.requests[index], state.take(index)
    section = next(s for s in assembly.sections if s.first <= index < s.last)
    voice = job.voices[line.voice]
    heard = assembly.whereabouts(index)
    done = take if isinstance(take, Take) else None
    again, _ = picked_up(state.lines, job.pickups)
    return Story(
        slate=line.slate, chapter=section.title, at_ms=heard.at_ms, until_ms=heard.until_ms, text=line.text,
        where=heard.place, spoken=line.spoken, replacements=line.replacements, pause=line.pause,
        pause_after_ms=line.pause_after_ms, voice=line.voice, voice_says=voice.voice.model_dump(mode="json"),
        engine=voice.engine.version, fingerprint=voice.fingerprint, seed=request.seed if request else None,
        attempt=persons_attempt(request) if request else 0, take=done.digest if done else "",
        take_ms=done.duration_ms if done else None, take_facts=done.facts if done else {}, master=heard.master,
        gain_db=heard.gain_db, pickup=again[line.slate].reason if line.slate in again else "",
        findings=tuple(n for n in assembly.script.findings if n.where == line.slate) + (done.findings if done else ()),
        tried=tuple(f"{number}: {in_short(one)}" for number, one in enumerate(state.attempts(index), start=1))
        if state.gate else (),
        approved=request.approved if request else "", recording=request.recording if request else "",
    )  # fmt: skip
