"""Lifting a revocation: the owner agrees again, in a new record. What was locked away stays locked away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from pathlib import Path

from pipeline.consent.likeness import consent_mark
from pipeline.consent.revocations import Lift, Revocation, digest_of_consent, revocations, write_lifts
from pipeline.errors import RefusedError
from pipeline.manifests import Consent
from pipeline.store import Store


def lift(
    repo: Path, store: Store, voice: str, likeness: Collection[str], consent: Consent | None, by: str, reason: str,
    at: dt.datetime,
) -> tuple[Lift, ...]:  # fmt: skip
    """Lifts every revocation that silences the voice, for the consent that it has today and for no other.

    Raises:
        RefusedError: it is not revoked, or its consent is not a new one.
    """
    silencing = [one.revocation for one in revocations(repo, store) if one.holds(likeness, consent)]
    silencing = list({one.digest(): one for one in silencing}.values())
    if not silencing:
        raise RefusedError(f"the voice {voice!r} is not revoked, so there is nothing to lift")
    if why := _not_new(consent, silencing):
        raise RefusedError(
            f"the revocation of {voice!r} is not lifted: {why}. Put the new agreement into the voice's consent: its "
            "own `of:`, and `since:` the day from which it holds"
        )
    when = at.astimezone(dt.UTC).isoformat(timespec="seconds")
    new = digest_of_consent(consent)
    lifts = tuple(Lift(voice, when, by, reason, one.digest(), new) for one in silencing)
    write_lifts(repo, store, lifts)
    return lifts


def _not_new(consent: Consent | None, silencing: Collection[Revocation]) -> str:
    """Why the consent is not one that was given after it was taken back; "" where it is."""
    if consent is None:
        return "the voice has no consent"
    if consent.revoked:
        return f"the consent says itself that it was revoked on {consent.revoked.on}"
    if any(consent_mark(consent) in one.marks for one in silencing):
        return f"{consent.of} is the agreement that was revoked"
    last = max(one.at for one in silencing)[:10]
    if consent.since < last:
        since = f"since {consent.since}" if consent.since else "without a first day"
        return f"it was revoked on {last}, and the consent is one {since}"
    return ""
