"""Print the JSON Schema of a manifest, or write those of all of them into a folder, for editors.

An editor with a YAML language server completes and checks a manifest whose first line names its schema:

    # yaml-language-server: $schema=../../schemas/production.json
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from flows.commands._common import count
from pipeline.manifests.schemas import MANIFESTS, schema_of, write_schemas


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", nargs="?", choices=MANIFESTS, help="of manifest")
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="write all of them there (manifests/schemas)")


def run(options: argparse.Namespace) -> int:
    if options.to:
        paths = write_schemas(options.to)
        print(
            json.dumps([str(path) for path in paths])
            if options.json
            else f"{count(len(paths), 'schema')} in {options.to}"
        )
    else:
        every = {kind: schema_of(kind) for kind in MANIFESTS}
        print(json.dumps(every[options.kind] if options.kind else every, ensure_ascii=False, indent=1))
    return 0
