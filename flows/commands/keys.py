"""Keys of the service: who may ask it, for what, and how often.

voicepress keys add app --scope speak      prints the key, once: of it only a digest is kept
voicepress keys list
voicepress keys revoke app                 it opens nothing from now on
"""

from __future__ import annotations

import argparse
from pathlib import Path

from flows.commands._common import print_json
from flows.service.keys import SCOPES, Keys
from pipeline.manifests import repo_of


def arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="add|list|revoke", required=True)
    add = actions.add_parser("add", help="make a key")
    add.add_argument("name", help="of the program, or the person, who will have it")
    add.add_argument("--scope", action="append", choices=SCOPES, default=[], help="what it is for; may be repeated")
    add.add_argument("--until", default="", metavar="DAY", help="the last day on which it opens, UTC: 2027-01-31")
    add.add_argument("--per-minute", type=int, default=600, help="requests (default: 600)")
    add.add_argument("--at-once", type=int, default=8, help="requests (default: 8)")
    actions.add_parser("list", help="the keys that there are")
    revoke = actions.add_parser("revoke", help="take a key back")
    revoke.add_argument("name")
    for action in actions.choices.values():
        action.add_argument("--json", action="store_true", help="answer with JSON, for machines")


def run(options: argparse.Namespace) -> int:
    keys = Keys(repo_of(Path.cwd()))
    if options.action == "add":
        secret = keys.add(
            options.name, options.scope, until=options.until, per_minute=options.per_minute, at_once=options.at_once
        )
        print_json({"name": options.name, "key": secret}) if options.json else print(secret)
    elif options.action == "revoke":
        gone = keys.revoke(options.name)
        print_json({"revoked": gone.name}) if options.json else print(f"{gone.name} opens nothing any more")
    else:
        known = keys.all()
        if options.json:
            fields = ("name", "scopes", "made", "until", "per_minute", "at_once")
            print_json({"keys": [{name: getattr(key, name) for name in fields} for key in known]})
        for key in () if options.json else known:
            until = f"until {key.until}" if key.until else "without an end"
            print(f"{key.name:20s} {', '.join(key.scopes)}; {until}; {key.per_minute} a minute, {key.at_once} at once")
    return 0
