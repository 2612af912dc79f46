"""Write a commented starter manifest from a book's own metadata, in a folder of its own beside a copy of the book.

Asks nothing: a voice that speaks the book's language is taken, and where there is none, the manifest says so.
"""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path
from typing import Any

from flows import answers
from flows.commands._common import print_json
from pipeline.errors import RefusedError
from pipeline.manifests import repo_of
from pipeline.production.starting.beginning import Begun, begin


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("books", type=Path, nargs="+", metavar="BOOK.epub")
    parser.add_argument("--to", type=Path, help="folder of the production (default: manifests/productions/TITLE)")
    parser.add_argument("--encoding", default="", help="of a text or HTML page, where it cannot be found out")
    parser.add_argument(
        "--voice",
        default="",
        help="of manifests/voices (default: the first that speaks the book's language, or the embedded one)",
    )


def run(options: argparse.Namespace) -> int:
    if options.to and len(options.books) > 1:
        raise RefusedError(
            "--to is the folder of one book; leave it out, and each gets one under manifests/productions"
        )
    repo = repo_of(Path.cwd())
    made: list[dict[str, Any]] = []
    for book in options.books:
        begun = begin(book, options.to, voice=options.voice, encoding=options.encoding, repo=repo)
        made.append(
            {
                "production": str(begun.path),
                "manuscript": str(begun.book),
                "title": begun.manuscript.title,
                "notes": answers.findings(begun.findings),
            }
        )
        if not options.json:
            _tell(begun)
    if options.json:
        print_json(made[0] if len(made) == 1 else made)
    return 0


def _tell(begun: Begun) -> None:
    print(f"{begun.path}\n\n{begun.text}")
    for finding in begun.findings:
        print(f"note {finding.code} {finding.where}: {finding.found}")
    print(f"next: voicepress plan {shlex.quote(str(begun.path))}")
