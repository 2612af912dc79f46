"""Write a commented starter manifest from a book's own metadata, in a folder of its own beside a copy of the book."""

from __future__ import annotations

import argparse
import shlex
import shutil
from pathlib import Path

from flows import answers
from flows.commands._common import print_json
from pipeline.errors import Refused
from pipeline.intake import read_manuscript
from pipeline.manifests import Read, Voice, find_voice, house_of, read_yaml
from pipeline.production.starter import EMBEDDED_VOICE, slug_of, starter, write_starter
from pipeline.script import coverage_of, notes_on_unread, select


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("book", type=Path, metavar="BOOK.epub")
    parser.add_argument("--to", type=Path, help="folder of the production (default: manifests/productions/TITLE)")
    parser.add_argument("--encoding", default="", help="of a text or HTML page, where it cannot be found out")
    parser.add_argument("--voice", help="of manifests/voices (default: the first there, or the embedded one)")


def run(options: argparse.Namespace) -> int:
    manuscript = read_manuscript(options.book, options.encoding)
    house = house_of(Path.cwd())
    folder = options.to or house / "manifests" / "productions" / slug_of(manuscript.title)
    voices = sorted(p.stem for p in (house / "manifests" / "voices").glob("*.yaml"))
    if options.voice and options.voice not in voices:
        raise Refused(f"there is no voice {options.voice!r} in {house / 'manifests' / 'voices'}; there are: "
                      f"{', '.join(voices) or 'none'}")
    path = folder / "production.yaml"
    if path.exists():
        raise Refused(f"{path} exists; a person's manifest is not written over: name another folder with --to")
    speaking = [name for name in voices if _speaks(read_yaml(find_voice(name, house), Voice), manuscript.language)]
    voice = options.voice or (speaking or voices or ["heart"])[0]
    speaks = voice in speaking if voices else _primary(manuscript.language) == "en"  # as the embedded voice does
    text = starter(manuscript, options.book.name, voice, speaks=speaks, encoding=options.encoding)
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / options.book.name
    if not copy.exists():
        (shutil.copytree if options.book.is_dir() else shutil.copyfile)(options.book, copy)
    write_starter(path, text)
    if not voices:
        write_starter(house / "manifests" / "voices" / "heart.yaml", EMBEDDED_VOICE)
    selected = select(manuscript, Read())
    found = [*notes_on_unread(selected, Read(), coverage_of(selected)), *manuscript.notes]
    if options.json:
        print_json({"production": str(path), "manuscript": str(copy), "title": manuscript.title,
                    "notes": answers.notes(found)})
    else:
        print(f"{path}\n\n{text}")
        for note in found:
            print(f"note {note.code} {note.where}: {note.found}")
        print(f"next: voicepress plan {shlex.quote(str(path))}")
    return 0


def _speaks(voice: Voice, language: str) -> bool:
    return "*" in voice.languages or _primary(language) in map(_primary, voice.languages)


def _primary(language: str) -> str:
    return language.split("-")[0].lower()
