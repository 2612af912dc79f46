"""Write a commented starter manifest from a book's own metadata, in a folder of its own beside a copy of the book.

A timed script (SRT, VTT, ASS, TTML, DAPT, STL, a cue sheet) begins a dub; --picture names its film.

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

_SCRIPTS = frozenset(
    ".srt .vtt .webvtt .sbv .ass .ssa .sub .ttml .dfxp .itt .imsc .dapt .ebutt .stl .csv .tsv .xlsx .xlsm .xml".split()
)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("books", type=Path, nargs="+", metavar="BOOK.epub")
    parser.add_argument("--to", type=Path, help="folder of the production (default: manifests/productions/TITLE)")
    parser.add_argument("--picture", type=Path, metavar="FILM.mp4", help="of a timed script: rate, length, timecode")
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
    if options.picture or any(map(_is_script, options.books)):
        return _dub(options, repo)
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


def _is_script(path: Path) -> bool:
    """By its suffix, before anything of scripts is imported."""
    return path.suffix.lower() in _SCRIPTS


def _dub(options: argparse.Namespace, repo: Path) -> int:
    from pipeline.production.starting.dubs import begin_dub

    if len(options.books) > 1:
        raise RefusedError("one script at a time begins a dub")
    begun = begin_dub(
        options.books[0], options.picture, options.to, voice=options.voice, encoding=options.encoding, repo=repo
    )
    notes = answers.findings(begun.findings)
    if options.json:
        print_json({"production": str(begun.path), "script": str(begun.script), "title": begun.title, "notes": notes})
        return 0
    print(f"{begun.path}\n\n{begun.text}")
    for finding in begun.findings:
        print(f"note {finding.code} {finding.where}: {finding.found}")
    print(f"next: voicepress spot {shlex.quote(str(begun.script))}")
    return 0


def _tell(begun: Begun) -> None:
    print(f"{begun.path}\n\n{begun.text}")
    for finding in begun.findings:
        print(f"note {finding.code} {finding.where}: {finding.found}")
    print(f"next: voicepress plan {shlex.quote(str(begun.path))}")
