"""Faults as calibration injects them: a registry of kinds, each made by seed at a random place and of random strength.

A text fault gives the engine another text than is expected; a signal fault changes the sound of a take. Both answer
None where a line has no place for the fault (a line of one clause cannot lose one); the next line is then tried.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from pipeline.audio import Clip
from pipeline.store import digest_of

Rng: TypeAlias = np.random.Generator
AUDIBLE = 1e-3  # a take with no sample above has nothing to spoil


@dataclass(frozen=True, slots=True)
class Material:
    """What faults are made of beside the line itself."""

    sentences: Sequence[str]  # of the same language: other lines, clauses that leak
    words: Sequence[str]  # real words that can replace others
    reference_text: str = ""  # of the voice's reference clip
    others: Sequence[Clip] = field(default=())  # other takes of the voice: the babble of a room
    strangers: Sequence[Clip] = field(default=())  # takes of other voices


@dataclass(frozen=True, slots=True)
class WrongText:
    """What the engine is given in place of the line, and what was done to it."""

    text: str
    what: str


@dataclass(frozen=True, slots=True)
class WrongSound:
    """A clip with a fault between two times."""

    clip: Clip
    what: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class TextFault:
    """A kind of fault in what is said. `bar` is the recall that the gate owes: 0 where it is only reported."""

    kind: str
    codes: tuple[str, ...]  # of the findings that name it rightly
    make: Callable[[str, str, Rng, Material], WrongText | None]  # spoken form, language
    bar: float = 0.95

    def inject(self, text: str, language: str, rng: Rng, material: Material) -> WrongText | None:
        """The wrong text, or None where the line has no place for it."""
        wrong = self.make(text, language, rng, material)
        return wrong if wrong and wrong.text.strip() and wrong.text != text else None


@dataclass(frozen=True, slots=True)
class SignalFault:
    """A kind of fault in the sound."""

    kind: str
    codes: tuple[str, ...]
    make: Callable[[Clip, Rng, Material], WrongSound | None]
    bar: float = 0.95

    def inject(self, clip: Clip, rng: Rng, material: Material) -> WrongSound | None:
        """The wrong sound, or None where the take has no place for it, or no sound."""
        return self.make(clip, rng, material) if clip.peak > AUDIBLE else None


def rng_of(*parts: object) -> Rng:
    """A generator that follows from what it is for: seed, kind, line."""
    return np.random.default_rng(int(digest_of("\n".join(map(str, parts)).encode())[:16], 16))
