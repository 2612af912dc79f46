"""Whose statement it is, proved on recordings of several speakers: python -m tests.statement_proof FOLDER

FOLDER has a folder of sound files per speaker. Each statement is as long as a spoken consent (8 s and more: a file and
those after it); the voice is made of the speaker's other files. Speakers are split into dev and test by a hash; the
limit was set after a first look at single files of all speakers, and stands between all figures of both.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import soundfile

from models.registry import listener_named
from models.statements import LIKENESS, between
from pipeline.audio import Clip
from pipeline.listener import Sound

STATEMENT_S = 8.0
OF_OTHERS = 5  # statements of each other speaker, held against one voice


def clips_of(folder: Path) -> list[Clip]:
    found = []
    for path in sorted(folder.rglob("*.*")):
        if path.suffix in (".flac", ".wav"):
            samples, rate = soundfile.read(path, dtype="float32")
            found.append(Clip(samples, rate))
    return found


def statement_at(clips: list[Clip], first: int) -> tuple[Clip, set[int]]:
    """A statement that begins with a file, and the files that are in it."""
    used: list[int] = []
    for at in itertools.islice(itertools.cycle(range(len(clips))), first, first + len(clips)):
        used.append(at)
        if sum(clips[one].duration_ms for one in used) >= 1000 * STATEMENT_S:
            break
    return Clip(np.concatenate([clips[one].samples for one in used]), clips[first].sample_rate_hz), set(used)


def direction(clip: Clip) -> tuple[float, ...]:
    return listener_named("speaker").hear([Sound(clip, "", "")])[0].speaker


def dev(speaker: str) -> bool:
    return hashlib.sha256(speaker.encode()).digest()[0] % 2 == 0


def told(name: str, own: Iterable[float], others: Iterable[float]) -> None:
    mine, theirs = np.asarray(list(own)), np.asarray(list(others))
    print(
        f"{name}: {np.sum(mine >= LIKENESS)} of {len(mine)} owners accepted (least {mine.min(initial=1):.3f}), "
        f"{np.sum(theirs < LIKENESS)} of {len(theirs)} others refused (most {theirs.max(initial=-1):.3f})"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    speakers = {one.name: clips_of(one) for one in sorted(parser.parse_args().folder.iterdir()) if one.is_dir()}
    own: dict[str, list[float]] = {}
    others: dict[tuple[str, str], list[float]] = {}
    alone = {name: [direction(clip) for clip in clips] for name, clips in speakers.items()}
    for name, clips in speakers.items():
        for first in range(len(clips)):
            statement, used = statement_at(clips, first)
            spoken = direction(statement)
            own.setdefault(name, []).append(
                between(spoken, [one for at, one in enumerate(alone[name]) if at not in used])
            )
            for other in speakers if first % 2 == 0 else ():
                if other != name and len(others.setdefault((other, name), [])) < OF_OTHERS:
                    others[other, name].append(between(spoken, alone[other]))
    for split, is_in in (("dev", dev), ("test", lambda one: not dev(one))):
        told(
            f"{split} ({', '.join(filter(is_in, speakers))})",
            (score for name in filter(is_in, speakers) for score in own[name]),
            (score for pair, scores in others.items() if all(map(is_in, pair)) for score in scores),
        )
    told("all, pairs across the split included", itertools.chain(*own.values()), itertools.chain(*others.values()))


if __name__ == "__main__":
    main()
