"""voicepress voice revoke: an owner takes the consent back; --lift: and has given a new one."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.commands._common import count, print_json
from flows.commands.voice._registry import by_argument, who
from pipeline.errors import RefusedError

if TYPE_CHECKING:
    from flows.repo import Repo


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", help="of manifests/voices/NAME.yaml")
    parser.add_argument("--reason", required=True, help="in words; kept with the revocation")
    parser.add_argument("--store", help="where takes are kept: a folder, or a URL (default: the repo's)")
    parser.add_argument(
        "--lift",
        action="store_true",
        help="the owner has agreed anew: the voice's consent is another record, and it speaks again; takes stay locked",
    )
    by_argument(parser)
    parser.add_argument(
        "--erase", default="", metavar="WORD", help="delete the locked takes, too; the owner's word on which: a letter"
    )


def run(options: argparse.Namespace) -> int:
    from models.registry import engine_of
    from pipeline.production.job.voices import voices_in_use
    from pipeline.production.revoking import revoke, touched

    if not any(map(str.isalnum, options.reason)):
        raise RefusedError("--reason: a blank is none; say in words why the consent is taken back, or given anew")
    if options.lift and options.erase:
        raise RefusedError("--lift gives a voice back, and --erase deletes its takes; say one of them")
    from flows.repo import Repo  # half a second, which the actions beside this one would pay

    repo = Repo.at(Path.cwd(), options.store)
    used = voices_in_use([options.name], repo.root, engine_of, "", rehearsal=False)[options.name]
    if options.lift:
        return _lift(options, repo, used)
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
                "erased": erased, "unread": list(found.unread), "auditions": list(map(str, found.auditions)),
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
    if found.auditions:
        print("Pages on which its versions were compared are locked away with them:")
    for folder in found.auditions:
        print(f"  {folder}")
    for why in found.unread:
        print(f"not looked at: {why}")
    print("Commit manifests/revoked.yaml. Copies of these files elsewhere are yours to call back.")
    return 0


def _lift(options: argparse.Namespace, repo: Repo, used: Any) -> int:
    from pipeline.consent import now
    from pipeline.consent.lifting import lift
    from pipeline.consent.likeness import likeness_of

    marks = likeness_of(used.voice, used.engine, used.fingerprint)
    lifts = lift(repo.root, repo.store, options.name, marks, used.voice.agreed, who(options), options.reason, now())
    first = lifts[0]
    if options.json:
        print_json(
            {"voice": options.name, "at": first.at, "by": first.by, "reason": first.reason, "consent": first.consent,
             "revocations": [one.revocation for one in lifts]}
        )  # fmt: skip
        return 0
    print(f"{options.name}: lifted at {first.at} by {first.by}, for the consent {used.voice.agreed.of} and no other.")
    print("What was locked away stays so. Commit manifests/revoked.yaml.")
    return 0
