"""What the commands on registered voices share."""

from __future__ import annotations

import argparse
import getpass
import socket
from contextlib import suppress
from pathlib import Path
from typing import Any

from flows.commands._common import print_json
from pipeline.errors import RefusedError, VoicepressError
from pipeline.manifests import Cast, Lock, Production, VoiceName, read_production, read_yaml, repo_of, voice_file
from pipeline.manifests.lock import lock_path
from pipeline.registry import Event, RegisteredVoice, Version
from pipeline.registry.house import House, house_of
from pipeline.registry.records import STABLE


def version_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("version", metavar="NAME@VERSION", help="such as ann@3")


def by_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--by", default="", metavar="WHO", help="in the history (default: this user at this machine)")


def who(options: argparse.Namespace) -> str:
    by: str = options.by.strip()
    return by or f"{getpass.getuser()}@{socket.gethostname()}"


def house() -> House:
    return house_of(repo_of(Path.cwd()))


def version_named(written: str) -> VoiceName:
    """ann@3.

    Raises:
        RefusedError: it names no version.
    """
    name = VoiceName.of(written)
    if not name.version:
        raise RefusedError(f"{written!r} names no version: write it as {name.voice}@3")
    return name


def voice_of(house: House, name: str) -> RegisteredVoice:
    """The registered voice.

    Raises:
        RefusedError: it is not registered.
    """
    found = house.registry.voice(name) if house.exists else RegisteredVoice(name)
    if not found.versions:
        raise RefusedError(
            f"the voice {name!r} is not registered; register it with 'voicepress voice register "
            f"manifests/voices/{name}.yaml'"
        )
    return found


def event_answer(event: Event) -> dict[str, Any]:
    """For machines."""
    return {
        "voice": event.voice, "number": event.number, "kind": event.kind, "version": event.version,
        "alias": event.alias, "at": event.at, "by": event.by, "details": dict(event.details), "digest": event.digest,
    }  # fmt: skip


def version_answer(version: Version, voice: RegisteredVoice) -> dict[str, Any]:
    return {
        "voice": version.voice, "version": version.version, "engine": version.engine,
        "fingerprint": version.fingerprint, "code": version.code, "data": dict(version.data),
        "files": [{"setting": f.setting, "name": f.name, "digest": f.digest, "bytes": f.size} for f in version.files],
        "gates": sorted(version.gates), "made_from": version.made_from, "made_by": version.made_by,
        "made_at": version.made_at, "digest": version.digest(),
        "aliases": sorted(a.alias for a in voice.aliases.values() if a.version == version.version),
        "retired": voice.retired[version.version].reason if version.version in voice.retired else "",
    }  # fmt: skip


# ---------------------------------------------------------------- after an alias has moved


def told(event: Event, house: House, *, as_json: bool) -> int:
    """Prints where the alias is now, and what the next plans change."""
    changes: dict[Path, str] = {}
    for path, sentence in _changes(event, house.repo):
        changes[path] = f"{changes[path]}; {sentence}" if path in changes else sentence
    if as_json:
        print_json({**event_answer(event), "productions": {str(path): said for path, said in changes.items()}})
        return 0
    before = event.details.get("from")
    print(f"{event.voice}@{event.alias} is version {event.version}{f', and was {before}' if before else ''}")
    for path, sentence in changes.items():
        print(f"  {path}: {sentence}")
    return 0


def _changes(event: Event, repo: Path) -> list[tuple[Path, str]]:
    out = []
    for path in sorted((repo / "manifests" / "productions").rglob("production.yaml")):
        with suppress(VoicepressError):  # one that cannot be read is told by its own plan
            production = read_production(path)
            for name in _names(production, path):
                if _means(name, event, repo):
                    out.append((path.relative_to(repo), _sentence(path, production, name, event)))
    return out


def _names(production: Production, path: Path) -> list[str]:
    if not production.cast:
        return [production.voice]
    cast = read_yaml(path.parent / production.cast, Cast)
    return list(dict.fromkeys([cast.narrator, *(rule.voice for rule in cast.rules)]))


def _means(written: str, event: Event, repo: Path) -> bool:
    if voice_file(written, repo):
        return False  # a plain manifest
    name = VoiceName.of(written)
    return name.voice == event.voice and not name.version and (name.alias or STABLE) == event.alias


def _sentence(path: Path, production: Production, name: str, event: Event) -> str:
    """What its lock holds, and so what its next plan will say."""
    locked = set()
    for spec in production.specs:
        if (file := lock_path(path, production.specs, spec)).exists():
            locked.add(read_yaml(file, Lock).voices.get(name, "").partition(",")[0].removeprefix("version "))
    if not locked:
        return f"not made yet; it will be spoken by version {event.version}"
    if locked == {str(event.version)}:
        return f"locked to version {event.version}: nothing changes"
    return (
        f"locked to version {' and '.join(sorted(locked))}: the next plan says that {name} has changed to "
        f"{event.version}, and nothing is spoken anew unless it is accepted (--accept voices)"
    )
