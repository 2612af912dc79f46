"""Deadlines: parses clock times and time zones as people write them."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from zoneinfo import ZoneInfo, available_timezones

from pipeline.errors import RefusedError

_CLOCK = re.compile(r"(\d{1,2})(?:\s*[:.hH]\s*(\d{2})(?::[0-5]\d)?)?\s*(?:h|uhr|o.?clock)?\s*(am|pm)?", re.IGNORECASE)
_DIGITS = re.compile(r"(\d{2})(\d{2})")


def clock_of(written: str | float) -> dt.time:
    """Parses `06:30`, `6:30`, `06.30`, `0630`, `6h30`, `6:30 am`, and what YAML makes of them without quotation marks.

    Raises:
        RefusedError: it is no clock time.
    """
    text = _unquoted(written)
    found = _DIGITS.fullmatch(text) or _CLOCK.fullmatch(text)
    if found:
        hour, minute = int(found[1]), int(found[2] or 0)
        half = (found[3] or "").lower() if found.re is _CLOCK else ""
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "pm" else 0)
        if (hour, minute) == (24, 0):
            hour = 0
        if hour < 24 and minute < 60:
            return dt.time(hour, minute)
    raise RefusedError(
        f'deadline: {written!r} is no clock time; write it with two digits each and in quotation marks: "06:30"'
    )


def _unquoted(written: str | float) -> str:
    """Undoes YAML 1.1, which reads 6:30 as the number 390 (sixty minutes per hour) and 06.30 as 6.3."""
    if isinstance(written, float):
        return f"{written:.2f}"
    if isinstance(written, int) and written >= 60:
        return f"{written // 60}:{written % 60:02}"
    return str(written).strip()


def zone_of(name: str) -> ZoneInfo:
    """The time zone of that name.

    Raises:
        RefusedError: there is none.
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, no name at all, a folder of names
        known = {zone.lower(): zone for zone in sorted(available_timezones())}
        near = difflib.get_close_matches(name.strip().lower().replace(" ", "_"), known, n=1, cutoff=0.7)
        meant = f"did you mean {known[near[0]]}? " if near else ""
        raise RefusedError(
            f"time_zone: there is no time zone {name!r}; {meant}Zones are named by continent and a city "
            "whose clock is the same: Europe/Berlin, America/New_York, UTC"
        ) from None


def until(now: float, deadline: str | float | None, time_zone: str, deadline_s: float | None) -> float | None:
    """The time (as time.time()) after which no new work is begun: the next `deadline` o'clock, or seconds from now.

    Raises:
        RefusedError: no clock time, no time zone.
    """
    zone = zone_of(time_zone)
    ends = [now + deadline_s] if deadline_s is not None else []
    if deadline is not None and deadline != "":
        clock = clock_of(deadline)
        here = dt.datetime.fromtimestamp(now, zone)
        end = here.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
        ends.append((end if end > here else end + dt.timedelta(days=1)).timestamp())
    return min(ends, default=None)
