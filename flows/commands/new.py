"""Write a commented starter manifest from a book's own metadata, in a folder of its own beside a copy of the book."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from flows.commands._common import print_json
from pipeline.errors import Refused
from pipeline.intake import read_manuscript
from pipeline.manifests import house_of
from pipeline.production.starter import slug_of, starter, write_starter


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("book", type=Path, metavar="BOOK.epub")
    parser.add_argument("--to", type=Path, help="folder of the production (default: manifests/productions/TITLE)")
    parser.add_argument("--voice", help="name of a voice in manifests/voices (default: the first there)")


def run(options: argparse.Namespace) -> int:
    manuscript = read_manuscript(options.book)
    folder = options.to or house_of(Path.cwd()) / "manifests" / "productions" / slug_of(manuscript.title)
    voices = sorted(p.stem for p in (house_of(folder) / "manifests" / "voices").glob("*.yaml"))
    if not options.voice and not voices:
        raise Refused(f"there is no voice in {house_of(folder) / 'manifests' / 'voices'}; name one with --voice")
    path = folder / "production.yaml"
    if path.exists():
        raise Refused(f"{path} exists; a person's manifest is not written over: name another folder with --to")
    text = starter(manuscript, options.book.name, options.voice or voices[0])
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / options.book.name
    if not copy.exists():
        (shutil.copytree if options.book.is_dir() else shutil.copyfile)(options.book, copy)
    write_starter(path, text)
    if options.json:
        print_json({"production": str(path), "manuscript": str(copy), "title": manuscript.title})
    else:
        print(f"{path}\n\n{text}\nnext: voicepress plan {path}")
    return 0
