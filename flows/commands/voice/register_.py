"""voicepress voice register: a manifest and its files become an immutable version."""

from __future__ import annotations

import argparse
from pathlib import Path

from flows.commands._common import print_json
from flows.commands.voice._registry import by_argument, house, version_answer, voice_of, who
from pipeline.manifests import repo_of


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("voice", help="manifests/voices/NAME.yaml, or NAME")
    parser.add_argument("--from", dest="made_from", default="", metavar="TEXT", help="what it was made from, in words")
    parser.add_argument(
        "--data", type=Path, action="append", default=[], metavar="PATH",
        help="a file or folder that it was made from, kept as a digest (can be said several times)")  # fmt: skip
    by_argument(parser)


def run(options: argparse.Namespace) -> int:
    from models.registry import code_of, engine_of
    from pipeline.production.job.voices import voices_in_use
    from pipeline.registry.registering import Origin, name_of, register

    repo, where = repo_of(Path.cwd()), house()
    name = name_of(options.voice, repo)
    used = voices_in_use([name], repo, engine_of, "", rehearsal=False)[name]
    origin = Origin(
        used.engine.version, used.fingerprint, code_of(used.voice), who(options), options.made_from, options.data
    )
    version = register(name, repo, where, origin)
    if options.json:
        print_json(version_answer(version, voice_of(where, name)))
    else:
        print(
            f"{version.name}: registered at {version.made_at} by {version.made_by}, {len(version.files)} files of "
            f"{version.size / 1e6:.1f} MB in {where.weights}"
        )
        print(f"productions use it as `voice: {version.name}`; 'voicepress voice promote {version.name} stable' moves")
        print(f"`voice: {name}@stable` there")
    return 0
