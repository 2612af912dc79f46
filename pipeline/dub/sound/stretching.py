"""Time-stretching by FFmpeg's atempo (WSOLA): another length, the same pitch, and exactly as many samples as asked for.

Of five stretchers it leaves speech the least damaged and its attacks as they are, and it is in the base install:
docs/decisions/stretching-takes.md. Sounds inside a take land within 23 ms of where an even stretch puts them (less than
a frame of picture), on the mean 7 ms early; so nothing is pushed beyond the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np

from pipeline.audio import Samples
from pipeline.errors import VoicepressError

TAIL_S = 0.2  # of silence behind a take, so that the filter's last window is full
SHORTEST_S = 0.06  # below it there is less than a window of the filter: a click, which is resampled
RATES = (0.5, 2.0)  # of the filter without skipping samples; plans stay far inside


def stretched(samples: Samples, sample_rate_hz: int, length: int) -> Samples:
    """`samples` in `length` samples. Equal lengths give them back untouched."""
    if len(samples) == length or not len(samples):
        return _exactly(samples, length)
    rate = len(samples) / max(1, length)
    if not RATES[0] <= rate <= RATES[1]:
        raise VoicepressError(f"a take of {len(samples)} samples cannot be played in {length}: rate {rate:.2f}")
    if len(samples) < SHORTEST_S * sample_rate_hz:
        places = np.linspace(0, len(samples) - 1, length)
        return np.interp(places, np.arange(len(samples)), samples).astype(np.float32)
    padded = np.concatenate([samples, np.zeros(round(TAIL_S * sample_rate_hz * max(1.0, rate)), np.float32)])
    return _exactly(np.concatenate(list(_atempo(padded, sample_rate_hz, rate))), length)


def _exactly(samples: Samples, length: int) -> Samples:
    """Silence behind the take is added or taken off."""
    if len(samples) >= length:
        return samples[:length]
    return np.concatenate([samples, np.zeros(length - len(samples), np.float32)])


def _atempo(samples: Samples, sample_rate_hz: int, rate: float) -> Iterator[Samples]:
    import av
    from av.filter import Graph

    graph = Graph()
    source = graph.add_abuffer(
        format="flt", sample_rate=sample_rate_hz, layout="mono", time_base=Fraction(1, sample_rate_hz)
    )
    tempo = graph.add("atempo", f"{rate:.9f}")
    sink = graph.add("abuffersink")
    source.link_to(tempo)
    tempo.link_to(sink)
    graph.configure()
    frame: Any = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples[None], np.float32), "flt", "mono")
    frame.sample_rate = sample_rate_hz
    frame.pts = 0
    source.push(frame)
    source.push(None)
    while True:
        try:
            pulled: Any = sink.pull()
        except (av.error.EOFError, av.error.BlockingIOError):
            return
        yield pulled.to_ndarray().reshape(-1)
