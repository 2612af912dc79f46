"""Say what marks a file carries: the statement in its tags, the record of its origin and whether it fits this sound, a
C2PA signature, a watermark. Any file, ours or not. The exit code is 1 when a mark is there and does not fit,
2 when a file cannot be read."""

from __future__ import annotations

import argparse
import dataclasses
import sys
from pathlib import Path
from typing import Any

from flows.commands._common import print_json
from models.watermark import watermark
from pipeline.delivery.provenance.detect import detect
from pipeline.errors import VoicepressError


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")


def run(options: argparse.Namespace) -> int:
    answers: list[dict[str, Any]] = []
    code = 0
    for path in options.files:
        try:
            marks = [*detect(path), watermark(path)]
        except VoicepressError as error:
            answers.append({"file": str(path), "error": str(error)})
            code = code or error.exit_code
            if not options.json:
                print(f"voicepress: {error}", file=sys.stderr)
            continue
        answers.append({"file": str(path), "marks": [dataclasses.asdict(mark) for mark in marks]})
        code = code or int(any(mark.state == "broken" for mark in marks))
        if not options.json:
            print(path)
            for mark in marks:
                print(f"  {mark.name:10s} {mark.state:8s} {mark.said}")
    if options.json:
        print_json(answers)
    return code
