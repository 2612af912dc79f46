"""The history of a voice as a chain of digests, and its check: what was changed behind our back is found and said.

Each event holds the digest of the one before it, and the event of a registration the digest of its version. Triggers
keep programs and people from changing rows; whoever removes the triggers and changes a row breaks the chain, unless all
that follows is worked out anew. The head of the chain (`voicepress voice show ann` prints it) is therefore worth noting
elsewhere: a commit, a mail. Aliases are what the events say they are, or the table was tampered with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pipeline.errors import VoiceError
from pipeline.registry.records import MOVES, REGISTERED, Event, RegisteredVoice
from pipeline.store.keys import digest_of_json


def next_event(
    events: Sequence[Event],
    voice: str,
    kind: str,
    version: int,
    alias: str,
    at: str,
    by: str,
    details: Mapping[str, Any],
) -> Event:
    """The event that follows `events`, with its digest."""
    previous = events[-1] if events else None
    event = Event(
        voice, (previous.number if previous else 0) + 1, kind, version, alias, at, by, details,
        previous.digest if previous else "", "")  # fmt: skip
    return replace(event, digest=digest_of_event(event))


def digest_of_event(event: Event) -> str:
    return digest_of_json(
        [event.voice, event.number, event.kind, event.version, event.alias, event.at, event.by, dict(event.details),
         event.previous])  # fmt: skip


def check(voice: RegisteredVoice, where: str) -> None:
    """Raises VoiceError where the history, the versions or the aliases are not what was written."""
    if wrong := next(_wrong(voice), ""):
        raise tampered(where, voice.name, wrong)


def tampered(where: str, voice: str, wrong: str) -> VoiceError:
    return VoiceError(
        f"the registry {where} has been tampered with: {wrong}. Nothing of {voice!r} is used; put back a copy from "
        "before, and find out who can write there"
    )


def _wrong(voice: RegisteredVoice) -> Iterator[str]:
    previous = ""
    for number, event in enumerate(voice.events, 1):
        what = f"event {event.number} of {voice.name!r} ({event.kind}, {event.at})"
        if event.number != number:
            yield f"event {number} of {voice.name!r} is missing"
        if event.previous != previous:
            yield f"{what} does not follow the one before it"
        if event.digest != digest_of_event(event):
            yield f"{what} is not as it was written"
        previous = event.digest
    yield from _wrong_versions(voice)
    yield from _wrong_aliases(voice)


def _wrong_versions(voice: RegisteredVoice) -> Iterator[str]:
    registered = {e.version: e.details.get("record") for e in voice.events if e.kind == REGISTERED}
    for version in sorted(set(registered) | set(voice.versions)):
        if version not in voice.versions:
            yield f"{voice.name}@{version} was registered and is gone"
        elif version not in registered:
            yield f"{voice.name}@{version} was never registered"
        elif voice.versions[version].digest() != registered[version]:
            yield f"{voice.name}@{version} is not as it was registered"


def _wrong_aliases(voice: RegisteredVoice) -> Iterator[str]:
    told: dict[str, tuple[int, int]] = {}
    for event in voice.events:
        if event.kind in MOVES:
            told[event.alias] = event.version, told.get(event.alias, (0, 0))[1] + 1
    stands = {name: (alias.version, alias.generation) for name, alias in voice.aliases.items()}
    for alias in sorted(set(told) | set(stands)):
        if told.get(alias) != stands.get(alias):
            now = f"is {voice.name}@{stands[alias][0]}" if alias in stands else "is gone"
            was = f"{voice.name}@{told[alias][0]}" if alias in told else "no such alias"
            yield f"{voice.name}@{alias} {now}, and its history says {was}"
