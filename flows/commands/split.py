"""Split text on standard input into sentences: a JSON list on standard output."""

from __future__ import annotations

import argparse
import sys

from flows.commands._common import print_json
from pipeline.script import split


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--language", default="en", help="BCP 47 (default: en)")


def run(options: argparse.Namespace) -> int:
    print_json(split(sys.stdin.read(), options.language))
    return 0
