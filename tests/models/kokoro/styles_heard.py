"""What a style does to a voice by its strength, heard from the samples: energy, pitch range, pace, likeness.

python -m tests.models.kokoro.styles_heard bf_emma zm_yunjian ...
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from models.kokoro.engine import Kokoro
from models.kokoro.manners import labels
from models.registry import listener_named
from pipeline.audio import Clip
from pipeline.audio.measures import measure
from pipeline.engine import Prompt
from pipeline.listener import Sound
from pipeline.records import Manner

STRENGTHS = (0.0, 0.25, 0.5, 0.75, 1.0)
SHIFTS = 5  # times that pitch is measured, 20 ms apart: its windows are 100 ms apart
SENTENCES: Mapping[str, Sequence[str]] = {
    "en": (
        "She opened the letter slowly, and read it twice before she spoke.",
        "There was nobody on the bridge, and the river had risen during the night.",
        "Have you told your brother that the train will be late again?",
    ),
    "zh": (
        "她慢慢地打开那封信，看了两遍才说话。",
        "桥上一个人也没有，河水在夜里涨了不少。",
        "你告诉弟弟火车又要晚点了吗？",
    ),
    "ja": (
        "彼女はゆっくりと手紙を開いて、二度読んでから口を開いた。",
        "橋の上には誰もいなくて、夜のうちに川の水が増えていた。",
        "電車がまた遅れると、弟さんに伝えましたか。",
    ),
    "es": (
        "Abrió la carta despacio y la leyó dos veces antes de hablar.",
        "No había nadie en el puente, y el río había crecido durante la noche.",
        "¿Le has dicho a tu hermano que el tren llegará tarde otra vez?",
    ),
}


@dataclass(frozen=True)
class Heard:
    """Of all sentences at one strength; `likeness` is the mean to the neutral voice's mean, `least` the lowest."""

    energy_db: float  # beyond the neutral voice's
    pitch_range_st: float  # between the 10th and the 90th percentile
    length: float  # of the neutral voice's
    likeness: float
    least: float


def heard(voice: str, label: str, strengths: Sequence[float] = STRENGTHS) -> list[Heard]:
    """A voice with a style at each strength, of which the first is 0."""
    engine = Kokoro({"voice": voice})
    texts = SENTENCES[engine.voice.language]
    spoken = [_spoken(engine, texts, Manner(label, strength)) for strength in strengths]
    listener = listener_named("speaker")
    sounds = [[Sound(clip, "", engine.voice.language) for clip in clips] for clips in spoken]
    directions = [np.array([hearing.speaker for hearing in listener.hear(of)]) for of in sounds]
    mean = directions[0].mean(axis=0) / np.linalg.norm(directions[0].mean(axis=0))
    neutral = _all(spoken[0])
    return [
        Heard(
            round(20 * float(np.log10(_rms(_all(clips)) / _rms(neutral))), 2),
            round(_range(_all(clips), engine.sample_rate_hz), 2),
            round(len(_all(clips)) / len(neutral), 3),
            round(float((of @ mean).mean()), 3),
            round(float((of @ mean).min()), 3),
        )
        for clips, of in zip(spoken, directions, strict=True)
    ]


def _spoken(engine: Kokoro, texts: Sequence[str], manner: Manner) -> list[Clip]:
    performances = engine.perform([Prompt(text, engine.voice.language, 1, manner=manner) for text in texts])
    return [performance.clip for performance in performances if performance.clip is not None]


def _all(clips: Sequence[Clip]) -> np.ndarray:
    return np.concatenate([clip.samples for clip in clips])


def _rms(samples: np.ndarray) -> float:
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64))))


def _range(samples: np.ndarray, rate_hz: int) -> float:
    found = [measure(samples[rate_hz * 20 * shift // 1000 :], rate_hz) for shift in range(SHIFTS)]
    return float(np.mean([12 * np.log2(one["pitch_high_hz"] / one["pitch_low_hz"]) for one in found]))


if __name__ == "__main__":
    for name in sys.argv[1:]:
        for style in labels():
            for strength, one in zip(STRENGTHS, heard(name, style), strict=True):
                print(
                    f"{name} {style} {strength:4.2f}  {one.energy_db:+5.2f} dB  {one.pitch_range_st:5.2f} st  "
                    f"{one.length:.3f}  {one.likeness:.3f} ({one.least:.3f})",
                    flush=True,
                )
