"""Measure any sound file: loudness, peaks, RMS, noise floor, by the standards; against a shop's spec clause by clause.

Exit code 12 when a file fails a clause of the spec, 2 when one cannot be measured.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.commands._common import count, print_json
from flows.local import cores
from pipeline.audio import Measured, measure
from pipeline.delivery.verify.clauses import ANTIPHASE, Clause, judge
from pipeline.errors import DeliveryError, VoicepressError
from pipeline.manifests import Spec, find_spec, read_yaml, repo_of

if TYPE_CHECKING:
    from pipeline.dub.sound.mixing import Gated, Stretch

FAILED = DeliveryError.exit_code


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--spec", help="a shop's spec (configs/specs): every clause is judged")
    parser.add_argument(
        "--cues",
        type=Path,
        metavar="SCRIPT",
        help="when somebody speaks in the file: a timed script, or what voicepress fit --json said of its reel; "
        "dialogue is measured then (gated by these cues, which is not what Dolby's meter does)",
    )


def run(options: argparse.Namespace) -> int:
    spec = read_yaml(find_spec(options.spec, repo_of(Path.cwd())), Spec) if options.spec else None
    cues = _cues(options.cues) if options.cues else None
    answers: list[dict[str, Any]] = []
    code = 0
    for path, found in zip(options.files, measured_all(options.files), strict=True):
        if isinstance(found, VoicepressError):
            answers.append({"file": str(path), "error": str(found)})
            code = code or found.exit_code
            if not options.json:
                print(f"voicepress: {found}", file=sys.stderr)
            continue
        clauses = judge(found, spec.limits) if spec else []
        speech = _dialogue(path, cues, spec, clauses) if cues is not None else None
        if not all(clause.passed for clause in clauses):
            code = code or FAILED
        answers.append(
            {
                "file": str(path),
                **dataclasses.asdict(found),
                "duration_ms": found.duration_ms,
                "clauses": [dataclasses.asdict(clause) for clause in clauses],
                **({"dialogue": dataclasses.asdict(speech)} if speech else {}),
                "passed": all(clause.passed for clause in clauses) if spec else None,
            }
        )
        if not options.json:
            _tell(path, found, clauses, spec, speech)
    if options.json:
        print_json(answers)
    return code


def _cues(path: Path) -> list[Stretch]:
    from pipeline.dub.sound.measuring import cues_in  # reads scripts of any format: not for those who measure a book

    return cues_in(path)


def _dialogue(path: Path, cues: list[Stretch], spec: Spec | None, clauses: list[Clause]) -> Gated:
    """Measures speech, and adds what the shop asks of it to `clauses`."""
    from pipeline.delivery.verify.dialogue import judge_dialogue
    from pipeline.dub.sound.measuring import measure_dialogue

    found = measure_dialogue(path, cues)
    if spec and spec.dialogue:
        clauses.append(judge_dialogue(found, spec.dialogue))
    return found


def measured_all(paths: list[Path]) -> list[Measured | VoicepressError]:
    """In order; several files on all cores: libebur128 holds the interpreter, so each has a process."""
    if len(paths) == 1 or cores() == 1:
        return [_measured(path) for path in paths]
    with ProcessPoolExecutor(min(len(paths), cores()), mp_context=get_context("forkserver")) as pool:
        return list(pool.map(_measured, paths))


def _measured(path: Path) -> Measured | VoicepressError:
    try:
        return measure(path)
    except VoicepressError as error:
        return error


def _tell(path: Path, m: Measured, clauses: list[Clause], spec: Spec | None, speech: Gated | None) -> None:
    rate = f"{m.bit_rate // 1000} kbit/s{' constant' if m.constant_bit_rate else ''}, " if m.bit_rate else ""
    seconds = m.duration_ms / 1000
    print(
        f"{path}\n  {m.codec}, {rate}{m.sample_rate_hz} Hz, {count(m.channels, 'channel')}, "
        f"{int(seconds // 3600)}:{int(seconds // 60 % 60):02}:{seconds % 60:06.3f}"
    )
    print(
        f"  integrated {m.integrated_lufs:.1f} LUFS, range {m.loudness_range_lu:.1f} LU, momentary at most "
        f"{m.momentary_max_lufs:.1f}, short-term {m.short_term_max_lufs:.1f} LUFS"
    )
    print(
        f"  true peak {m.true_peak_dbtp:.2f} dBTP, sample peak {m.sample_peak_db:.2f} dB, RMS {m.rms_db:.2f} dB, "
        f"noise floor {m.noise_floor_db:.1f} dB, offset {m.dc:.5f}, {count(m.clipped_runs, 'clipped run')}"
    )
    print(f"  silence before {m.head_ms} ms, after {m.tail_ms} ms")
    if speech:
        print(f"  dialogue {speech.dialogue_lufs:.1f} LUFS in {speech.share:.0%} of it; its gate is cues, not Dolby's")
    elif spec and spec.dialogue:
        print(f"  {spec.name} asks for a loudness of dialogue: say when somebody speaks with --cues SCRIPT")
    if m.correlation is not None and m.correlation < ANTIPHASE:
        print(
            f"  its channels cancel each other out: in mono it is silent (correlation {m.correlation:.2f}); "
            "turn one over"
        )
    for clause in clauses:
        print(f"  {'pass' if clause.passed else 'FAIL'}  {clause.name}: {clause.found} (asked for: {clause.wanted})")
    if spec:
        failed = sum(not clause.passed for clause in clauses)
        print(f"  {spec.name}: {'passes' if not failed else count(failed, 'clause') + ' failed'}")
