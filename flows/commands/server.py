"""Start a Prefect server and a worker on this machine, with the deployments of prefect.yaml, until Ctrl-C.

The server listens on this machine alone, keeps its database in .prefect beside the productions and tells nobody about
us. Runs that a power cut left Running are ended first.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from flows.commands._common import print_json
from flows.server import serve
from pipeline.manifests import repo_of


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, nargs="?", default=Path(), help="of the productions (default: this one)")
    parser.add_argument("--port", type=int, default=4200, help="of the server, on 127.0.0.1")


def run(options: argparse.Namespace) -> int:
    def tell(message: str) -> None:
        print_json({"said": message}) if options.json else print(message, flush=True)

    try:
        serve(repo_of(options.folder), options.port, tell)
    except KeyboardInterrupt:
        tell("stopped; everything finished is kept")
    return 0
