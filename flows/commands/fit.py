"""Plan where the takes of reels lie on their picture, and say which texts would have to be shorter.

REELS.json holds a list of {id, language, reel_ms, cues: [{id, in_ms, out_ms, character, text, speech_ms}]}, where
speech_ms is the length of a cue's take at its natural rate, or, left out, expected by its text and the takes of others.
pauses_ms (silences inside the take), on_screen (true or false) and variants (shorter texts) may be said besides.
A timed script is taken as one reel, its takes as long as their texts let expect: the budget before anything is spoken.
Two plans are made of each reel and compared: one that weighs all cues against each other, one that starts each take on
its cue. No take is cut, and none is played faster than 1.3 times.
"""

from __future__ import annotations

import argparse
import dataclasses
from pathlib import Path
from typing import Any

from flows.commands._common import count, print_json
from pipeline.dub import (
    Fitted,
    Quality,
    Reel,
    Spoken,
    budget_csv,
    calibrated,
    fit_variants,
    known_only,
    read_reels,
    read_variants,
    with_variants,
)
from pipeline.store import write_atomically


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("reels", type=Path, metavar="REELS.json", help="or a timed script (SRT, VTT, DAPT ...)")
    parser.add_argument(
        "--length-ms", type=int, default=0, help="of a script's picture; else it ends with the last cue"
    )
    parser.add_argument(
        "--variants",
        type=Path,
        metavar="FILE.yaml",
        help="shorter texts by cue (variants: {e0042: [text, text]}); the longest that fits is said",
    )
    parser.add_argument(
        "--budget", type=Path, metavar="FILE.csv", help="write what each text may have, for translators"
    )


def run(options: argparse.Namespace) -> int:
    reels = _reels(options)
    if options.variants:
        written = read_variants(options.variants)
        known_only(written, reels, str(options.variants))
        lengths = calibrated(_takes(reels))
        reels = [with_variants(reel, written, lengths) for reel in reels]
    fitted = [fit_variants(reel) for reel in reels]
    if options.budget:
        write_atomically(options.budget, budget_csv(reels, fitted))
    if options.json:
        print_json([_answer(reel) for reel in fitted])
    else:
        for reel in fitted:
            _tell(reel)
    return 0


def _reels(options: argparse.Namespace) -> list[Reel]:
    if options.reels.suffix.lower() == ".json":
        return read_reels(options.reels)
    from pipeline.dub.scripted import reel_of_script  # readers of every format: not for those who bring reels

    return [reel_of_script(options.reels, options.length_ms)]


def _takes(reels: list[Reel]) -> list[Spoken]:
    return [Spoken(slot.text, slot.speech_ms, slot.character, reel.language) for reel in reels for slot in reel.slots]


def _answer(reel: Fitted) -> dict[str, Any]:
    return {
        "id": reel.reel,
        "plan": reel.plan.name,
        "load": reel.load,
        "placements": [
            {
                "id": place.id,
                "at_ms": place.at_ms,
                "speech_ms": place.length_ms,
                "rate": place.rate,
                "pause_cut_ms": place.pause_cut_ms,
            }
            for place in reel.plan.placements
        ],
        "needs": [dataclasses.asdict(need) for need in reel.needs],
        "plans": {name: dataclasses.asdict(quality) for name, quality in reel.plans.items()},
        "said": dict(reel.said),
        "windows": [{"first": ids[0], "last": ids[-1], "cues": len(ids)} for ids in reel.windows],
    }


def _tell(reel: Fitted) -> None:
    print(f"{reel.reel}: {count(reel.plan.quality.cues, 'cue')}, load {reel.load:.2f}; the {reel.plan.name} plan")
    for name, quality in reel.plans.items():
        print(f"  {name:12s}  {_figures(quality)}")
    for need in reel.needs:
        print(f"  {need}")


def _figures(q: Quality) -> str:
    over = f", {q.over_ms} ms beyond the picture" if q.over_ms else ""
    return (
        f"{q.in_slot} of {q.cues} in slot, starts off by {q.start_mean_ms:.0f} ms (at most {q.start_max_ms}), "
        f"rate {q.rate_min:.2f} to {q.rate_max:.2f}, mean jump {q.rate_jump:.3f}{over}"
    )
