"""The answer to a line of a list: the verdict, what was found and where, what was heard, how sure each check is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pipeline.qa.examining import Examined
from pipeline.qa.gate.records import INCONCLUSIVE, PASS, HeardTake, TakeFinding

ERROR = "error"  # the line could not be examined at all


@dataclass(frozen=True, slots=True)
class Note:
    """What is wrong in a line; `where` is the time in the file as m:ss.mmm, or two with a dash between."""

    code: str
    where: str
    found: str
    state: str
    said: str = ""
    should: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one line. `quirks` differ in spelling alone, and are no faults."""

    audio: str
    verdict: str
    notes: tuple[Note, ...] = ()
    heard: str | None = None  # None where nobody listened
    scores: dict[str, float] | None = None
    quirks: tuple[Note, ...] = ()
    risk: float = 0.0
    why: str = ""  # of "inconclusive"
    error: str = ""  # why the line could not be examined

    @property
    def wrong(self) -> bool:
        return self.verdict == "fail"

    def as_json(self) -> dict[str, Any]:
        """As the command prints it: what is empty and may be is left out."""
        out: dict[str, Any] = {
            "audio": self.audio,
            "verdict": self.verdict,
            "notes": [_note(note) for note in self.notes],
            "heard": self.heard,
            "scores": self.scores or {},
            "risk": round(self.risk, 3),
        }
        if self.quirks:
            out["quirks"] = [_note(note) for note in self.quirks]
        return out | {name: said for name in ("why", "error") if (said := getattr(self, name))}


def _note(note: Note) -> dict[str, str]:
    out = {"code": note.code, "where": note.where, "found": note.found, "state": note.state}
    return out | ({"said": note.said, "should": note.should} if note.said or note.should else {})


def refused(named: str, why: str) -> Answer:
    """The answer where there is nothing to judge: no such file, no text ..."""
    return Answer(named, INCONCLUSIVE, why=why, error=why)


def answer_of(named: str, examined: Examined, start_ms: int = 0) -> Answer:
    """The answer to a line that was examined; it begins at `start_ms` of its file."""
    verdict = examined.verdict
    notes = [_found(finding, start_ms) for finding in verdict.findings if finding.state != PASS]
    quirks = [_found(finding, start_ms) for finding in verdict.findings if finding.state == PASS]
    scores: dict[str, float] = {}
    for finding in verdict.findings:
        if finding.state != PASS:
            scores[finding.code] = round(max(finding.score, scores.get(finding.code, 0.0)), 3)
    return Answer(
        named, verdict.state, tuple(notes), said_in(examined.heard), scores, tuple(quirks), verdict.risk, verdict.why
    )


def said_in(take: HeardTake) -> str | None:
    """What was said, as words; None where no listener for words heard it."""
    hearing = take.hearings.get("words")
    if hearing is None or hearing.words is None:
        return None
    spaced = any(" " in word.text for word in hearing.words) or hearing.language.partition("-")[0] not in ("zh", "ja")
    return (" " if spaced else "").join(word.text for word in hearing.words)


def _found(finding: TakeFinding, start_ms: int) -> Note:
    where = clock(start_ms + max(0, finding.start_ms))
    if finding.end_ms > finding.start_ms >= 0:
        where = f"{where}-{clock(start_ms + finding.end_ms)}"
    return Note(finding.code, where, finding.found, finding.state, finding.said, finding.should)


def clock(ms: int) -> str:
    """m:ss.mmm"""
    return f"{ms // 60_000}:{ms // 1000 % 60:02}.{ms % 1000:03}"
