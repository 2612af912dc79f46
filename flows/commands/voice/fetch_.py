"""voicepress voice fetch: files of voices that no package carries, by revision and digest.

voicepress voice fetch kokoro           style vectors of Kokoro's voices, into the cache of this user
voicepress voice fetch v2Pro FOLDER     the official pretrained files of a GPT-SoVITS version
"""

from __future__ import annotations

import argparse
from pathlib import Path

from flows.commands._common import print_json
from pipeline.errors import RefusedError


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("version", help="kokoro, or of GPT-SoVITS: v1, v2, v3, v4, v2Pro, v2ProPlus")
    parser.add_argument("folder", type=Path, nargs="?", help="for GPT-SoVITS's files")
    parser.add_argument("--mirror", default="", help="another endpoint that serves GPT-SoVITS's files")


def run(options: argparse.Namespace) -> int:
    tell = (lambda _: None) if options.json else print
    if options.version == "kokoro":
        from models.kokoro.fetching import fetch as fetch_styles

        if options.folder or options.mirror:
            raise RefusedError("Kokoro's style vectors go into VOICEPRESS_CACHE; leave FOLDER and --mirror out")
        paths = fetch_styles(tell)
        tell(f"{len(paths)} style vectors, {paths[0].parent}")
    else:
        from models.gpt_sovits.weights.fetching import fetch

        if options.folder is None:
            raise RefusedError(f"where are the files of {options.version} to go? voicepress voice fetch VERSION FOLDER")
        paths = fetch(options.version, options.folder, options.mirror, tell=tell)
    if options.json:
        print_json([str(path) for path in paths])
    return 0
