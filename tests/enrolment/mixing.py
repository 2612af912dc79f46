"""Recordings with bad stretches mixed in, drawn by a seed, and how many of them enrolment refuses for the right reason.

    make enrolment SPEECH=FOLDER        a folder of speakers, each a folder of sound files

Limits are found on dev speakers alone; of the test speakers only the table is looked at.
"""

from __future__ import annotations

import argparse
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import soxr

from pipeline.audio import Clip
from pipeline.enrolment.cutting import LEAST_MS
from pipeline.enrolment.enrolling import Enrolling
from pipeline.enrolment.hearing import Ears, Said
from pipeline.enrolment.records import Judged, Recording
from pipeline.listener import Word
from tests.enrolment.further import FURTHER
from tests.enrolment.spoiling import KINDS, RATE_HZ, Sound, Spoil

EVERY: dict[str, tuple[Spoil, str]] = {**KINDS, **FURTHER}
DEV = ("1688", "2414", "2609", "ast-en", "ast-it")  # the others are for testing
SHORTEST_S, LONGEST_S = 3.2, 14  # of what is spoiled
MIXED, MIXED_S, CLEAN = 0.15, 0.5, 0.03  # share and length from which a clip is spoiled; up to which it is good
GOOD = 14  # clips of a mixture at most
PARTS = 4  # mixtures that have every kind between them
OTHERS_S = {"other before": (2.5, 0.0), "other after": (0.0, 2.5)}  # how long they speak first, and last
AMID_S = 2.0
Truth = tuple[str, int, int]  # kind, first and last sample


@dataclass(frozen=True)
class Mixture:
    recording: Recording
    truth: tuple[Truth, ...]


def speakers(folder: Path) -> dict[str, list[Sound]]:
    """Sound files by folder, at 16 kHz."""
    found: dict[str, list[Sound]] = defaultdict(list)
    for path in sorted([*folder.rglob("*.flac"), *folder.rglob("*.wav")]):
        samples, rate = soundfile.read(path, dtype="float32")
        if samples.ndim == 1 and path.parent != folder:
            found[path.parent.name].append(np.asarray(soxr.resample(samples, rate, RATE_HZ), np.float32))
    return dict(found)


def mixture(
    name: str, own: Sequence[Sound], others: Sequence[Sound], seed: int, kinds: Iterable[str] = KINDS, gaps: bool = True
) -> Mixture:
    """One's recordings with one stretch of each kind, in any order, with gaps of 0.3 to 1.2 s or none."""
    rng = np.random.default_rng(zlib.crc32(f"{name}{seed}".encode()))
    long = [one for one in own if len(one) >= SHORTEST_S * RATE_HZ]
    parts: list[tuple[str, Sound]] = [("good", own[int(index)]) for index in rng.permutation(len(own))[:GOOD]]
    for kind in kinds:
        sound = long[int(rng.integers(len(long)))][: LONGEST_S * RATE_HZ]
        parts.append((kind, EVERY[kind][0](sound, list(others), rng)))
    pieces: list[Sound] = []
    truth: list[Truth] = []
    at = 0
    for index in rng.permutation(len(parts)):
        kind, sound = parts[int(index)]
        gap = 3e-5 * rng.standard_normal(int(rng.uniform(0.3, 1.2) * RATE_HZ) if gaps else 0)
        pieces += [sound, gap.astype(np.float32)]
        truth += parts_of(kind, at, at + len(sound))
        at += len(sound) + len(gap)
    recording = Recording(f"{name}.wav", Clip(np.concatenate(pieces), RATE_HZ), "0" * 64)
    return Mixture(recording, tuple(truth))


def parts_of(kind: str, start: int, end: int) -> list[Truth]:
    """What is what in a stretch: where somebody else speaks in a part of it, the rest is good."""
    if kind in OTHERS_S:
        first, last = (int(s * RATE_HZ) for s in OTHERS_S[kind])
        parts = [(kind, start, start + first), ("good", start + first, end - last), (kind, end - last, end)]
        return [part for part in parts if part[2] > part[1]]
    if kind == "other amid":
        middle, half = (start + end) // 2, int(AMID_S * RATE_HZ / 2)
        return [("good", start, middle - half), (kind, middle - half, middle + half), ("good", middle + half, end)]
    return [(kind, start, end)]


def part_of(name: str, seed: int) -> list[str]:
    """A quarter of all kinds; four seeds in a row have all of them."""
    order = np.random.default_rng(zlib.crc32(f"{name}/{seed // PARTS}".encode())).permutation(len(EVERY))
    return [sorted(EVERY)[index] for index in order[seed % PARTS :: PARTS]]


def kind_of(one: Judged, truth: Sequence[Truth]) -> str:
    """What a clip was made of: the one kind of which it holds much; good where it holds nothing else; else ""."""
    shares: Counter[str] = Counter()
    for kind, start, end in truth:
        shares[kind] += max(0, min(end, one.stretch.end) - max(start, one.stretch.start))
    total = one.stretch.end - one.stretch.start
    spoiled = [k for k, n in shares.items() if k != "good" and n > max(MIXED * total, MIXED_S * RATE_HZ)]
    if spoiled:
        return spoiled[0] if len(spoiled) == 1 else ""
    return "good" if sum(n for k, n in shares.items() if k != "good") < CLEAN * total and shares["good"] else ""


def scored(judged: Iterable[Judged], truth: Sequence[Truth]) -> dict[str, Counter[str]]:
    """Kind -> kept, right (refused for the reason that it was spoiled for), short (for its length alone), wrong."""
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for one in judged:
        if not (kind := kind_of(one, truth)) or (not one.stretch.speech and kind != "silence"):
            continue
        wanted = EVERY[kind][1] if kind in EVERY else ""
        outcome = "kept" if not one.reasons else "right" if wanted in one.reasons else "wrong"
        outcome = "short" if outcome == "wrong" and one.duration_ms < LEAST_MS else outcome
        table[kind][outcome] += 1
    return table


def deaf_ears() -> Ears:
    """The ears of the product without a recogniser: words are not what is measured here."""
    from models.listeners.speaker import Speaker
    from models.listeners.voicing import Voicing

    def say(clip: Clip, language: str) -> Said:
        return Said("", (), 1.0)

    def words_of(text: str, language: str) -> tuple[Word, ...]:
        return ()

    def rate(clip: Clip) -> float | None:
        return None

    return Ears(Voicing(), Speaker({}).voiceprints, say, words_of, rate)


def told(table: Mapping[str, Counter[str]]) -> list[str]:
    return [
        f"{kind:16s} {sum(counts.values()):4d}  " + ", ".join(f"{name} {n}" for name, n in sorted(counts.items()))
        for kind, counts in sorted(table.items())
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seeds", type=int, default=4)
    parser.add_argument("--first-seed", type=int, default=100)
    options = parser.parse_args()
    found = speakers(options.folder)
    enrolling = Enrolling(deaf_ears(), "en")
    for part in ("dev", "test"):
        table: dict[str, Counter[str]] = defaultdict(Counter)
        for name in sorted(found):
            if (name in DEV) != (part == "dev"):
                continue
            others = [sound for other, sounds in found.items() if other != name for sound in sounds]
            for seed in range(options.first_seed, options.first_seed + options.seeds):
                mixed = mixture(name, found[name], others, seed, part_of(name, seed))
                for kind, counts in scored(enrolling.run([mixed.recording]).judged, mixed.truth).items():
                    table[kind] += counts
        print("\n".join([part, *told(table), ""]), flush=True)


if __name__ == "__main__":
    main()
