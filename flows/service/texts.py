"""From a text to take requests, by the rules of the script: what a book has spoken is the same take here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.errors import RefusedError, UnfitError
from pipeline.intake.language import guess
from pipeline.languages.tags import primary, speaks
from pipeline.manifests import Cast, Pauses
from pipeline.manifests.consent.forbidden import ForbiddenList
from pipeline.production.deciding.forbidden import forbidden_to
from pipeline.records import Block, Chapter, Line, Manuscript, Metadata, Span
from pipeline.script import Speaker, make_script
from pipeline.script.casting.speakers import without_phonemes
from pipeline.takes import TakeRequest, VoiceInUse, request_for

_BREAK = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Asked:
    """A line of a text with its take request, and the silence after it."""

    request: TakeRequest
    line: Line
    pause_ms: int


@dataclass(frozen=True, slots=True)
class Text:
    language: str
    lines: tuple[Asked, ...]
    unspoken: str  # characters that the voice's engine cannot say, each once


class ForbiddenError(RefusedError):
    """The text says what the voice's owner, or the house, forbids; nobody can waive that from outside."""

    exit_code = 6


def language_of(text: str, asked: str, voice: VoiceInUse) -> str:
    """The language a text is read in: the one that was asked for, else what the text tells, else the voice's first.

    Raises:
        UnfitError: the voice does not speak the language that was asked for.
    """
    languages = voice.voice.languages
    if asked:
        if not speaks(frozenset(map(primary, languages)), asked):
            raise UnfitError(f"the voice {voice.name!r} speaks {', '.join(languages)}, and not {asked}")
        return asked
    told = guess(text) if len(languages) > 1 or "*" in languages else ""
    known = [one for one in languages if told and primary(one) == primary(told)]
    first = languages[0] if languages[0] != "*" else "en"
    return known[0] if known else (told if told and "*" in languages else first)


def text_of(
    text: str,
    language: str,
    voice: VoiceInUse,
    pauses: Pauses,
    forbidden: Mapping[str, ForbiddenList],
    *,
    pace: float = 1.0,
    direction: str = "",
) -> Text:
    """The lines of a text with their requests.

    Raises:
        UnfitError: nothing of it can be spoken.
        ForbiddenError: it says what it must not.
        RefusedError: the voice's engine does not obey the pace.
    """
    able = voice.engine.capabilities
    if not able.obeys(pace):
        slowest, fastest = able.paces
        raise RefusedError(f"the voice {voice.name!r} speaks at 1 or from {slowest:g} to {fastest:g} times its pace")
    speaker = Speaker.of(voice.engine, voice.voice.languages)
    script = make_script(
        _manuscript(text, language), cast=Cast(narrator=voice.name), lexicons=(), pauses=pauses,
        speakers={voice.name: speaker},
    )  # fmt: skip
    said = [line for line in script.lines if line.spoken]
    if not said:
        raise UnfitError(f"nothing of {text[:60]!r} can be spoken by the voice {voice.name!r}")
    for line in script.lines:
        if why := forbidden_to(forbidden, voice.voice, line):
            raise ForbiddenError(f"the text says {why}")
    direction = direction if able.directions else ""
    asked = tuple(
        Asked(request_for(line, voice, 0, pace, direction=direction), line, line.pause_after_ms) for line in said
    )
    return Text(language, asked, _unspoken(script.lines, speaker))


def _manuscript(text: str, language: str) -> Manuscript:
    blocks = tuple(
        Block("paragraph", (Span(part.strip()),), f"line {number}")
        for number, part in enumerate(_BREAK.split(text), start=1)
        if part.strip()
    )
    return Manuscript(Metadata("", (), language), (Chapter("", "body", blocks),))


def _unspoken(lines: Sequence[Line], speaker: Speaker) -> str:
    """What `speakable` took away: characters of what was to be said that the engine would drop without a word."""
    silent: list[str] = []
    for line in lines:
        covered = {i for one in line.replacements for i in range(one.start, one.end)}
        said = "".join(c for i, c in enumerate(line.text) if i not in covered)
        said += "".join(without_phonemes(one.spoken) for one in line.replacements)
        silent += speaker.unspeakable(said, line.read_as or line.language)
    return "".join(c for c in dict.fromkeys(silent) if not c.isspace())
