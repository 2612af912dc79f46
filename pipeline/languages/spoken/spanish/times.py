"""Spanish times of the day, with their halves and zones; what a full stop after them ends is kept."""

from __future__ import annotations

import re

from pipeline.languages.spoken.european.numbers import BEFORE
from pipeline.languages.spoken.rules import RewriteRule, rule
from pipeline.languages.spoken.spanish.cardinals import cardinal, feminine, short
from pipeline.languages.spoken.spanish.tables import ZONES
from pipeline.languages.spoken.stops import sentence_ends

_I = re.IGNORECASE


def clock(h: int, minute: int, second: int | None) -> str:
    if second is not None and (second or minute):

        def many(n: int, noun: str) -> str:
            return noun + ("" if n == 1 else "s")

        return (
            f"{feminine(h)} {many(h, 'hora')} {short(cardinal(minute))} {many(minute, 'minuto')} y "
            f"{short(cardinal(second))} {many(second, 'segundo')}"
        )
    words = {0: "", 15: " y cuarto", 30: " y media"}.get(minute, f" y {cardinal(minute)}")
    return feminine(h) + words


def _time(m: re.Match[str]) -> str | None:
    h, minute = int(m["h"]), int(m["m"] or 0)
    half = (m["p"] or "").replace(".", "").replace(" ", "").lower()
    words = clock(h, minute, int(m["s"]) if m["s"] else None)
    if half:
        noon = h % 12 == 0
        words += {
            "am": " de la noche" if noon else " de la mañana",
            "pm": " del mediodía" if noon else " de la tarde" if h % 12 < 7 else " de la noche",
        }[half]
    if m["z"]:
        words += _zone(m["z"].lower())
    if m.group().endswith(".") and sentence_ends(m.string, m.end(), "es"):
        words += "."
    return words


def _zone(zone: str) -> str:
    name = re.match(r"[a-z]+", zone)
    words = " " + (ZONES.get(name[0]) or " ".join(name[0])) if name else ""
    if offset := re.search(r"([+-])(\d{1,2})(?::(\d{2}))?", zone):
        hours = int(offset[2])
        words += f" {'más' if offset[1] == '+' else 'menos'} {feminine(hours) if offset[3] else cardinal(hours)}"
        words += f" {cardinal(int(offset[3]))}" if offset[3] else ""
    return words


def _if_time(m: re.Match[str]) -> str | None:
    """10.30 is a time after "a las", with an h or a half of the day, or alone."""
    told = re.search(r":|h\b|[ap]\.? ?m", m.group(), _I) or m["z"]
    if told or m.string.strip() == m.group() or re.search(r"\blas? $", m.string[: m.start()]):
        return _time(m)
    return None


def _spelled_out(m: re.Match[str]) -> str:
    """15 h 10 min 40 s."""

    def many(n: int, noun: str) -> str:
        return f"{feminine(n) if noun == 'hora' else short(cardinal(n))} {noun}{'' if n == 1 else 's'}"

    seconds = f" y {many(int(m['s']), 'segundo')}" if m["s"] else ""
    minutes = f" {many(int(m['m']), 'minuto')}" if int(m["m"]) else ""
    return f"{many(int(m['h']), 'hora')}{minutes}{seconds}"


_HALF = r"(?: ?(?P<p>[ap]\. ?m\b\.?|[ap]m\b))?"
_NAMES = "|".join(sorted(ZONES, key=len, reverse=True))
_OFFSET = rf"(?P<z>(?:{_NAMES}|[ecmp][sd]t|[cw]est|gmt|utc|[ecmp]t)(?:[+-]\d{{1,2}}(?::\d{{2}})?)?)"
RULES: tuple[RewriteRule, ...] = (
    rule("time", rf"{BEFORE}(?P<h>[01]?\d|2[0-4])(?P<m>(?!))?(?P<s>(?!))?(?:(?P<p>(?!))? ?h {_OFFSET})(?!\w)", _time,
         flags=_I),
    rule("time", rf"{BEFORE}(?P<h>1[0-2]|0?\d)(?P<m>(?!))?(?P<s>(?!))?(?: ?(?P<p>[ap]\. ?m\b\.?|[ap]m\b))"
                 rf"(?: {_OFFSET})?(?!\w)", _time, flags=_I),
    rule("time", rf"{BEFORE}(?P<h>[01]?\d|2[0-4])(?:[:.](?P<m>[0-5]\d))(?::(?P<s>[0-5]\d))?(?: ?h(?:s|rs)?\b\.?)?"
                 rf"{_HALF}(?: {_OFFSET})?(?!\w|[:.,]\d)(?! ?[%€$£])", _if_time, flags=_I),
    rule("time", rf"{BEFORE}(?P<h>[01]?\d|2[0-4]) h (?P<m>[0-5]?\d) (?:min|m)\b(?: (?P<s>[0-5]?\d) (?:seg?|s)\b)?",
         _spelled_out, flags=_I),
)  # fmt: skip
