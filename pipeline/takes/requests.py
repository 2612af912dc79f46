"""Take requests: what decides a take's sound. Equal requests are one take, wherever their lines stand.

A take's seed follows from the voice's seed and the spoken text, never from a position, so that one line made alone
equals the same line made with the whole book.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.engine import Engine, Prompt
from pipeline.manifests import Pickup, Voice
from pipeline.matching import picked_up
from pipeline.records import PLAIN, Line, Manner
from pipeline.registry import Version
from pipeline.store import seed_of, take_key


@dataclass(frozen=True, slots=True)
class TakeRequest:
    """A performance of a spoken form, or a take that needs none: a person's recording, an approved take.

    Attributes:
        pieces: spoken one after the other and joined to one take; () where the line is spoken in one go.
        recording: digest of the file that a person has brought; nothing is performed.
        approved: digest of the take that a person has approved; nothing is performed.
    """

    key: str
    spoken: str
    language: str
    voice: str  # name of the voice manifest
    seed: int
    attempt: int
    pace: float = 1.0  # as Prompt.pace
    conservative: bool = False
    pieces: tuple[str, ...] = ()
    direction: str = ""
    recording: str = ""
    approved: str = ""
    manner: Manner = PLAIN

    @property
    def size(self) -> int:
        """Characters: how much work it is, for queues and timeouts."""
        return len(self.spoken)

    @property
    def prompts(self) -> tuple[Prompt, ...]:
        """What the engine is given for it, in the order in which it sounds."""
        return tuple(
            Prompt(text, self.language, self.seed, self.pace, self.conservative, self.direction, self.manner)
            for text in self.pieces or (self.spoken,)
        )

    @property
    def performed(self) -> bool:
        """Whether an engine speaks it."""
        return not (self.recording or self.approved)


@dataclass(frozen=True, slots=True)
class VoiceInUse:
    """A voice with its engine and the engine's fingerprint, asked for once."""

    name: str
    voice: Voice
    engine: Engine
    fingerprint: str
    where: str = ""  # it is written: the path of its manifest, or its version in the registry
    retired: str = ""  # since when no production may begin with it, and why; "" where any may
    version: Version | None = None  # of the registry; None of a plain manifest
    fetched: int = 0  # bytes of its files that this machine had to fetch when it was asked for

    def expected_ms(self, request: TakeRequest) -> int:
        """How long the take will sound, roughly."""
        return round(self.engine.expected_ms(request.spoken) / request.pace)


def request_for(
    line: Line,
    voice: VoiceInUse,
    attempt: int = 0,
    pace: float = 1.0,
    *,
    conservative: bool = False,
    pieces: tuple[str, ...] = (),
    direction: str = "",
) -> TakeRequest:
    """The take that a line asks for. Its pace counts in thousandths, so that equal paces are equal keys."""
    pace = round(float(pace), 3)
    seed = seed_of(voice.voice.seed, attempt, line.spoken)
    language = line.read_as or line.language
    manner = _manner(line, voice)
    key = take_key(line.spoken, language, voice.fingerprint, seed, attempt, pace, conservative=conservative,
                   pieces=pieces, direction=direction, style=manner.style, strength=manner.strength)  # fmt: skip
    return TakeRequest(key, line.spoken, language, line.voice, seed, attempt, pace, conservative, pieces, direction,
                       manner=manner)  # fmt: skip


def _manner(line: Line, voice: VoiceInUse) -> Manner:
    """The manner that a line asks for, where its engine knows it; its strength counts in hundredths."""
    if not line.manner or line.manner.style not in voice.engine.capabilities.styles:
        return Manner()
    return Manner(line.manner.style, round(line.manner.strength, 2))


def requests_for(
    lines: Sequence[Line], voices: Mapping[str, VoiceInUse], pickups: Iterable[Pickup]
) -> list[TakeRequest | None]:
    """The first take request of each line, in order; None where there is nothing to speak."""
    again, _ = picked_up(lines, pickups)
    return [_first(line, voices[line.voice], again.get(line.slate)) if line.spoken else None for line in lines]


def _first(line: Line, voice: VoiceInUse, pickup: Pickup | None) -> TakeRequest:
    if pickup is None:
        return request_for(line, voice)
    direction = pickup.direction if voice.engine.capabilities.directions else ""
    return request_for(line, voice, pickup.attempt, direction=direction)
