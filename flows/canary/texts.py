"""What both versions of a voice speak: an audition set, or a share of the chapters of a production."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from flows.repo import Repo
from pipeline.errors import RefusedError
from pipeline.manifests import bare
from pipeline.qa.calibration.texts import sentences
from pipeline.records import Line
from pipeline.store import digest_of


def auditioned(language: str, lines: int, file: Path | None) -> tuple[str, ...]:
    """The first so many of the sentences that ship for calibration, or of a file with one a line: always the same."""
    return sentences(language, file)[:lines]


def of_chapters(repo: Repo, path: Path, voice: str, language: str, share: float) -> tuple[str, ...]:
    """What the voice speaks in a share of a production's chapters, drawn by their text: always the same ones.

    Raises:
        RefusedError: the voice speaks nothing there.
    """
    lines = [
        line
        for line in repo.lay_out(path).state.lines
        if line.spoken and bare(line.voice) == voice and (line.read_as or line.language).startswith(language)
    ]
    if not lines:
        raise RefusedError(f"{path}: {voice!r} speaks nothing in {language!r} there")
    chapters: dict[str, list[Line]] = {}
    for line in lines:
        chapters.setdefault(line.slate.partition(".")[0], []).append(line)
    drawn: list[Line] = []
    for chapter in sorted(chapters.values(), key=_place):
        if len(drawn) >= share * len(lines):
            break
        drawn += chapter
    return tuple(dict.fromkeys(line.spoken for line in drawn))


def _place(chapter: Sequence[Line]) -> str:
    return digest_of("\n".join(line.spoken for line in chapter).encode())
