"""Remove from the store what no production under a folder refers to. Asks first; --yes for batches."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from flows.commands._common import count, print_json
from flows.repo import Repo
from pipeline.errors import RefusedError
from pipeline.production.housekeeping import remove


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, nargs="?", default=Path("manifests"))
    parser.add_argument("--store", help="which store (default: the repo's)")
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(options: argparse.Namespace) -> int:
    repo = Repo.at(options.folder, options.store)
    found = repo.sweep(options.folder)
    refer = "refers" if found.productions == 1 else "refer"
    objects = count(len(found.objects), "object")
    entries = count(len(found.entries), "cache entry", "cache entries")
    summary = (
        f"{count(found.productions, 'production')} {refer} to {count(found.kept_objects, 'object')}; "
        f"{objects} ({found.size / 1e6:,.1f} MB) and {entries} are referred to by none"
    )
    if not options.json:
        print(summary)
    gone = bool(found.objects or found.entries)
    if gone and not options.yes:
        if options.json or not sys.stdin.isatty():
            raise RefusedError(f"{summary}; nothing was removed: say --yes to remove them")
        try:
            answer = input("Remove them? [y/N] ")
        except EOFError:  # Ctrl-D
            answer = ""
            print()
        if answer.strip().lower() not in ("y", "yes"):
            print("nothing was removed")
            return 0
    if gone:
        remove(repo.store, found)
        if not options.json:
            print(f"removed {objects} and {entries}")
    if options.json:
        print_json(
            {
                "removed_objects": len(found.objects),
                "removed_slips": len(found.entries),
                "bytes": found.size,
                "kept_objects": found.kept_objects,
            }
        )
    return 0
