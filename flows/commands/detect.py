"""Say what marks a file carries: the statement in its tags, the record of its origin and whether it fits this sound, a
C2PA signature, a watermark. Any file, ours or not. The exit code is 1 when a mark is there and does not fit."""

from __future__ import annotations

import argparse
import dataclasses
from pathlib import Path

from flows.commands._common import print_json
from models.watermark import watermark
from pipeline.delivery.marks import detect


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")


def run(options: argparse.Namespace) -> int:
    found = {path: [*detect(path), watermark(path)] for path in options.files}
    if options.json:
        print_json([{"file": str(path), "marks": [dataclasses.asdict(mark) for mark in marks]}
                    for path, marks in found.items()])
    else:
        for path, marks in found.items():
            print(path)
            for mark in marks:
                print(f"  {mark.name:10s} {mark.state:8s} {mark.said}")
    return int(any(mark.state == "broken" for marks in found.values() for mark in marks))
