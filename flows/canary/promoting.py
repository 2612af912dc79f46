"""Whether an alias may move to a version: by what its comparison with the version that it is to replace found."""

from __future__ import annotations

from pipeline.registry import Event, RegisteredVoice
from pipeline.registry.records import COMPARED, STABLE


def last_comparison(voice: RegisteredVoice, candidate: int, champion: int) -> Event | None:
    """The last comparison of the two, as it is kept in the history."""
    found = [e for e in voice.events if e.kind == COMPARED and e.version == candidate]
    return next((e for e in reversed(found) if e.details.get("against") == champion), None)


def refused(voice: RegisteredVoice, version: int, alias: str) -> tuple[str, ...]:
    """Why the alias may not move; only `stable` is guarded, and only where it names another version already."""
    now = voice.alias(alias).version
    if alias != STABLE or not now or now == version:
        return ()
    event = last_comparison(voice, version, now)
    if event is None:
        return (
            f"it was never compared with {voice.name}@{now}, which is {alias}: 'voicepress voice canary "
            f"{voice.name}@{version}' does",
        )
    return tuple(event.details.get("refused", ()))
