"""What the commands on registered voices share."""

from __future__ import annotations

import argparse
import getpass
import socket
from pathlib import Path
from typing import Any

from pipeline.errors import RefusedError
from pipeline.manifests import VoiceName, repo_of
from pipeline.registry import Event, RegisteredVoice, Version
from pipeline.registry.house import House, house_of


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
