"""voicepress voice retire: a version is no longer for new productions."""

from __future__ import annotations

import argparse

from flows.commands._common import print_json
from flows.commands.voice._registry import (
    by_argument,
    event_answer,
    house,
    version_argument,
    version_named,
    voice_of,
    who,
)
from pipeline.errors import RefusedError


def arguments(parser: argparse.ArgumentParser) -> None:
    version_argument(parser)
    parser.add_argument("--reason", required=True, metavar="TEXT", help="kept, and told to whoever names it")
    by_argument(parser)


def run(options: argparse.Namespace) -> int:
    name, where = version_named(options.version), house()
    if not options.reason.strip():
        raise RefusedError("--reason: say in words why it is retired")
    voice_of(where, name.voice)
    event = where.registry.retire(name.voice, name.version, who(options), options.reason.strip())
    if options.json:
        print_json(event_answer(event))
    else:
        print(f"{name} is retired; a production that is locked to it goes on with it, no other begins with it")
    return 0
