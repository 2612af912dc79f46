"""The moment against which consents are held: never earlier than what this process, or the store, has already seen.

A machine's time zone plays no part. A clock that is set back, before a run or during one, wins no time: within a
process the moment goes on with the machine's monotonic clock, and between runs the store remembers the latest one.
"""

from __future__ import annotations

import datetime as dt
import time
from contextlib import suppress

from pipeline.errors import StoreError
from pipeline.store import Store, from_json, to_json

SEEN = "consent/clock.json"  # in the store
NOTED_EVERY = dt.timedelta(minutes=1)
_STARTED, _MONOTONIC = time.time(), time.monotonic()


def now() -> dt.datetime:
    """This moment in UTC, as the machine's clock says it or as it must at least be since this process began."""
    at_least = _STARTED + time.monotonic() - _MONOTONIC
    return dt.datetime.fromtimestamp(max(time.time(), at_least), dt.UTC)


def latest_seen(store: Store) -> dt.datetime | None:
    """The latest moment at which voices with an end to their consent spoke into this store."""
    with suppress(FileNotFoundError, ValueError, LookupError, TypeError):
        return dt.datetime.fromisoformat(str(from_json(store.read_note(SEEN), dict)["seen"])).astimezone(dt.UTC)
    return None


def note(store: Store, at: dt.datetime) -> None:
    """Remembers the moment in the store, where it is later than the last by a minute."""
    seen = latest_seen(store)
    if seen is None or at - seen > NOTED_EVERY:
        with suppress(StoreError):  # a store that cannot be written to takes no voice either
            store.write_note(SEEN, to_json({"seen": at.astimezone(dt.UTC).isoformat(timespec="seconds")}))


def behind(at: dt.datetime, seen: dt.datetime | None, store: Store) -> str:
    """What is said where the clock stands before what the store has seen; "" where it does not."""
    if seen is None or at >= seen:
        return ""
    return (
        f"; this machine's clock says {at:%Y-%m-%d %H:%M} UTC, and at {seen:%Y-%m-%d %H:%M} UTC this store was already "
        f"in use: put the clock right, or, where the later time was wrong, remove {store}/{SEEN}"
    )
