"""voicepress voice revoke: an owner takes the consent back."""

from __future__ import annotations

import argparse
from pathlib import Path

from flows.commands._common import count, print_json
from pipeline.errors import RefusedError


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", help="of manifests/voices/NAME.yaml")
    parser.add_argument("--reason", required=True, help="in words; kept with the revocation")
    parser.add_argument("--store", help="where takes are kept: a folder, or a URL (default: the repo's)")
    parser.add_argument(
        "--erase", default="", metavar="WORD", help="delete the locked takes, too; the owner's word on which: a letter"
    )


def run(options: argparse.Namespace) -> int:
    from models.registry import engine_of
    from pipeline.production.job.voices import voices_in_use
    from pipeline.production.revoking import revoke, touched

    if not any(map(str.isalnum, options.reason)):
        raise RefusedError("--reason: a blank is none; say in words why the consent is taken back")
    from flows.repo import Repo  # half a second, which the actions beside this one would pay

    repo = Repo.at(Path.cwd(), options.store)
    used = voices_in_use([options.name], repo.root, engine_of, "", rehearsal=False)[options.name]
    found = touched(used, repo.root, repo.out, repo.store, engine_of)
    reason = (
        f"{options.reason}; takes deleted by the owner's word: {options.erase}" if options.erase else options.reason
    )
    revocation, locked = revoke(used, found, repo.root, repo.store, reason)
    erased = repo.store.erase_locked(locked.where) if options.erase else 0
    if options.json:
        print_json(
            {
                "voice": options.name, "at": revocation.at, "reason": revocation.reason, "voices": list(found.voices),
                "productions": list(found.productions), "takes_locked": locked.takes, "others_locked": locked.others,
                "erased": erased, "unread": list(found.unread),
                "files": [
                    {"production": f.production, "path": str(f.path), "published": f.day, "sha256": f.digest}
                    for f in found.files
                ],
            }
        )  # fmt: skip
        return 0
    print(f"{', '.join(found.voices)}: revoked at {revocation.at}. Nothing speaks with it any more.")
    print(
        f"{count(locked.takes, 'take')} and {locked.others:,} masters, encodings and deliverables are "
        + (f"deleted ({erased:,} files)." if erased else f"locked away in {repo.store}/locked/{locked.where}.")
    )
    print(f"{count(len(found.files), 'published file')} with this voice:" if found.files else "No file was published.")
    for file in found.files:
        print(f"  {file.day}  {file.path}")
    for why in found.unread:
        print(f"not looked at: {why}")
    print("Commit manifests/revoked.yaml. Copies of these files elsewhere are yours to call back.")
    return 0
