"""Kokoro: embedded voices in English, Chinese, Japanese and Spanish, 24 kHz.

It runs 1.6 to 2.1 times as fast as real time on one core, and its graph takes one line at a time (graph.py). A line's
seed chooses among the style vectors near its length: another seed is another performance of the same speaker.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from models.hibari import SOUNDS, as_misaki
from models.kokoro import CODE_VERSION, packages
from models.kokoro.frontend import FrontEnd, front_end
from models.kokoro.graph import MODEL_SHA256, MOST_PHONEMES, RATE_HZ, SAMPLES_PER_UNIT, Graph
from models.kokoro.manners import gain, labels, styled
from models.kokoro.styles import Styles, check_present, styles_of
from models.kokoro.voices import ROWS, KokoroVoice, voices
from pipeline.audio import Clip, trimmed
from pipeline.engine import PHONEMES, Capabilities, EngineDefaults, Performance, Prompt
from pipeline.errors import VoiceError
from pipeline.records import Manner
from pipeline.store import fingerprint_of

SETTINGS = ("speed", "strength", "style", "voice")
SLOWEST, FASTEST = 0.5, 2.0  # of its own pace; `speed` and a prompt's pace multiply
# Its peaks reach 1.4 of full scale (jm_kumo); takes are never clipped, and masters bring them to the spec's level.
GAIN = 0.5
NEAR = 15  # rows of style vectors on either side of the line's length that a seed chooses from
# By language: the longest spoken form that stays below MOST_PHONEMES (a Chinese character is 5 to 7), and milliseconds
# of sound per line and per character.
LONGEST = {"en": 350, "zh": 70, "ja": 120, "es": 350}
MS = {"en": (60, 51.0), "zh": (-600, 200.0), "ja": (-550, 190.0), "es": (300, 51.0)}
MS_LEAST = 400
LOADING_MS = {"en": 1300, "zh": 2000, "ja": 1050, "es": 950}  # 850 of it the graph, the rest dictionaries
BETWEEN_MS = 150  # of silence where a line is spoken in pieces
# em_alex goes from -160 dBFS to -20 within 1 ms, which clicks, and which the gate takes for a beginning cut off. A fade
# of an even course in amplitude is no cure: of one over 35 ms, 20 dB pass in 3.
CLIMB_DB_PER_MS, FALL_DB_PER_MS = 4.0, 0.8  # how fast a line may begin and end
SILENT_DB, FULL_DB = -66.0, -24.0  # below its loudest: where a beginning starts, and where it is over
GRID, PERIOD = RATE_HZ // 2000, 30  # samples of the envelope's steps, half a millisecond; steps of 15 ms
_CLAUSE = re.compile(r"(?<=[,.;:!?…—]) +")


class Kokoro(EngineDefaults):
    """The engine `kokoro`. Settings: `voice` (af_heart, zf_xiaoxiao ...), `speed` (0.5 to 2.0), `style` (calm, tense)
    and its `strength` (0 to 1)."""

    sample_rate_hz = RATE_HZ

    def __init__(self, settings: Mapping[str, Any]):
        unknown = set(settings) - set(SETTINGS)
        if unknown:
            raise VoiceError(
                f"the kokoro engine has no setting {sorted(unknown)[0]!r}; there are: {', '.join(SETTINGS)}"
            )
        self.voice = _voice(settings.get("voice", "af_heart"))
        self.speed = _number("speed", settings.get("speed", 1.0), SLOWEST, FASTEST)
        self.style = _style(settings.get("style", ""))
        self.strength = _number("strength", settings.get("strength", 1.0), 0.0, 1.0)
        self.languages = frozenset({self.voice.language})
        self.max_characters = LONGEST[self.voice.language]
        self.capabilities = Capabilities(
            phonemes=SOUNDS, paces=(SLOWEST / self.speed, FASTEST / self.speed), styles=labels()
        )

    @property
    def version(self) -> str:
        return f"kokoro-82m int8 {MODEL_SHA256[:8]}"

    def fingerprint(self) -> str:
        return self._fingerprint

    @cached_property
    def _fingerprint(self) -> str:
        code = packages.versions(packages.FRONT_ENDS[self.voice.language])
        voice = [self.voice.sha256, self.voice.tag, self.speed]
        style = [self.style, self.strength] if self.style and self.strength else []
        return fingerprint_of(["kokoro", CODE_VERSION, code, MODEL_SHA256, *voice, *style])

    def expected_ms(self, text: str) -> int:
        per_line, per_character = MS[self.voice.language]
        heard = len(PHONEMES.sub(r"\g<text>", text))
        return round(max(MS_LEAST, per_line + per_character * heard) / self.speed) if text else 0

    def compute_ratio(self) -> float:
        return 0.6

    def loading_ms(self) -> int:
        return LOADING_MS[self.voice.language]

    def unspeakable(self, text: str, language: str) -> str:  # noqa: ARG002
        return self._front_end.unspeakable(text)

    def check_ready(self) -> None:
        packages.check(self.voice.language)
        check_present(self.voice)

    def load(self) -> None:
        self._front_end, self._graph, self._styles  # noqa: B018

    def perform(self, prompts: Sequence[Prompt]) -> list[Performance]:
        return [self._speak(prompt) for prompt in prompts]

    def _speak(self, prompt: Prompt) -> Performance:
        phonemes = self._phonemes(prompt.text)
        known = self._graph.vocabulary
        if unknown := [sign for sign in phonemes if sign.isalpha() and sign not in known]:
            return Performance(None, f"Kokoro has no sound for {''.join(dict.fromkeys(unknown))!r} in {phonemes!r}")
        phonemes = "".join(sign for sign in phonemes if sign in known)  # without brackets, which have no sound to lose
        if not any(sign.isalpha() for sign in phonemes):  # of punctuation alone the network makes a second of noise
            if any(sign.isalnum() for sign in prompt.text):
                return Performance(None, "Kokoro has no sound for any of it")
            return Performance(Clip(np.zeros(0, np.float32), RATE_HZ))
        said = pieces(phonemes)
        manner = prompt.manner or Manner(self.style, self.strength)
        sounds = []
        for piece in said:
            sound = self._graph.sound(piece, self._vector(len(piece), prompt.seed, manner), self.speed, prompt.pace)
            if len(sound.samples) != sum(sound.durations) * SAMPLES_PER_UNIT:
                return Performance(None, "Kokoro's sound is not as long as its phonemes")
            sounds.append(sound)
        samples = joined([softened(sound.samples) for sound in sounds])
        loudest = max(float(np.abs(samples).max()), 1e-9)
        samples = samples * np.float32(min(GAIN * gain(manner.style, manner.strength), 0.99 / loudest))
        units = [unit for sound in sounds for unit in sound.durations[1:-1]]
        facts: dict[str, float | int | str] = {
            "phonemes": len(phonemes),
            "pieces": len(said),
            "longest_phoneme_ms": max(units) * 1000 * SAMPLES_PER_UNIT // RATE_HZ,
        }
        return Performance(Clip(samples.astype(np.float32, copy=False), RATE_HZ), facts=facts)

    def _phonemes(self, text: str) -> str:
        if self.voice.language == "en" or "](/" not in text:  # Hibari's front end reads phonemes in a text itself
            return self._front_end.phonemised(text)
        parts, end = [], 0
        for word in PHONEMES.finditer(text):
            parts += [self._front_end.phonemised(text[end : word.start()]), as_misaki(word["ipa"])]
            end = word.end()
        return " ".join(filter(None, [*parts, self._front_end.phonemised(text[end:])]))

    def _vector(self, phonemes: int, seed: int, manner: Manner) -> Any:
        row = phonemes - 1 + seed % (2 * NEAR + 1) - NEAR
        return styled(self._styles[min(max(row, 0), ROWS - 1)], manner.style, manner.strength)

    @cached_property
    def _front_end(self) -> FrontEnd:
        return front_end(self.voice.tag)

    @cached_property
    def _graph(self) -> Graph:
        return Graph()

    @cached_property
    def _styles(self) -> Styles:
        return styles_of(self.voice)


def pieces(phonemes: str) -> list[str]:
    """A line in pieces that the network takes: cut behind a mark, else between words, else where it must be."""
    found: list[str] = []
    while len(phonemes) > MOST_PHONEMES:
        head = phonemes[: MOST_PHONEMES + 1]
        cuts = [mark.end() for mark in _CLAUSE.finditer(head)]
        cut = cuts[-1] if cuts else head.rfind(" ") + 1 or MOST_PHONEMES
        found.append(phonemes[:cut].strip())
        phonemes = phonemes[cut:].strip()
    return [*found, phonemes]


def softened(samples: Any) -> Any:
    """A sound whose ends are ramps, as an editor would make them: some voices begin and end in full swing, out of
    silence. An end that comes and goes more slowly by itself stays as it is."""
    head = _ramp_db(samples, CLIMB_DB_PER_MS)
    tail = _ramp_db(samples[::-1], FALL_DB_PER_MS)[::-1]
    return (samples * 10 ** ((head + tail) / 20)).astype(np.float32)


def _ramp_db(samples: Any, most_db_per_ms: float) -> Any:
    """The gain, in decibels, by which a sound begins no faster than `most_db_per_ms`: silence, a ramp, then nothing.

    The ramp follows the sound: where a breath or a click stands before the speech, it begins anew behind it. The sound
    is as loud as its last 15 ms, longer than a period of the deepest voice: a line's soft end is no row of beginnings.
    """
    peaks = np.abs(samples[: len(samples) // GRID * GRID]).reshape(-1, GRID).max(axis=1, initial=1e-9)
    gain = np.zeros(len(samples), np.float64)
    if not len(peaks) or peaks.max() <= 1e-6:
        return gain
    before = np.concatenate([np.full(PERIOD - 1, 1e-9), peaks])
    levels = 20 * np.log10(np.lib.stride_tricks.sliding_window_view(before, PERIOD).max(axis=1) / peaks.max())
    end = int(np.argmax(levels > FULL_DB))
    step = most_db_per_ms * GRID * 1000 / RATE_HZ
    at, reached = 0, SILENT_DB
    wanted: list[float] = []
    while at < len(levels) and (at <= end or wanted[-1] < 0):
        reached = max(SILENT_DB, min(float(levels[at]), reached + step))
        wanted.append(min(0.0, reached - max(float(levels[at]), SILENT_DB)))
        at += 1
    # Between the middles of steps a gain moves evenly: the lower of two neighbours, so that no step's edge is too loud.
    least = np.minimum(wanted, np.minimum([*wanted[1:], 0.0], [0.0, *wanted[:-1]]))
    length = min(len(samples), len(wanted) * GRID)
    gain[:length] = np.interp(np.arange(length), np.arange(len(wanted)) * GRID + GRID / 2, least)
    return gain


def joined(parts: Sequence[Any]) -> Any:
    """Pieces of one line as one sound, with a short pause between them."""
    if len(parts) == 1:
        return parts[0]
    pause = np.zeros(RATE_HZ * BETWEEN_MS // 1000, np.float32)
    spaced = [one for part in parts for one in (trimmed(part, RATE_HZ), pause)]
    return np.concatenate(spaced[:-1])


def _voice(name: Any) -> KokoroVoice:
    if isinstance(name, str) and name in voices():
        return voices()[name]
    raise VoiceError(f"voice: Kokoro has no voice {name!r}; there are: {', '.join(voices())}")


def _number(name: str, value: Any, least: float, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise VoiceError(f"{name}: a number from {least:g} to {most:g} is wanted, not {value!r}")
    return float(value)


def _style(label: Any) -> str:
    if label == "" or (isinstance(label, str) and label in labels()):
        return str(label)
    raise VoiceError(f"style: Kokoro has no style {label!r}; there are: {', '.join(labels())}")
