"""voicepress voice fetch: the official pretrained files of a GPT-SoVITS version."""

from __future__ import annotations

import argparse
from pathlib import Path

from flows.commands._common import print_json


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("version", help="v1, v2, v2Pro, v2ProPlus")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--mirror", default="", help="another endpoint that serves the same files")


def run(options: argparse.Namespace) -> int:
    from models.gpt_sovits.weights.fetching import fetch

    paths = fetch(options.version, options.folder, options.mirror, tell=(lambda _: None) if options.json else print)
    if options.json:
        print_json([str(path) for path in paths])
    return 0
