"""After an alias has moved: which productions name it, and what their next plan will say."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from flows.commands._common import print_json
from flows.commands.voice._registry import event_answer
from pipeline.errors import VoicepressError
from pipeline.manifests import Cast, Lock, Production, VoiceName, read_production, read_yaml, voice_file
from pipeline.manifests.lock import lock_path
from pipeline.registry import Event
from pipeline.registry.house import House
from pipeline.registry.records import STABLE


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
