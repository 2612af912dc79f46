"""voicepress voice promote: an alias moves to a version."""

from __future__ import annotations

import argparse

from flows.commands.voice._moving import told
from flows.commands.voice._registry import by_argument, house, version_argument, version_named, voice_of, who


def arguments(parser: argparse.ArgumentParser) -> None:
    version_argument(parser)
    parser.add_argument("alias", help="such as stable, canary")
    by_argument(parser)


def run(options: argparse.Namespace) -> int:
    name, where = version_named(options.version), house()
    alias = voice_of(where, name.voice).alias(options.alias)
    event = where.registry.promote(name.voice, name.version, options.alias, alias.generation, who(options))
    return told(event, where, as_json=options.json)
