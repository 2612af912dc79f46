"""Approved takes: found by the digest of their sound, whatever asked for them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from pipeline.audio import Clip, take_clip, trimmed
from pipeline.errors import StoreError
from pipeline.records import Missing, Take
from pipeline.store import DAMAGED, NewEntry, Store, approved_key, stored_findings
from pipeline.takes import TakeRequest, find_takes, take_of
from pipeline.takes.kept import TakeFacts

APPROVED_FOR = "approved_for"  # among a take's facts: the text of the line that it was a take of


def find_approved(store: Store, digest: str, attempts: Sequence[TakeRequest], text: str = "") -> Take | Missing:
    """The take with this sound. What is known of it is kept under its digest: the voice that would ask for it changes,
    and its own request is then known to nobody.

    Args:
        attempts: that the line would have today; the take is mostly one of them.
        text: of the line. It is kept with the take where it is one of them.
    """
    key = approved_key(digest)
    known = store.find_as("approved", key, take_of)
    if isinstance(known, Take) and known.digest == digest:
        return known
    if not store.has(digest):
        return Missing("its sound is not in the store")
    takes = find_takes(store, attempts).values()
    same = next((one for one in takes if isinstance(one, Take) and one.digest == digest), None)
    try:
        data = store.read(digest)
        facts = _facts(same, text) if same else _measured(take_clip(data))
    except StoreError:
        return DAMAGED
    with suppress(StoreError):  # a store that cannot be written to: it is found the same way next time
        store.keep(NewEntry("approved", key, data, facts, {"take": digest}), synced=False)
    found = store.find_as("approved", key, take_of)
    return found if isinstance(found, Take) else same or found


def _facts(take: Take, text: str) -> TakeFacts:
    facts = {**take.facts, APPROVED_FOR: text} if text else dict(take.facts)
    return TakeFacts(take.samples, take.sample_rate_hz, take.seed, take.compute_ms, take.peak, facts,
                     stored_findings(take.findings), take.heard_samples)  # fmt: skip


def _measured(clip: Clip) -> TakeFacts:
    heard = trimmed(clip.samples, clip.sample_rate_hz)
    return TakeFacts(len(clip.samples), clip.sample_rate_hz, 0, 0, round(clip.peak, 4), {}, (), len(heard))
