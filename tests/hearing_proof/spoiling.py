"""Faults made without the calibration's injector: words in lists and Python's own random, sound in milliseconds.

`saying` faults answer the words that are really said. `sounding` faults answer changed samples. Both may answer None.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float64]


def long_enough(word: str) -> bool:
    return len(re.sub(r"\W", "", word)) > 3


# ---------------------------------------------------------------- what is said


def drop_word(words: list[str], dice: random.Random, _: list[list[str]]) -> list[str] | None:
    places = [i for i, word in enumerate(words) if long_enough(word)]
    if len(words) < 4 or not places:
        return None
    at = dice.choice(places)
    return words[:at] + words[at + 1 :]


def drop_clause(words: list[str], dice: random.Random, _: list[list[str]]) -> list[str] | None:
    """Three to eight words in a row, up to half of the line."""
    longest = min(8, len(words) // 2)
    if longest < 3:
        return None
    length = dice.randint(3, longest)
    at = dice.choice([0, len(words) - length, dice.randint(0, len(words) - length)])
    return words[:at] + words[at + length :]


def replace_word(words: list[str], dice: random.Random, others: list[list[str]]) -> list[str] | None:
    places = [i for i, word in enumerate(words) if long_enough(word) and word[0].islower()]
    if not places:
        return None
    at = dice.choice(places)
    bare = re.sub(r"\W", "", words[at])
    fits = [
        re.sub(r"\W", "", w)
        for line in dice.sample(others, 40)
        for w in line
        if w[0].islower()
        and abs(len(re.sub(r"\W", "", w)) - len(bare)) < 2
        and w[:2] != bare[:2]
        and w[-2:] != bare[-2:]
    ]
    return [*words[:at], dice.choice(fits), *words[at + 1 :]] if fits else None


def double_word(words: list[str], dice: random.Random, _: list[list[str]]) -> list[str] | None:
    places = [i for i, word in enumerate(words) if word.isalpha() and long_enough(word)]
    if not places:
        return None
    at = dice.choice(places)
    return words[: at + 1] + words[at:]


def say_twice(words: list[str], dice: random.Random, _: list[list[str]]) -> list[str] | None:
    if len(words) < 5:
        return None
    length = dice.randint(3, min(7, len(words) - 1))
    at = dice.randint(0, len(words) - length)
    return words[: at + length] + words[at:]


def go_round(words: list[str], dice: random.Random, _: list[list[str]]) -> list[str] | None:
    if len(words) < 4:
        return None
    length = dice.randint(1, 4)
    at = dice.randint(0, len(words) - length)
    return words[:at] + words[at : at + length] * dice.randint(3, 8) + words[at + length :]


def leak(words: list[str], dice: random.Random, others: list[list[str]]) -> list[str] | None:
    other = dice.choice(others)
    if len(other) < 3 or other == words:
        return None
    length = dice.randint(3, min(9, len(other)))
    at = dice.randint(0, len(other) - length)
    place = dice.choice([0, len(words), dice.randint(0, len(words))])
    return words[:place] + other[at : at + length] + words[place:]


def another_line(words: list[str], dice: random.Random, others: list[list[str]]) -> list[str] | None:
    other = dice.choice(others)
    return None if other == words else other


# ---------------------------------------------------------------- how it sounds


def voiced(x: Samples, hz: int) -> tuple[int, int]:
    """Between which samples there is speech: where a smoothed square is above a thousandth of its highest."""
    smooth = np.convolve(x * x, np.ones(hz // 50) / (hz // 50), "same")
    loud = np.flatnonzero(smooth > smooth.max() / 1000)
    return int(loud[0]), int(loud[-1])


def lose_start(x: Samples, hz: int, dice: random.Random) -> Samples | None:
    a, b = voiced(x, hz)
    cut = int(hz * dice.uniform(0.12, 0.5))
    if b - a < 3 * cut:
        return None
    rest = x[a + cut :].copy()
    rest[: hz // 200] *= np.linspace(0, 1, hz // 200)
    return np.concatenate([np.zeros(dice.choice([0, hz // 20, hz // 5])), rest])


def lose_end(x: Samples, hz: int, dice: random.Random) -> Samples | None:
    a, b = voiced(x, hz)
    cut = int(hz * dice.uniform(0.12, 0.5))
    if b - a < 3 * cut:
        return None
    rest = x[: b - cut].copy()
    fade = dice.choice([1, hz // 100, hz // 40])
    rest[-fade:] *= np.linspace(1, 0, fade)
    return np.concatenate([rest, np.zeros(dice.choice([0, hz // 20, hz // 5]))])


def mute_inside(x: Samples, hz: int, dice: random.Random) -> Samples | None:
    a, b = voiced(x, hz)
    length = int(hz * dice.uniform(0.3, 0.9))
    if b - a < 2.5 * length:
        return None
    at = dice.randint(a + hz // 10, b - length - hz // 10)
    gain = np.ones(len(x))
    gain[at : at + length] = 0
    edge = hz // 100
    return x * np.convolve(gain, np.ones(edge) / edge, "same")


def stick(x: Samples, hz: int, dice: random.Random) -> Samples | None:
    """A passage of a fifth to a whole second sounds three to six times."""
    a, b = voiced(x, hz)
    length = int(hz * dice.uniform(0.2, 1.0))
    if b - a < 2 * length:
        return None
    at = dice.randint(a, b - length)
    part = x[at : at + length]
    if np.mean(part**2) < 0.3 * np.mean(x[a:b] ** 2):
        return None
    return np.concatenate([x[:at], *[part] * dice.randint(3, 6), x[at + length :]])


def hiss(x: Samples, hz: int, dice: random.Random) -> Samples:
    """Coloured noise, 6 to 24 dB under the speech, over the whole."""
    a, b = voiced(x, hz)
    rng = np.random.default_rng(dice.getrandbits(32))
    raw = rng.normal(size=len(x))
    colour = dice.choice(["white", "brown", "band"])
    if colour == "brown":
        for i in range(1, len(raw)):
            raw[i] += 0.97 * raw[i - 1]
    elif colour == "band":
        spectrum = np.fft.rfft(raw)
        f = np.fft.rfftfreq(len(raw), 1 / hz)
        spectrum[(f < 300) | (f > 3400)] = 0
        raw = np.fft.irfft(spectrum, len(raw))
    level = np.sqrt(np.mean(x[a:b] ** 2)) * 10 ** (-dice.uniform(6, 24) / 20)
    return np.asarray(x + raw / raw.std() * level)


def overdrive(x: Samples, hz: int, dice: random.Random) -> Samples:
    """Driven 9 to 20 dB over full scale of 16 bits, and perhaps turned down again."""
    driven = x / np.abs(x).max() * 10 ** (dice.uniform(9, 20) / 20)
    return np.asarray(np.clip(driven, -1, 1) * dice.choice([1.0, 0.99, 0.7, 0.4]))


def hush(x: Samples, hz: int, dice: random.Random) -> Samples:
    """Nothing, or the faint noise of a converter."""
    rng = np.random.default_rng(dice.getrandbits(32))
    return np.asarray(rng.normal(size=len(x)) * dice.choice([0, 1e-5, 3e-4]))


def buzz(x: Samples, hz: int, dice: random.Random) -> Samples:
    a, b = voiced(x, hz)
    t = np.arange(len(x)) / hz
    base = dice.choice([50, 60, 100])
    wave = sum(np.sin(2 * np.pi * base * k * t + k) / k for k in range(1, 6))
    level = np.sqrt(np.mean(x[a:b] ** 2)) * 10 ** (-dice.uniform(10, 28) / 20)
    return np.asarray(x + wave / np.std(wave) * level)


def too_soft(x: Samples, hz: int, dice: random.Random) -> Samples:
    return np.asarray(x * 10 ** (-dice.uniform(9, 18) / 20))


Saying = Callable[[list[str], random.Random, list[list[str]]], "list[str] | None"]
Sounding = Callable[[Samples, int, random.Random], "Samples | None"]

SAYING: dict[str, Saying] = {
    "dropped word": drop_word,
    "dropped clause": drop_clause,
    "replaced word": replace_word,
    "doubled word": double_word,
    "said twice": say_twice,
    "loop": go_round,
    "leaked clause": leak,
    "other line": another_line,
}
SOUNDING: dict[str, Sounding] = {
    "cut head": lose_start,
    "cut tail": lose_end,
    "hole": mute_inside,
    "sound loop": stick,
    "noise": hiss,
    "clipping": overdrive,
    "silence": hush,
    "hum": buzz,
    "level": too_soft,
}
BARS = {"doubled word": 0.9}  # of all others 0.95
