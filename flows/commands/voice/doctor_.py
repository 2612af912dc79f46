"""voicepress voice doctor: loads a voice, lets it speak ten sentences, hears them, and says what is the matter with it.

Exit code 0: it is fit, or to be listened to first. 15: nothing is wrong, but not everything could be judged here (no
listener is installed). 8: its files, its reference or its speech are wrong; 6: its owner has not agreed; 7: an extra is
missing. Whatever it is, the last lines say it, with the cure.
"""

from __future__ import annotations

import argparse
import dataclasses
import textwrap
from pathlib import Path

from flows.commands._common import print_json
from flows.doctor.records import Diagnosis

MARKS = {"fine": "ok", "doubtful": "??", "wrong": "XX", "unknown": "--"}
VERDICTS = {
    "fit": "FIT: nothing is the matter with it",
    "listen first": "LISTEN FIRST: nothing is wrong for certain",
    "not proved": "NOT PROVED: nothing wrong was seen, but not everything could be judged here",
    "not fit": "NOT FIT: do not produce with it",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    from flows.doctor.examining import LINES

    parser.add_argument("name", help="of manifests/voices/NAME.yaml, or a registered version: ann@3")
    parser.add_argument("--language", default="", help="BCP 47 (default: the voice's first)")
    parser.add_argument("--lines", type=int, default=LINES, help=f"sentences to be spoken ({LINES})")
    parser.add_argument("--texts", type=Path, metavar="FILE", help="sentences, one a line, in place of those that ship")


def run(options: argparse.Namespace) -> int:
    from flows.commands.check import progress_of
    from flows.doctor.examining import examine_voice
    from flows.repo import Repo
    from pipeline.errors import RefusedError

    if options.lines < 1:
        raise RefusedError(f"--lines {options.lines}: one sentence at least is to be spoken")
    found = examine_voice(
        Repo.at(Path.cwd()), options.name, progress_of, language=options.language, lines=options.lines,
        texts=options.texts,
    )  # fmt: skip
    if options.json:
        print_json(as_json(found))
    else:
        tell(found)
    return found.exit_code


def as_json(found: Diagnosis) -> dict[str, object]:
    gravest = found.gravest
    return {
        "voice": found.voice,
        "verdict": found.verdict,
        "exit_code": found.exit_code,
        "why": gravest.found if gravest else "",
        "cure": gravest.cure if gravest else "",
        "steps": [dataclasses.asdict(step) for step in found.steps],
        "lines": [dataclasses.asdict(line) for line in found.lines],
    }


def tell(found: Diagnosis) -> None:
    for step in found.steps:
        print(f"{MARKS[step.state]}  {step.name:15s}{_folded(step.found)}")
        if step.expected:
            print(f"{'':19s}expected: {_folded(step.expected)}")
        if step.cure:
            print(f"{'':19s}do: {_folded(step.cure)}")
    for line in found.lines:
        told = line.why or f"{line.seconds:.1f} s, {line.tokens} tokens, {line.level_dbfs:.0f} dBFS"
        print(f"{line.verdict or ('no sound' if line.why else 'not heard'):>12s}  {line.text[:70]}\n{'':14s}{told}")
        if line.heard and line.verdict != "pass":
            print(f"{'':14s}heard: {line.heard[:100]}")
    print(f"\n{found.voice}: {VERDICTS[found.verdict]}")
    for step in found.steps:
        if step.state in ("wrong", "unknown"):
            print(f"  {step.name}: {_folded(step.found, 4)}\n    do: {_folded(step.cure, 8)}")


def _folded(text: str, indent: int = 19) -> str:
    return textwrap.fill(text, 110, initial_indent="", subsequent_indent=" " * indent, break_on_hyphens=False)
