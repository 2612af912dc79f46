"""voicepress voice consents: every voice, book, file and date that a consent touches."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.commands._common import print_json
from pipeline.errors import ConsentError, ManifestError, RefusedError

if TYPE_CHECKING:
    from flows.repo import Repo


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", default="", help="of one voice (default: all)")
    parser.add_argument(
        "--check-statement", action="store_true", help="hear the spoken statement that the consent of NAME names"
    )
    parser.add_argument("--recordings", type=Path, nargs="+", default=[], help="what the voice is made of, to compare")
    parser.add_argument("--store", help="where takes are kept: a folder, or a URL (default: the repo's)")


def run(options: argparse.Namespace) -> int:
    from flows.repo import Repo  # half a second, which the actions beside this one would pay
    from models.registry import engine_of
    from pipeline.production.revoking import touched, voices_of

    repo = Repo.at(Path.cwd(), options.store)
    voices, unread = voices_of(repo.root, engine_of)
    chosen = [one for one in voices if options.name in ("", one.name)]
    if not chosen:
        known = ", ".join(one.name for one in voices) or "none"
        raise ManifestError("; ".join([f"there is no voice {options.name!r}; there are: {known}", *unread]))
    if options.check_statement:
        return _statement(options, chosen, repo)
    rows = [_row(one, touched(one, repo.root, repo.out, repo.store, engine_of), repo) for one in chosen]
    if options.json:
        print_json({"voices": rows, "unread": unread})
        return 0
    for row in rows:
        _tell(row)
    for why in unread:
        print(f"not looked at: {why}")
    return 0


def _statement(options: argparse.Namespace, chosen: list[Any], repo: Repo) -> int:
    from flows.commands.voice._statement import answered, checked_statement
    from pipeline.manifests import Voice, find_voice, read_yaml

    if not options.name:
        raise RefusedError("--check-statement: name the voice whose statement is to be heard")
    (used,) = chosen
    path = find_voice(used.name, repo.root)
    named = read_yaml(path, Voice).consent
    beside = (path.parent / named).parent if isinstance(named, str) else path.parent
    reference = used.voice.settings.get("reference_path")  # a whole path: see `with_paths`
    recordings = options.recordings or ([Path(reference)] if isinstance(reference, str) else [])
    answer = answered(checked_statement(used.voice.agreed, beside, recordings))
    if options.json:
        print_json(answer)
    else:
        print("accepted" if answer["accepted"] else f"refused: {answer['refused']}")
        print(
            f"  to be said  {answer['sentence']}\n  heard       {answer['heard']}\n  likeness    {answer['likeness']}"
        )
    return 0 if answer["accepted"] else ConsentError.exit_code


def _row(used: Any, found: Any, repo: Repo) -> dict[str, Any]:
    from pipeline.consent import Permission
    from pipeline.production.revoking import Touched

    assert isinstance(found, Touched)
    consent = used.voice.agreed
    return {
        "voice": used.name, "consent": consent.stated() if consent else None,
        "refused": Permission.of(repo.root, repo.store).in_house(used), "voices": list(found.voices),
        "productions": list(found.productions),
        "files": [
            {"production": f.production, "path": str(f.path), "published": f.day, "sha256": f.digest}
            for f in found.files
        ],
    }  # fmt: skip


def _tell(row: dict[str, Any]) -> None:
    consent = row["consent"]
    print(f"{row['voice']}: " + (f"{consent['kind']} {consent['of']}" if consent else "no consent"))
    for field, said in (consent or {}).items():
        if field not in ("kind", "of"):
            print(f"  {field:12s} {', '.join(map(str, said)) if isinstance(said, list) else said}")
    if row["refused"]:
        print(f"  does not speak: {row['refused']}")
    if others := [name for name in row["voices"] if name != row["voice"]]:
        print(f"  also as      {', '.join(others)}")
    for name in row["productions"]:
        print(f"  book         {name}")
    for file in row["files"]:
        print(f"  file         {file['published']}  {file['path']}")
