"""Serve this house's voices to other programs over HTTP, as OpenAI's clients ask for them, until Ctrl-C.

    voicepress keys add app --scope speak      a key, shown once
    voicepress serve                           http://127.0.0.1:8650/v1

Voices speak here whose consent names the use `service`. A line that a book has spoken comes from the store.
"""

from __future__ import annotations

import argparse
import sys
from contextlib import suppress
from pathlib import Path

from flows.commands._common import print_json
from flows.commands._warm import tell_cold
from flows.repo import Repo
from pipeline.errors import RefusedError


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("voices", nargs="*", metavar="VOICE", help="(default: all whose consent names the service)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine alone)")
    parser.add_argument("--port", type=int, default=0, help="(default: 8650)")
    parser.add_argument("--workers", type=int, help="engine processes (default: as configs/house.yaml says)")
    parser.add_argument("--store", help="in place of the house's store")
    parser.add_argument(
        "--most-wait", type=float, default=10.0, metavar="SECONDS", help="a line that would wait longer is turned away"
    )
    parser.add_argument("--without-keys", action="store_true", help="whoever is on this machine may speak")


def run(options: argparse.Namespace) -> int:
    from flows.review.security import LOOPBACK
    from flows.service.keys import Keys
    from flows.service.serving import serve
    from flows.service.stage import Stage

    repo = Repo.at(Path.cwd(), options.store, options.workers)
    keys = None if options.without_keys else Keys(repo.root)
    if keys is None and options.host not in LOOPBACK:
        raise RefusedError(f"--without-keys is for this machine alone, and not for {options.host}: add a key")
    if keys is not None and not keys.all():
        raise RefusedError("nobody has a key yet: 'voicepress keys add NAME --scope speak', or --without-keys")
    stage = Stage.of(repo, options.voices, options.most_wait)
    if not stage.names:
        raise RefusedError(
            "no voice of manifests/voices may speak here: its consent has to name the use 'service', and its weights "
            "have to be on this machine"
        )
    for name, why in stage.left_out.items():
        print(f"{name} is left out: {why}", file=sys.stderr)
    tell_cold(repo)

    def tell(url: str) -> None:
        if options.json:
            print_json({"url": url, "voices": list(stage.names), "left_out": stage.left_out})
        else:
            print(f"{url}/v1  {', '.join(stage.names)}\nCtrl-C ends it", flush=True)

    with suppress(KeyboardInterrupt):
        serve(stage, keys, options.host, options.port, tell)
    return 0
