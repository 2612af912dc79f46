"""Lock files: what a production was made from, written beside its manifest, one per spec where it names several."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from pipeline.audio import Room
from pipeline.manifests import Lock, Production, Spec, Voice, read_yaml
from pipeline.store import digest_of, digest_of_file, digest_of_json, digest_of_tree
from pipeline.takes import VoiceInUse

FINGERPRINT = re.compile("[0-9a-f]{64}")  # of a voice, in what a lock says of it


def lock_in_force(path: Path, now: Lock) -> Lock | None:
    """The lock at `path`; without one, the lock of the same production for another spec, minus what its spec decides.

    A production that gains or loses a spec is still made from what was locked: only the spec itself and the gain that
    follows from it are open.

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
    """The lock's sentence on a voice's owner and on what the consent allows."""
    kind = "cloned" if voice.cloned else "not cloned"
    if (consent := voice.agreed) is None:
        return f"{kind}, no consent"
    until = f" until {consent.until}" if consent.until else ""
    # Whatever else the record says is fixed by its digest; records of old say no more, and their sentence stays.
    record = f", record {digest_of_json(consent.stated())[:16]}" if consent.beyond_bounds() else ""
    return f"{kind}, {consent.kind} {consent.of!r} for {' and '.join(sorted(consent.uses))}{until}{record}"


def rights_changed(old: Lock, new: Lock) -> dict[str, str]:
    """Changes of consent, disclosure and watermark since the lock was written: field of the lock -> a sentence."""
    changes = {}
    voices = {
        name: (before, now)
        for name, now in (new.consent or {}).items()
        if (before := (old.consent or {}).get(name, now)) != now
    }  # a new voice is reported among `voices`
    if voices:
        changes["consent"] = "; ".join(
            f'the rights in {name!r} were "{before}" and are "{now}"' for name, (before, now) in voices.items()
        )
    if old.disclosure is not None and old.disclosure != new.disclosure:
        changes["disclosure"] = f'the disclosure of cloned voices was "{old.disclosure}" and is "{new.disclosure}"'
    if old.watermark is not None and old.watermark != new.watermark:
        marks = [
            " and ".join(f"{mark} in {name!r}" for name, mark in sorted((lock.watermark or {}).items())) or "none"
            for lock in (old, new)
        ]
        changes["watermark"] = f"the watermark was {marks[0]} and is {marks[1]}"
    return changes


def differences(field: str, old: Mapping[str, str], new: Mapping[str, str]) -> str:
    """The differences between two tables of a lock as sentences; "" where they are equal."""
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
    changes = [
        f"{a} became {b}"
        for a, b in zip(re.split(", ", old), re.split(", ", new), strict=False)
        if a != b and len(a) < 40
    ]
    return "has changed" + (f" ({', '.join(changes)})" if changes else "")


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
