"""A list to be checked: JSON Lines, one object a line: {audio, text, language, voice}."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import RefusedError
from pipeline.languages.spoken import spoken
from pipeline.languages.tags import understood

LONGEST_LINE = 1 << 20  # bytes
LONGEST_TEXT = 20_000  # characters of what a file says: 20 minutes
MOST_LINES = 200_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """A line of the list: a sound file and what it ought to say."""

    audio: Path
    named: str  # the file, as the list names it
    spoken: str
    language: str
    voice: str = ""
    start_ms: int = 0  # where in the file it begins


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A line of the list that asks for nothing that can be checked, and why."""

    why: str
    named: str = ""


def read_list(path: Path, language: str = "en") -> list[Wanted | Unreadable]:
    """The lines of a list, in order; empty ones are passed over.

    Args:
        language: of lines that name none.

    Raises:
        RefusedError: there is no such file, or it is no list.
    """
    try:
        with path.open("rb") as file:
            lines = [line for line in file.read().splitlines() if line.strip()]
    except OSError as error:
        raise RefusedError(f"{path}: {error.strerror}; name a list with one JSON object a line") from None
    if len(lines) > MOST_LINES:
        raise RefusedError(f"{path} has {len(lines):,} lines; cut it into lists of {MOST_LINES:,} at most")
    return [read_line(line, path.parent, language) for line in lines]


def read_line(line: bytes, folder: Path, language: str = "en") -> Wanted | Unreadable:
    """A line of a list; files are named relative to `folder`."""
    if len(line) > LONGEST_LINE:
        return Unreadable(f"this line has {len(line):,} bytes; {LONGEST_LINE:,} are allowed")
    try:
        written = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return Unreadable("this line is not JSON; write one object a line, in UTF-8")
    if not isinstance(written, dict):
        return Unreadable("this line is no JSON object; write {audio, text, language, voice}")
    named = written.get("audio")
    if not isinstance(named, str) or not named or "\0" in named or _half(named):
        return Unreadable("audio: names no sound file")
    try:
        said = _spoken(written, tag := understood(_text(written, "language") or language))
        voice = _text(written, "voice")
    except ValueError as error:
        return Unreadable(str(error), named)
    return Wanted(folder / named, named, said, tag, voice)


def _half(text: str) -> bool:
    """Whether half of a surrogate pair is in it, which JSON can write and nobody can print."""
    return any("\ud800" <= character <= "\udfff" for character in text)


def _spoken(written: dict[str, Any], language: str) -> str:
    """What the file ought to say: `spoken` as it is, else the spoken form of `text`."""
    said = _text(written, "spoken") or _text(written, "text")
    if len(said) > LONGEST_TEXT:
        raise ValueError(f"text: has {len(said):,} characters; {LONGEST_TEXT:,} are allowed, cut file and text")
    if not _text(written, "spoken"):
        said = spoken(said, language).text
    if not any(map(str.isalnum, said)):
        raise ValueError("text: says nothing that can be spoken, so there is nothing to compare with")
    return " ".join(said.split())


def _text(written: dict[str, Any], field: str) -> str:
    value = written.get(field, "")
    if value is not None and not isinstance(value, str):
        raise ValueError(f"{field}: is no text")
    return (value or "").encode("utf-8", "replace").decode("utf-8").strip()
