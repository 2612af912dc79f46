"""The watermarked engine: wraps any engine and puts Perth's watermark into every clip that it speaks.

The watermark is added before a take is stored: it is part of the take's sound, of the voice's fingerprint and so of
every key downstream. Marked and unmarked takes never mix, and the limiter comes after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from models.watermark import Perth, with_mark
from pipeline.audio import Clip, Samples
from pipeline.engine import Capabilities, Engine, Performance, Prompt
from pipeline.store import fingerprint_of

VERSION = 1  # raise it when this file changes the sound
MARKING_RATIO = 1 / 60  # of the sound's length, on one core
# Perth's window has 1,024 samples of 32 kHz on either side: shorter clips are left as they are.
SHORTEST_S = 0.04
PIECE_S = 30.0  # marked at once: five minutes would take 2 GB of memory
FADE_S = 0.005  # of the mark at the ends of a piece, so that there is no step where takes are joined
# Its frames are 64 ms long, so the mark smears beyond the ends of words, where nothing masks it and where it would make
# takes longer when they are trimmed. It is kept 6 dB below the sound's RMS over 10 ms; scores do not change by 0.01.
NEAR_S, UNDER = 0.010, 0.5
DIP_S = 0.010  # the mark fades out and in again around a sample that it would lift beyond full scale


class WatermarkedEngine:
    """Wraps an engine and marks every clip that it speaks; everything else is the wrapped engine's own."""

    def __init__(self, engine: Engine):
        self._engine = engine
        self._watermark = Perth()

    @property
    def version(self) -> str:
        return f"{self._engine.version} + {self._watermark.name}"

    @property
    def sample_rate_hz(self) -> int:
        return self._engine.sample_rate_hz

    @property
    def capabilities(self) -> Capabilities:
        return replace(self._engine.capabilities, watermark=self._watermark)

    @property
    def languages(self) -> frozenset[str]:
        return self._engine.languages

    @property
    def max_characters(self) -> int:
        return self._engine.max_characters

    @property
    def min_characters(self) -> int:
        return self._engine.min_characters

    @property
    def width(self) -> int:
        return self._engine.width

    def fingerprint(self) -> str:
        return fingerprint_of(["marked", VERSION, self._engine.fingerprint(), self._watermark.name])

    def likeness(self) -> tuple[str, ...]:
        return (f"fingerprint {self._engine.fingerprint()}", *self._engine.likeness())

    def expected_ms(self, text: str) -> int:
        return self._engine.expected_ms(text)

    def compute_ratio(self) -> float:
        return self._engine.compute_ratio() + MARKING_RATIO

    def unspeakable(self, text: str, language: str) -> str:
        return self._engine.unspeakable(text, language)

    def check_ready(self) -> None:
        self._engine.check_ready()
        self._watermark.check_ready()

    def loading_ms(self) -> int:
        return self._engine.loading_ms()

    def load(self) -> None:
        self._engine.load()

    def prepare(self, prompts: Sequence[Prompt]) -> None:
        self._engine.prepare(prompts)

    def perform(self, prompts: Sequence[Prompt]) -> list[Performance]:
        return [replace(one, clip=watermarked(one.clip)) if one.clip else one for one in self._engine.perform(prompts)]


def watermarked(clip: Clip) -> Clip:
    """The clip with the watermark: as long as before, and within full scale wherever the clip was."""
    rate = clip.sample_rate_hz
    out = clip.samples.copy()
    size = round(PIECE_S * rate)
    for start in range(0, len(out), size):
        piece = out[start : start + size]
        if len(piece) >= SHORTEST_S * rate:
            piece += _gain(piece, mark := _mark(piece, rate), rate) * mark
    return Clip(out, rate)


def _mark(piece: Samples, rate: int) -> Samples:
    """What Perth would add to the piece."""
    marked = with_mark(piece, rate)
    mark = np.zeros_like(piece)
    size = min(len(marked), len(piece))  # Perth drops an incomplete last hop: up to 10 ms
    mark[:size] = marked[:size] - piece[:size]
    return mark


def _gain(piece: Samples, mark: Samples, rate: int) -> Samples:
    """The gain of the mark per sample: 1 but for the ends, places where it would be heard, and full scale."""
    fade: Samples = np.minimum(1, np.arange(len(piece), dtype=np.float32) / np.float32(FADE_S * rate))
    near = round(NEAR_S * rate)
    masked = UNDER * _around(piece, near) / (_around(mark, near) + np.float32(1e-9))
    gain: Samples = np.minimum(np.minimum(fade, fade[::-1]), masked)
    reach = round(DIP_S * rate)
    dip: Samples = np.abs(np.arange(-reach, reach + 1, dtype=np.float32) / np.float32(reach))
    for peak in np.flatnonzero(np.abs(piece + mark) > 1).tolist():
        first, last = max(0, peak - reach), min(len(piece), peak + reach + 1)
        gain[first:last] = np.minimum(gain[first:last], dip[first - peak + reach : last - peak + reach])
    return gain


def _around(samples: Samples, width: int) -> Samples:
    """The RMS of `width` samples around each sample."""
    energy = np.concatenate([[0.0], np.cumsum(np.square(samples, dtype=np.float64))])
    centre = np.arange(len(samples))
    first, last = np.maximum(centre - width // 2, 0), np.minimum(centre + width // 2 + 1, len(samples))
    rms: Samples = np.sqrt((energy[last] - energy[first]) / (last - first)).astype(np.float32)
    return rms
