"""What a finished file is held against, and what is known of it before it is heard."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScriptLine:
    """A line that ought to be in the file.

    Attributes:
        expected_ms: how long it sounds, roughly.
        reference_text: of the clip that its voice speaks like, which can leak.
    """

    slate: str
    text: str
    spoken: str
    language: str
    voice: str
    expected_ms: int
    reference_text: str = ""


@dataclass(frozen=True, slots=True)
class ScriptChapter:
    """Consecutive lines under a title.

    Attributes:
        duration_ms: of its master; 0 where there is none.
        spans_ms: where its lines lie in the master; empty where there is none.
    """

    title: str
    lines: tuple[ScriptLine, ...]
    duration_ms: int = 0
    spans_ms: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the file under a title of its own: a chapter mark, or all of it."""

    title: str
    start_ms: int
    end_ms: int
