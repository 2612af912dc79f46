"""A production as a finished file of it is checked against: its chapters with their lines, and where these lie."""

from __future__ import annotations

from pathlib import Path

from flows.repo import Repo
from pipeline.production import Assembly
from pipeline.production.state import Section
from pipeline.qa.finished import ScriptChapter, ScriptLine
from pipeline.records import Master


def script_of(repo: Repo, production: Path, spec: str = "", *, rehearsal: bool = False) -> list[ScriptChapter]:
    """The chapters of a production that are read, with the times of its masters as far as the store holds them."""
    assembly = repo.lay_out(production, rehearsal=rehearsal, spec=spec)
    return [_chapter(assembly, section) for section in assembly.sections]


def _chapter(assembly: Assembly, section: Section) -> ScriptChapter:
    state, master = assembly.state, assembly.master_of(section)
    lines, spans = [], []
    for at, index in enumerate(range(section.first, section.last)):
        line, request = state.lines[index], state.requests[index]
        if request is None:
            continue
        voice = state.voices[request.voice]
        expected_ms, reference = voice.expected_ms(request), str(voice.voice.settings.get("reference_text", ""))
        lines.append(
            ScriptLine(line.slate, line.text, request.spoken, request.language, line.voice, expected_ms, reference)
        )
        if isinstance(master, Master):
            first, last = master.timeline[at]
            spans.append((1000 * first // master.sample_rate_hz, 1000 * last // master.sample_rate_hz))
    duration_ms = master.duration_ms if isinstance(master, Master) else 0
    return ScriptChapter(section.title, tuple(lines), duration_ms, tuple(spans))
