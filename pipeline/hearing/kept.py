"""Hearings in the store: what was heard is kept, and found again by its request."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.hearing.requests import HearRequest
from pipeline.listener import Hearing
from pipeline.records import Missing
from pipeline.store import CacheEntry, NewEntry, Store


def find_hearings(store: Store, requests: Iterable[HearRequest]) -> dict[str, Hearing | Missing]:
    """What the store holds for each request, or why there is nothing, by the request's key. Reads no audio."""
    found: dict[str, Hearing | Missing] = {}
    with store.listed():
        for request in requests:
            if request.key not in found:
                found[request.key] = store.find_as("hearing", request.key, hearing_of)
    return found


def keep_hearings(store: Store, requests: Sequence[HearRequest], hearings: Sequence[Hearing]) -> list[Hearing]:
    """Keeps what was heard. The hearing is its entry's facts; all entries name one empty object.

    It does not wait for the disk: what a power cut leaves unwritten is heard again.
    """
    inputs = [
        {"take": request.take, "spoken": request.spoken, "language": request.language, "listener": hearing.listener}
        for request, hearing in zip(requests, hearings, strict=True)
    ]
    new = [
        NewEntry("hearing", request.key, b"", hearing, given)
        for request, hearing, given in zip(requests, hearings, inputs, strict=True)
    ]
    return [hearing_of(entry) for entry in store.keep(*new, synced=False)]


def hearing_of(entry: CacheEntry) -> Hearing:
    return entry.facts_as(Hearing)


def take_heard(entry: CacheEntry) -> str:
    """The digest of the take that an entry is about."""
    return str(entry.inputs.get("take", ""))
