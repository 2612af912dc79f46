"""Whose voice it is: a direction in the space of the GE2E speaker encoder, from Resemblyzer's weights, by numpy alone.

The network is Wan et al. 2018 (arXiv 1710.10467): three layers of 256 LSTM cells over 40 mel bands of 10 ms at 16 kHz,
of whose last state a linear layer makes 256 numbers. A take is heard in windows of 1.6 s without silence, next to each
other; its direction is the mean of theirs. Each window's likeness to the others tells whether the voice stays itself.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import soxr
from numpy.typing import NDArray

from models.listeners.torch_files import tensors_of
from models.listeners.weights import WEIGHTS, check_present, weights_of
from pipeline.audio import Clip, Samples
from pipeline.errors import VoiceError
from pipeline.listener import Hearing, Listener, Sound
from pipeline.store import fingerprint_of

VERSION = 1  # raise it when the same take should have another direction
RATE_HZ, FFT, HOP, BANDS = 16_000, 400, 160, 40
WINDOW = 160  # frames of 10 ms
CLOSE = 60  # frames between windows, where somebody else is looked for
AT_ONCE = 128  # windows through the network
MOST_WINDOWS = 10  # of a take, spread over it: 16 s of speech tell a voice
LEAST_FRAMES = 40  # of speech: below 0.4 s there is no voice to be known
LOUD_DBFS = -30.0  # softer takes are raised to it
FRAME_DB, HANGOVER = -38.0, 12  # frames so far below the loud ones, and farther than this from one, are silence
LAYERS, CELLS = 3, 256
Floats = NDArray[np.float32]


class Speaker:
    """The listener `speaker`. It has no settings."""

    version = "GE2E speaker encoder of Resemblyzer 0.1.4"
    languages = frozenset({"*"})

    def __init__(self, settings: Mapping[str, Any]):
        if settings:
            raise VoiceError(f"the listener of speakers has no setting {min(settings)!r}")

    def fingerprint(self) -> str:
        return fingerprint_of(["speaker", VERSION, WEIGHTS["resemblyzer"].digest])

    def compute_ratio(self) -> float:
        return 0.02

    def check_ready(self) -> None:
        check_present("resemblyzer")

    def hear(self, sounds: Sequence[Sound]) -> list[Hearing]:
        return [self._hear(sound.clip) for sound in sounds]

    def _hear(self, clip: Clip) -> Hearing:
        # One take at a time: its direction does not depend on which others share its batch.
        frames = speech_frames(clip)
        if len(frames) < LEAST_FRAMES:
            return Hearing(self.fingerprint(), measures={"speaker_ms": 10.0 * len(frames)})
        windows = self._network(windows_of(frames))
        mean = windows.mean(axis=0)
        mean /= max(float(np.linalg.norm(mean)), 1e-9)
        measures = {"speaker_ms": 10.0 * len(frames)}
        if len(windows) > 1:
            measures["speaker_least"] = round(float((windows @ mean).min()), 4)
        return Hearing(self.fingerprint(), speaker=tuple(round(float(x), 6) for x in mean), measures=measures)

    def voiceprints(self, clips: Sequence[Clip]) -> list[Floats]:
        """Unit vectors [n, 256] of all windows of 1.6 s of each clip's speech, 0.6 s apart; none where it is too short.

        Windows of many clips go through the network together, which is five times as fast as clip by clip.
        """
        windows = [_close_windows(speech_frames(clip)) for clip in clips]
        every = np.concatenate([np.zeros((0, WINDOW, BANDS), np.float32), *windows])
        parts = [self._network(every[at : at + AT_ONCE]) for at in range(0, len(every), AT_ONCE)]
        heard = np.concatenate([np.zeros((0, CELLS), np.float32), *parts])
        ends = np.cumsum([len(one) for one in windows])
        return [heard[end - len(one) : end] for one, end in zip(windows, ends, strict=True)]

    @cached_property
    def _network(self) -> Encoder:
        return Encoder(tensors_of(weights_of("resemblyzer"), "model_state"))


def _close_windows(frames: Floats) -> Floats:
    if len(frames) < LEAST_FRAMES:
        return np.zeros((0, WINDOW, BANDS), np.float32)
    if len(frames) < WINDOW:
        return windows_of(frames)
    last = len(frames) - WINDOW
    return np.stack([frames[start : start + WINDOW] for start in sorted({*range(0, last + 1, CLOSE), last})])


class Encoder:
    """The network: unit vectors [n, 256] of windows [n, frames, 40]."""

    def __init__(self, tensors: Mapping[str, Floats]):
        self._layers = [
            (
                np.ascontiguousarray(tensors[f"lstm.weight_ih_l{n}"].T),
                np.ascontiguousarray(tensors[f"lstm.weight_hh_l{n}"].T),
                tensors[f"lstm.bias_ih_l{n}"] + tensors[f"lstm.bias_hh_l{n}"],
            )
            for n in range(LAYERS)
        ]
        self._weight, self._bias = np.ascontiguousarray(tensors["linear.weight"].T), tensors["linear.bias"]

    def __call__(self, windows: Floats) -> Floats:
        states = np.ascontiguousarray(windows.transpose(1, 0, 2))  # [frames, n, features]
        for into, over, bias in self._layers:
            states = _lstm(states @ into + bias, over)
        out = np.maximum(states[-1] @ self._weight + self._bias, 0)
        return np.asarray(out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9), np.float32)


def _lstm(inputs: Floats, over: Floats) -> Floats:
    """The states [frames, n, CELLS] of a layer; `inputs` [frames, n, 4 * CELLS] in order: enter, forget, new, out."""
    frames, count, _ = inputs.shape
    states = np.empty((frames, count, CELLS), np.float32)
    state = cell = np.zeros((count, CELLS), np.float32)
    for frame in range(frames):
        gates = inputs[frame] + state @ over
        enter, forget, out = (_sigmoid(gates[:, CELLS * n : CELLS * (n + 1)]) for n in (0, 1, 3))
        cell = forget * cell + enter * np.tanh(gates[:, 2 * CELLS : 3 * CELLS])
        state = states[frame] = out * np.tanh(cell)
    return states


def _sigmoid(x: Floats) -> Floats:
    return np.asarray(0.5 * (1 + np.tanh(0.5 * x)), np.float32)


def speech_frames(clip: Clip) -> Floats:
    """The mel spectrum [frames, 40] of a take at 16 kHz, without its silence."""
    samples = np.asarray(soxr.resample(clip.samples, clip.sample_rate_hz, RATE_HZ), np.float32)
    if len(samples) < FFT:
        return np.zeros((0, BANDS), np.float32)
    power = np.square(samples[: len(samples) // HOP * HOP].reshape(-1, HOP)).mean(axis=1)
    levels = 10 * np.log10(power + 1e-10)
    loud = levels > np.percentile(levels, 95) + FRAME_DB
    near = np.convolve(loud, np.ones(2 * HANGOVER + 1), "same") > 0 if len(loud) > 2 * HANGOVER else loud
    spoken = samples[: len(near) * HOP].reshape(-1, HOP)[near].ravel()
    level = 10 * np.log10(float(np.square(spoken).mean()) + 1e-10) if len(spoken) else 0.0
    if len(spoken) < FFT or level < -80:
        return np.zeros((0, BANDS), np.float32)
    return _mel(spoken * np.float32(10 ** (max(0.0, LOUD_DBFS - level) / 20)))


def _mel(samples: Samples) -> Floats:
    padded = np.pad(samples, FFT // 2)
    windows = np.lib.stride_tricks.sliding_window_view(padded, FFT)[::HOP]
    power = np.square(np.abs(np.fft.rfft(windows * np.hanning(FFT + 1)[:-1].astype(np.float32), axis=1)))
    return np.asarray(power @ _filters(), np.float32)


@functools.cache
def _filters() -> Floats:
    """Triangles on Slaney's mel scale, each of the same area: linear below 1 kHz, logarithmic above. [bins, 40]"""
    step = np.log(6.4) / 27
    top = 15 + np.log(RATE_HZ / 2 / 1000) / step
    mels = np.linspace(0, top, BANDS + 2)
    corners = np.where(mels < 15, mels * 200 / 3, 1000 * np.exp(step * (mels - 15)))
    hz = np.arange(FFT // 2 + 1) * RATE_HZ / FFT
    rising = (hz[:, None] - corners[:-2]) / np.diff(corners)[:-1]
    falling = (corners[2:] - hz[:, None]) / np.diff(corners)[1:]
    triangles = np.maximum(0, np.minimum(rising, falling))
    return np.asarray(triangles * 2 / (corners[2:] - corners[:-2]), np.float32)


def windows_of(frames: Floats) -> Floats:
    """Windows of 1.6 s [n, 160, 40] that cover the frames, MOST_WINDOWS at most; a shorter take is one, followed by
    itself."""
    if len(frames) < WINDOW:
        return np.resize(frames, (1, WINDOW, BANDS))
    count = min(MOST_WINDOWS, max(1, round(len(frames) / WINDOW)))
    starts = np.linspace(0, len(frames) - WINDOW, count).astype(int)
    return np.stack([frames[start : start + WINDOW] for start in starts])


_FITS: Callable[[Mapping[str, Any]], Listener] = Speaker  # mypy checks the listener against the protocol
