"""Reels as JSON, from people's own tools: read strictly, or refused in a sentence that names the reel and the cue."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from pipeline.dub.lengths import Lengths, Spoken, calibrated
from pipeline.dub.records import Reel, Screen, Slot, Variant
from pipeline.errors import ManuscriptError

LARGEST = 256 << 20  # bytes; a thousand cues have some 150 kB
LONGEST_MS = 100 * 24 * 3600 * 1000  # no picture is longer; what says so counts in other units
SHAPE = "a list of {id, reel_ms, cues: [{id, in_ms, out_ms, character, text, speech_ms}]}"


class _Variant(msgspec.Struct, frozen=True):
    text: str
    speech_ms: int | None = None


class _Cue(msgspec.Struct, frozen=True):
    id: str
    in_ms: int
    out_ms: int
    speech_ms: int | None = None  # expected by its text where it is not said
    character: str = ""
    text: str = ""
    pauses_ms: tuple[int, ...] = ()
    on_screen: bool | None = None
    variants: tuple[_Variant | str, ...] = ()


class _Reel(msgspec.Struct, frozen=True):
    id: str
    reel_ms: int
    cues: tuple[_Cue, ...]
    language: str = ""


def read_reels(path: Path) -> list[Reel]:
    """
    Raises:
        ManuscriptError: there is no such file, it is no list of reels, or one cannot be: no length, a cue twice, an end
            before its beginning.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise ManuscriptError(f"{path} has more than {LARGEST >> 20} MB, which no list of reels has")
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        raise ManuscriptError(f"{path} is no file; name a JSON file that holds {SHAPE}") from None
    return reels_in(data, str(path))


def reels_in(data: bytes, where: str) -> list[Reel]:
    try:
        reels = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=list[_Reel])
    except msgspec.ValidationError as error:
        raise ManuscriptError(f"{where}: {_told(str(error))}; it should hold {SHAPE}") from None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ManuscriptError(f"{where} is no JSON ({error}); it should hold {SHAPE}") from None
    seen: set[str] = set()
    for reel in reels:
        if reel.id in seen:
            raise ManuscriptError(f"{where}: there are two reels {reel.id!r}; give each an id of its own")
        seen.add(reel.id)
        if wrong := _wrong(reel):
            raise ManuscriptError(f"{where}: reel {reel.id!r}: {wrong}")
    lengths = lengths_of(reels) if any(_guessed(cue) for reel in reels for cue in reel.cues) else Lengths()
    return [
        Reel(reel.id, reel.reel_ms, tuple(_slot(cue, _Guess(lengths, cue, reel)) for cue in reel.cues), reel.language)
        for reel in reels
    ]


def lengths_of(reels: Iterable[_Reel]) -> Lengths:
    """What the takes in these reels tell of those that are not made yet; a character is taken for a voice."""
    return calibrated(
        Spoken(cue.text, cue.speech_ms, cue.character, reel.language)
        for reel in reels
        for cue in reel.cues
        if cue.speech_ms
    )


def _guessed(cue: _Cue) -> bool:
    return cue.speech_ms is None or bool(cue.variants)


@dataclass(frozen=True, slots=True)
class _Guess:
    """How long a cue's texts will be; in proportion to its own take, where that is known."""

    lengths: Lengths
    cue: _Cue
    reel: _Reel

    def __call__(self, text: str) -> int:
        expected = self.lengths.expected_ms(text, self.cue.character, self.reel.language)
        own = self.lengths.expected_ms(self.cue.text, self.cue.character, self.reel.language)
        return round(expected * self.cue.speech_ms / own) if self.cue.speech_ms and own else expected


def _slot(cue: _Cue, guess: _Guess) -> Slot:
    screen: Screen = "" if cue.on_screen is None else "on" if cue.on_screen else "off"
    variants = (_Variant(one) if isinstance(one, str) else one for one in cue.variants)
    return Slot(
        cue.id,
        cue.in_ms,
        cue.out_ms,
        guess(cue.text) if cue.speech_ms is None else cue.speech_ms,
        cue.character,
        cue.text,
        tuple(cue.pauses_ms),
        screen,
        tuple(Variant(one.text, guess(one.text) if one.speech_ms is None else one.speech_ms) for one in variants),
    )


def _wrong(reel: _Reel) -> str:
    """What cannot be, and the cure; empty where nothing is wrong."""
    if not 0 < reel.reel_ms <= LONGEST_MS:
        return f"reel_ms is {reel.reel_ms}; give the picture's length in milliseconds"
    seen: set[str] = set()
    for cue in reel.cues:
        if cue.id in seen:
            return f"there are two cues {cue.id!r}; give each an id of its own"
        seen.add(cue.id)
        if wrong := _wrong_cue(cue, reel.reel_ms):
            return f"cue {cue.id!r}: {wrong}"
    return ""


def _wrong_cue(cue: _Cue, reel_ms: int) -> str:
    if cue.in_ms < 0:
        return f"it begins at {cue.in_ms} ms, before the picture does; take the programme's start off its times"
    if cue.out_ms < cue.in_ms:
        return f"it ends at {cue.out_ms} ms, before it begins ({cue.in_ms} ms); put its times right"
    if cue.in_ms >= reel_ms:
        return f"it begins at {cue.in_ms} ms, but the picture ends at {reel_ms} ms; is this another picture's script?"
    speech_ms = cue.speech_ms or 0
    said = [speech_ms, *(one.speech_ms or 0 for one in cue.variants if not isinstance(one, str))]
    if wrong := next((ms for ms in said if not 0 <= ms <= LONGEST_MS), None):
        return f"speech_ms is {wrong}; give the length of its take in milliseconds"
    if any(pause < 0 for pause in cue.pauses_ms) or sum(cue.pauses_ms) > speech_ms:
        return f"its pauses ({sum(cue.pauses_ms)} ms) do not fit into its take ({speech_ms} ms)"
    return ""


def _told(message: str) -> str:
    """msgspec's "Expected `int`, got `str` - at `$[0].cues[3].in_ms`" with counting from one, as people do."""
    said, _, path = message.partition(" - at ")
    found = re.match(r"`\$\[(\d+)\](?:\.cues\[(\d+)\])?(?:\.?(\w+))?", path)
    if not found:
        return said
    reel, cue, name = found.groups()
    place = [f"reel {int(reel) + 1}", f"cue {int(cue) + 1}" if cue else "", name or ""]
    return f"{', '.join(filter(None, place))}: {said}"
