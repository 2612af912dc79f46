"""What a version costs to speak: computing without loading, timed for both beside each other.

The takes of a comparison say what they cost when they were made: months apart, on another machine, beside other work,
the first of a process with the loading of its weights. Here one process speaks the same few lines by both in turn, and
the quickest of several rounds counts.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from models import ENGINES
from models.devices import visible_devices
from models.pool import WorkerPool
from pipeline.records import Take
from pipeline.store import seed_of, take_key
from pipeline.takes import TakeRequest, VoiceInUse

ROUNDS = 4  # the first warms up and does not count
TIMED_MS = 12_000  # of sound in each round, roughly
FEWEST, MOST = 2, 6  # lines


def costs(voices: Sequence[VoiceInUse], texts: Sequence[str], language: str) -> list[float]:
    """Computing seconds a second of sound of each; [] where one of them fails on a line."""
    lines = _lines(voices[0], texts)
    # On a GPU a voice plans the device's memory for itself, so that two are timed one after the other.
    together = [list(voices)] if not any(ENGINES[one.voice.engine].on_gpu for one in voices) else [[v] for v in voices]
    found: list[float] = []
    for group in together:
        with tempfile.TemporaryDirectory(prefix="voicepress-") as folder:
            found += _timed(group, lines, language, Path(folder))
    return found if len(found) == len(voices) else []


def _timed(voices: Sequence[VoiceInUse], lines: Sequence[str], language: str, folder: Path) -> list[float]:
    on_gpu = any(ENGINES[one.voice.engine].on_gpu for one in voices)
    devices = visible_devices()[:1] if on_gpu else ()
    named = {one.name: one.voice for one in voices}
    best: dict[str, float] = {}
    with WorkerPool(named, str(folder / "store"), folder / "logs", devices=devices) as pool:
        for turn in range(ROUNDS):
            for used in voices:
                # Each turn is another attempt: what is in the store is not spoken again.
                takes = pool.perform([_request(used, text, language, turn) for text in lines])
                spoken = [take for take in takes if isinstance(take, Take)]
                if len(spoken) < len(takes):
                    return []
                cost = sum(take.compute_ms for take in spoken) / max(1, sum(take.duration_ms for take in spoken))
                if turn:
                    best[used.name] = min(cost, best.get(used.name, cost))
    return [round(best[used.name], 4) for used in voices]


def _lines(used: VoiceInUse, texts: Sequence[str]) -> list[str]:
    """Lines of middling length, for TIMED_MS of sound."""
    middle = sorted(dict.fromkeys(texts), key=lambda text: (abs(len(text) - 80), text))
    chosen: list[str] = []
    for text in middle[:MOST]:
        if len(chosen) >= FEWEST and sum(map(used.engine.expected_ms, chosen)) >= TIMED_MS:
            break
        chosen.append(text)
    return chosen


def _request(used: VoiceInUse, text: str, language: str, turn: int) -> TakeRequest:
    seed = seed_of(used.voice.seed, turn, text)
    return TakeRequest(take_key(text, language, used.fingerprint, seed, turn), text, language, used.name, seed, turn)
