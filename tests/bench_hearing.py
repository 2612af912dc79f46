"""What hearing costs: CPU seconds per second of audio of every listener that is ready, warm, on one thread.

    python -m tests.bench_hearing [LINES]

Lines are of the short book of this repository, spoken by the embedded voice.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from collections.abc import Sequence

from models import LISTENERS
from models.registry import listener_named
from pipeline.audio import Clip
from pipeline.errors import VoicepressError
from pipeline.listener import Sound

AIMS = {"tiny.en": 1 / 20, "base": 1 / 6}  # compute seconds per second: English by tiny.en, all else by base


def measured(sounds: Sequence[Sound]) -> dict[str, float]:
    """CPU seconds per second of audio, by listener; of those that are ready."""
    seconds = sum(sound.clip.duration_ms for sound in sounds) / 1000
    out = {}
    for name in LISTENERS:
        try:
            listener = listener_named(name)
            listener.check_ready()
        except VoicepressError:
            continue
        listener.hear(sounds[:1])
        start = time.process_time()
        listener.hear(sounds)
        out[name] = (time.process_time() - start) / seconds
    return out


def in_a_process(sounds: Sequence[Sound]) -> dict[str, float]:
    """As `measured`, in a process of its own, which computes on one thread."""
    os.environ["OMP_NUM_THREADS"] = "1"
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(measured, (sounds,))


def table(sounds: Sequence[Sound]) -> None:
    for name, ratio in in_a_process(sounds).items():
        claimed = listener_named(name).compute_ratio()
        aim = f"{AIMS[name]:.3f}" if name in AIMS else ""
        detail = f"{1 / max(ratio, 1e-6):.0f} times real time a core; compute_ratio says {claimed:.3f}"
        aim = f"(aim {aim})" if aim else ""
        print(f"  hearing by {name + ', CPU s / s of audio':31s} {ratio:9.3f}     {aim:12s} {detail}", flush=True)


def sounds_of(texts: Sequence[str]) -> list[Sound]:
    from models.hibari import Hibari
    from pipeline.engine import Prompt

    spoken = Hibari({}).perform([Prompt(text, "en", 1) for text in texts])
    clips = [(text, one.clip) for text, one in zip(texts, spoken, strict=True) if one.clip and one.clip.duration_ms]
    return [Sound(Clip(clip.samples, clip.sample_rate_hz), text, "en") for text, clip in clips]


def main() -> None:
    from flows.repo import Repo
    from tests.bench import ROOT, SHORT

    repo = Repo.at(SHORT)
    lines = repo.lay_out(SHORT.parent / "production.yaml").state.lines
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    sounds = sounds_of([line.spoken for line in lines if line.spoken][:count])
    length_s = sum(sound.clip.duration_ms for sound in sounds) / 1000
    print(f"\nHearing {len(sounds)} lines, {length_s:.0f} s, of {SHORT.relative_to(ROOT).parent.name}")
    table(sounds)


if __name__ == "__main__":
    main()
