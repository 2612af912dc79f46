"""What fitting works with: a reel of slots, limits, and the plan of where each take is laid. Times are milliseconds.

A *cue* is what the script says: when somebody speaks, and what. A *slot* is a cue with the length of the take that
shall fill it; a *placement* is where that take is laid, and how long it is there. Ids are the script's own strings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Screen = Literal["on", "off", ""]  # whether the speaker is seen; "" where the script does not say


@dataclass(frozen=True, slots=True)
class Variant:
    """Other, shorter words for a cue, written by a person, with the natural length of their take."""

    text: str
    speech_ms: int


@dataclass(frozen=True, slots=True)
class Slot:
    """A cue with the natural length of its take; `pauses_ms` are the silences inside the take."""

    id: str
    in_ms: int
    out_ms: int
    speech_ms: int
    character: str = ""
    text: str = ""
    pauses_ms: tuple[int, ...] = ()
    on_screen: Screen = ""
    variants: tuple[Variant, ...] = ()


@dataclass(frozen=True, slots=True)
class Reel:
    """A stretch of picture, 0 to `length_ms`, and what is spoken in it, in the script's order."""

    id: str
    length_ms: int
    slots: tuple[Slot, ...]
    language: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a plan keeps to. A rate is natural length / placed length: above 1 is faster."""

    tolerance_ms: int = 250  # a start this far from its cue still looks right (Netflix and EBU judge by eye)
    on_screen_ms: int = 250  # the same where the speaker's mouth is seen,
    off_screen_ms: int = 400  # and where nobody can see it
    slow: float = 0.92
    comfortable: float = 1.25  # above it listeners complain of haste: not "in slot"
    hard: float = 1.30
    budget: float = 1.20  # the rate that asked-for texts are meant for, so that a longer take still fits
    cut: float = 0.30  # of a text at most; what needs more is asked for none the less, and named
    pause_ms: int = 300  # inner pauses longer than this can be shrunk,
    pause_floor_ms: int = 120  # to no less than this

    def tolerance_of(self, slot: Slot) -> int:
        return {"on": self.on_screen_ms, "off": self.off_screen_ms}.get(slot.on_screen, self.tolerance_ms)

    def pause_to_spare(self, slot: Slot) -> int:
        """How much of the take's inner pauses can be taken out."""
        return sum(pause - self.pause_floor_ms for pause in slot.pauses_ms if pause > self.pause_ms)


@dataclass(frozen=True, slots=True)
class Placement:
    """A take as laid: first its inner pauses are shrunk by `pause_cut_ms`, then it is played at `rate`."""

    id: str
    at_ms: int
    length_ms: int
    rate: float
    pause_cut_ms: int = 0

    @property
    def end_ms(self) -> int:
        return self.at_ms + self.length_ms


@dataclass(frozen=True, slots=True)
class Need:
    """A text that has to become shorter for its window to fit; `enough` is False where even that would not do."""

    id: str
    has: int  # characters
    characters: int  # at most
    enough: bool = True

    def __str__(self) -> str:
        told = f"cue {self.id}: {self.has} characters, at most {self.characters}"
        return told if self.enough else f"{told}; even so it does not fit: give it more time, or leave it out"


@dataclass(frozen=True, slots=True)
class Quality:
    """What a plan is judged by. In slot: start within tolerance, over before the next begins, rate comfortable."""

    cues: int
    in_slot: int
    start_mean_ms: float = 0.0
    start_p95_ms: int = 0
    start_max_ms: int = 0
    rate_min: float = 1.0
    rate_max: float = 1.0
    rate_jump: float = 0.0  # mean difference of neighbours' rates, whoever speaks
    overlap_ms: int = 0  # beyond the source's cross-talk
    over_ms: int = 0  # beyond the end of the reel

    @property
    def rank(self) -> tuple[int, int, float]:
        """Of two plans the one with the smaller rank is better: first what the reel's end would cut off, then cues out
        of their slots, then starts and jumps."""
        return (self.over_ms, -self.in_slot, self.start_mean_ms / 1000 + self.rate_jump)


@dataclass(frozen=True, slots=True)
class Plan:
    name: str
    placements: tuple[Placement, ...]  # in the order of the reel's slots
    quality: Quality


@dataclass(frozen=True, slots=True)
class Fitted:
    """A reel's plans, the one taken, and what people are asked for. Windows are independent of each other."""

    reel: str
    plan: Plan
    plans: Mapping[str, Quality] = field(default_factory=dict)
    needs: tuple[Need, ...] = ()
    windows: tuple[tuple[str, ...], ...] = ()  # ids
    load: float = 0.0  # natural speech / time from each cue to the next: above 1 no honest rate fits it
    said: Mapping[str, str] = field(default_factory=dict)  # the variant that was taken, of cues that say one, by id
