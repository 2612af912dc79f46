"""t-: takes as the listener of the signal hears them, and what the gate finds in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from models.listeners.signal import Signal
from pipeline.audio import Clip, Samples
from pipeline.listener import Hearing, Role, Sound
from pipeline.qa.drift import drifts
from pipeline.qa.gate.judging import judge
from pipeline.qa.gate.norms import learned
from pipeline.qa.gate.records import HeardTake
from pipeline.records import Finding
from tests.pipeline.audio.measures.speechlike import RATE_HZ, silence, speechlike
from tests.pipeline.qa.drifting import chapters
from tests.pipeline.qa.emitted import Scenario

SYLLABLES = 14
TEXT = "ba de go lu mi no pa ra, si to vu wa xe zu."


def heard(samples: Samples, facts: Mapping[str, float | int | str] | None = None) -> HeardTake:
    clip = Clip(samples, RATE_HZ)
    (hearing,) = Signal({}).hear([Sound(clip, TEXT, "en")])
    return HeardTake(TEXT, "en", clip.duration_ms, 0, {"signal": hearing}, facts=facts or {})


def clean(seed: int) -> Samples:
    return speechlike(SYLLABLES, seed, pauses=(7,))


def voice() -> list[HeardTake]:
    return [heard(clean(seed)) for seed in range(40, 64)]


def found_in(samples: Samples, facts: Mapping[str, float | int | str] | None = None) -> list[Finding]:
    norms = learned(voice())
    take = heard(samples, facts)
    take = HeardTake(take.spoken, take.language, take.duration_ms, 0, take.hearings, norms, take.facts)
    return [Finding(finding.code, "line", finding.found) for finding in judge(take, {}).findings]


def spoilt(spoil: Callable[[Samples], Samples]) -> Scenario:
    def scenario(_: Path) -> Iterable[Finding]:
        return found_in(spoil(clean(1)).astype(np.float32))

    return scenario


def cut_head(samples: Samples) -> Samples:
    return np.concatenate((silence(300), samples[RATE_HZ * 420 // 1000 :]))


def cut_tail(samples: Samples) -> Samples:
    return np.concatenate((samples[: -RATE_HZ * 640 // 1000], silence(500)))


def holed(samples: Samples) -> Samples:
    return np.concatenate((samples[:RATE_HZ], silence(700), samples[RATE_HZ:]))


def noisy(samples: Samples) -> Samples:
    return np.asarray(samples + 0.003 * np.random.default_rng(2).standard_normal(len(samples)))


def humming(samples: Samples) -> Samples:
    return np.asarray(samples + 0.005 * np.sin(2 * np.pi * 50 * np.arange(len(samples)) / RATE_HZ))


def looped(samples: Samples) -> Samples:
    passage = samples[RATE_HZ : RATE_HZ * 3 // 2]
    return np.concatenate((samples[:RATE_HZ], passage, passage, samples[RATE_HZ:]))


def of_the_engine(_: Path) -> Iterable[Finding]:
    return found_in(clean(1), {"stopped": "limit", "tokens": 1500, "phones": 20})


def of_another_voice(_: Path) -> Iterable[Finding]:
    return found_by("speaker", [Hearing("v", speaker=(1.0, 0.0))] * 24, Hearing("v", speaker=(0.0, 1.0)))


def read_badly(_: Path) -> Iterable[Finding]:
    return found_by("naturalness", [Hearing("n", naturalness=4.5)] * 24, Hearing("n", naturalness=2.0))


def found_by(role: Role, usual: Sequence[Hearing], hearing: Hearing) -> list[Finding]:
    """What is found in a take of which a role heard this, where it usually hears that."""
    signal = Hearing("s", measures={"duration_ms": 2000.0})
    takes = [HeardTake(TEXT, "en", 2000, 0, {"signal": signal, role: one}) for one in [*usual, hearing]]
    judged = replace(takes[-1], norms=learned(takes))
    return [Finding(finding.code, "line", finding.found) for finding in judge(judged, {}).findings]


def of_a_chapter_that_is_higher(_: Path) -> Iterable[Finding]:
    return drifts(chapters({3: 240.0}))


EMITS: dict[str, Scenario] = {
    "t-006": spoilt(cut_head),
    "t-007": spoilt(cut_tail),
    "t-008": spoilt(holed),
    "t-009": spoilt(lambda samples: np.clip(4 * samples, -0.25, 0.25)),
    "t-010": spoilt(lambda samples: samples + np.float32(0.03)),
    "t-011": spoilt(noisy),
    "t-012": spoilt(humming),
    "t-013": spoilt(lambda samples: samples * np.float32(0.25)),
    "t-014": spoilt(looped),
    "t-015": of_the_engine,
    "h-008": of_another_voice,
    "h-009": read_badly,
    "h-012": of_a_chapter_that_is_higher,
}
