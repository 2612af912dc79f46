"""The lock of a production: what it was made from. It stands beside the manifest, one for each of several specs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.audio import Room
from pipeline.manifests import Lock, Production, Spec, Voice, read_yaml
from pipeline.store import digest_of, digest_of_file, digest_of_tree
from pipeline.takes import VoiceInUse


def lock_path(manifest: Path, specs: Sequence[str], spec: str) -> Path:
    """Where the lock of the production at `manifest` lies for `spec`, one of the `specs` that it names."""
    return manifest.with_name(f"{manifest.stem}.{spec}.lock.yaml" if len(specs) > 1 else f"{manifest.stem}.lock.yaml")


def lock_in_force(path: Path, now: Lock) -> Lock | None:
    """The lock at `path`; where there is none, what a lock of the same production for another spec says.

    A production that is given a second spec, or one spec less, is still made from what was locked: only what the spec
    decides (itself, the book's gain) is open.

    Args:
        now: what a lock would say today.
    """
    if path.exists():
        return read_yaml(path, Lock)
    stem = path.name.partition(".")[0]
    others = {
        _spec(lock): lock
        for other in sorted(path.parent.glob(f"{stem}*.lock.yaml"))
        if other.name in (f"{stem}.lock.yaml", f"{stem}.{_spec(lock := read_yaml(other, Lock))}.lock.yaml")
    }
    if _spec(now) in others:
        return others[_spec(now)]
    return next((lock.model_copy(update={"spec": now.spec, "gain_db": None}) for lock in others.values()), None)


def _spec(lock: Lock) -> str:
    return lock.spec.partition(" ")[0]


def rights_of(voice: Voice) -> str:
    """Whose a voice is and what may be done with it, in words, for the lock."""
    said = "cloned" if voice.cloned else "not cloned"
    if (consent := voice.consent) is None:
        return f"{said}, no consent"
    until = f" until {consent.until}" if consent.until else ""
    return f"{said}, {consent.kind} {consent.of!r} for {' and '.join(sorted(consent.uses))}{until}"


def rights_changed(old: Lock, new: Lock) -> dict[str, str]:
    """What the law hangs on and is no longer as it was locked: field of the lock -> a sentence."""
    said = {}
    voices = {
        name: (before, now)
        for name, now in (new.consent or {}).items()
        if (before := (old.consent or {}).get(name, now)) != now
    }  # another voice is told among `voices`
    if voices:
        said["consent"] = "; ".join(
            f'the rights in {name!r} were "{before}" and are "{now}"' for name, (before, now) in voices.items()
        )
    if old.disclosure is not None and old.disclosure != new.disclosure:
        said["disclosure"] = f'the disclosure of cloned voices was "{old.disclosure}" and is "{new.disclosure}"'
    if old.watermark is not None and old.watermark != new.watermark:
        marks = [
            " and ".join(f"{mark} in {name!r}" for name, mark in sorted((lock.watermark or {}).items())) or "none"
            for lock in (old, new)
        ]
        said["watermark"] = f"the watermark was {marks[0]} and is {marks[1]}"
    return said


def differences(field: str, old: Mapping[str, str], new: Mapping[str, str]) -> str:
    """What has changed between two tables of a lock, in words; "" where nothing has."""
    return "; ".join(
        f"the {field.removesuffix('s')} {name!r} {_how(old.get(name), new.get(name))}"
        for name in sorted(set(old) | set(new))
        if old.get(name) != new.get(name)
    )


def _how(old: str | None, new: str | None) -> str:
    if old is None:
        return "is new"
    if new is None:
        return "is no longer used"
    said = [
        f"{a} became {b}"
        for a, b in zip(re.split(", ", old), re.split(", ", new), strict=False)
        if a != b and len(a) < 40
    ]
    return "has changed" + (f" ({', '.join(said)})" if said else "")


def lock_now(
    source: Path,
    folder: Path,
    production: Production,
    spec: str,
    rules: Spec,
    voices: Mapping[str, VoiceInUse],
    rooms: Mapping[str, Room],
) -> Lock:
    """What a lock of this production would say today; `source` is the file that its lines come from."""
    return Lock(
        manuscript=digest_of_tree(source) if production.SOURCE else digest_of(production.content().encode()),
        lexicons={name: digest_of_file(folder / name) for name in production.lexicons},
        spec=f"{spec} {digest_of(rules.model_dump_json(exclude_defaults=True).encode())}",
        voices={name: f"version {v.voice.version}, {v.engine.version}, seed {v.voice.seed}, {v.fingerprint}"
                + (f", room tone {rooms[name].digest}" if name in rooms else "")
                for name, v in voices.items()},
        consent={name: rights_of(v.voice) for name, v in voices.items()},
        disclosure=production.disclosure.told(any(v.voice.cloned for v in voices.values())),
        watermark={name: v.voice.watermark for name, v in voices.items() if v.voice.watermark},
        level=digest_of(rules.level.model_dump_json().encode())[:16])  # fmt: skip
