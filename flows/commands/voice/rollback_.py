"""voicepress voice rollback: an alias moves back to the version before."""

from __future__ import annotations

import argparse

from flows.commands.voice._registry import by_argument, house, told, voice_of, who
from pipeline.manifests import VoiceName
from pipeline.registry.records import STABLE


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("voice", help="such as ann, which is ann@stable")
    parser.add_argument("--reason", default="", metavar="TEXT", help="kept in the history")
    by_argument(parser)


def run(options: argparse.Namespace) -> int:
    name, where = VoiceName.of(options.voice), house()
    alias = voice_of(where, name.voice).alias(name.alias or STABLE)
    event = where.registry.roll_back(name.voice, alias.alias, alias.generation, who(options), options.reason)
    return told(event, where, as_json=options.json)
