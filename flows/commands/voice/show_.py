"""voicepress voice show: registered voices, one of them with its history, or one version."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from flows.commands._common import print_json
from flows.commands.voice._registry import event_answer, house, version_answer, voice_of
from pipeline.errors import RefusedError
from pipeline.manifests import VoiceName
from pipeline.registry import RegisteredVoice, Version
from pipeline.registry.house import House


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", default="", help="such as ann, ann@stable, ann@3; none lists all voices")
    parser.add_argument("--yaml", action="store_true", help="print the manifest of a version as it was registered")


def run(options: argparse.Namespace) -> int:
    where = house()
    if not options.name:
        return _all(where, as_json=options.json)
    name = VoiceName.of(options.name)
    voice = voice_of(where, name.voice)
    if not (name.alias or name.version):
        if options.yaml:
            raise RefusedError(f"--yaml: of which version? Name one of {', '.join(map(str, sorted(voice.versions)))}")
        return _voice(voice, as_json=options.json)
    version = _version_of(name, voice)
    if options.yaml:
        sys.stdout.write(version.manifest)
    elif options.json:
        print_json(version_answer(version, voice))
    else:
        _version(version, voice)
    return 0


def _version_of(name: VoiceName, voice: RegisteredVoice) -> Version:
    number = name.version or voice.alias(name.alias).version
    if number not in voice.versions:
        there = [*map(str, sorted(voice.versions)), *sorted(voice.aliases)]
        raise RefusedError(f"there is no {name}; of {name.voice!r} there are: {', '.join(there)}")
    return voice.versions[number]


def _all(where: House, *, as_json: bool) -> int:
    names = where.registry.names() if where.exists else []
    voices = [where.registry.voice(name) for name in names]
    if as_json:
        print_json([{"voice": v.name, "versions": sorted(v.versions), "aliases": _aliases(v)} for v in voices])
    elif not voices:
        print(f"no voice is registered in {Path(where.settings.database)}")
    for voice in () if as_json else voices:
        print(f"{voice.name}: versions {', '.join(map(str, sorted(voice.versions)))}; {_told(voice)}")
    return 0


def _aliases(voice: RegisteredVoice) -> dict[str, int]:
    return {alias.alias: alias.version for alias in voice.aliases.values()}


def _told(voice: RegisteredVoice) -> str:
    return ", ".join(f"{alias} is {version}" for alias, version in sorted(_aliases(voice).items())) or "no alias"


def _voice(voice: RegisteredVoice, *, as_json: bool) -> int:
    if as_json:
        print_json({
            "voice": voice.name, "aliases": _aliases(voice), "head": voice.events[-1].digest,
            "versions": [version_answer(version, voice) for _, version in sorted(voice.versions.items())],
            "events": [event_answer(event) for event in voice.events]})  # fmt: skip
        return 0
    print(f"{voice.name}: {_told(voice)}")
    for event in voice.events:
        what = f"{event.kind} {voice.name}@{event.version}{f' as {event.alias}' if event.alias else ''}"
        came = f", from {event.details['from']}" if event.details.get("from") else ""
        print(
            f"  {event.number:4d}  {event.at}  {what}{came}, by {event.by}{f': {event.reason}' if event.reason else ''}"
        )
    print(f"history: whole, {len(voice.events)} events, head {voice.events[-1].digest}")
    return 0


def _version(version: Version, voice: RegisteredVoice) -> None:
    told = version_answer(version, voice)
    aliases = ", ".join(told["aliases"]) or "no alias"
    print(f"{version.name}: {aliases}{'; retired: ' + told['retired'] if told['retired'] else ''}")
    print(
        f"  made at {version.made_at} by {version.made_by}{f', from {version.made_from}' if version.made_from else ''}"
    )
    print(f"  engine {version.engine}, fingerprint {version.fingerprint}, code {version.code}")
    for name, digest in version.data.items():
        print(f"  data {name} {digest}")
    for file in version.files:
        print(f"  {file.setting} {file.name} {file.digest} ({file.size:,} bytes)")
    for gate in sorted(version.gates):
        print(f"  gate {gate}")
    print(f"  record {told['digest']}")
