"""Requests to hear a take: what decides what is heard. Equal requests are one hearing, wherever their lines stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.listener import Listener, Role
from pipeline.records import Take
from pipeline.store import hearing_key

MS_PER_CHARACTER = 60  # of an unhurried narrator


@dataclass(frozen=True, slots=True)
class HearRequest:
    """A take for one listener to hear."""

    key: str
    take: str  # digest of its object
    spoken: str
    language: str
    listener: str  # its name among LISTENERS
    role: Role
    duration_ms: int  # of the take

    @property
    def size(self) -> int:
        """How much work it is, for queues and timeouts: about the characters that are heard."""
        return self.duration_ms // MS_PER_CHARACTER + 1


@dataclass(frozen=True, slots=True)
class ListenerInUse:
    """A listener for a role, with its name among LISTENERS and its fingerprint, asked for once."""

    name: str
    role: Role
    listener: Listener
    fingerprint: str


# The listener for a role and a language (BCP 47); None where there is none. models/registry.py implements it.
ListenerOf = Callable[[Role, str], ListenerInUse | None]


def hear_request(take: Take, spoken: str, language: str, listener: ListenerInUse) -> HearRequest:
    """The request that `listener` hears a take of a spoken form."""
    key = hearing_key(take.digest, spoken, language, listener.fingerprint)
    return HearRequest(key, take.digest, spoken, language, listener.name, listener.role, take.duration_ms)
