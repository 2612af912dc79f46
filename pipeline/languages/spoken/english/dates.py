"""English dates, decades and times of day."""

from __future__ import annotations

import re

from pipeline.languages.spoken.english.numbers import cardinal, digits, ordinal, plural, year
from pipeline.languages.spoken.english.patterns import COLON, END, JOINED, SPLIT
from pipeline.languages.spoken.english.places import ends_sentence
from pipeline.languages.spoken.english.tables import MONTH, MONTH_NAMES, MONTHS
from pipeline.languages.spoken.rules import rule

_I = re.IGNORECASE


def _month(text: str) -> str:
    return MONTHS[text.rstrip(".").lower()[:3]]


def _dm(day: str, month: int | str, years: str = "", comma: str = "") -> str | None:
    name = MONTH_NAMES[month - 1] if isinstance(month, int) else month
    return f"the {ordinal(int(day))} of {name}{comma}{' ' + _year_of(years) if years else ''}"


def _md(day: str, month: int | str, years: str = "", comma: str = "") -> str | None:
    name = MONTH_NAMES[month - 1] if isinstance(month, int) else month
    return f"{name} {ordinal(int(day))}{comma}{' ' + _year_of(years) if years else ''}"


def _year_of(text: str) -> str:
    return digits(text) if len(text) == 2 and text[0] == "0" else year(int(text))


def _valid(day: str, month: str) -> bool:
    return 1 <= int(month) <= 12 and 1 <= int(day) <= 31


def iso(m: re.Match[str]) -> str | None:
    return _md(m[4], int(m[3]), m[1]) if _valid(m[4], m[3]) else None


def dotted(m: re.Match[str]) -> str | None:
    return _dm(m[1], int(m[2]), m[3]) if _valid(m[1], m[2]) else None


def slashed(m: re.Match[str]) -> str | None:
    # American first; what cannot be a month is a day.
    if int(m[1]) > 12:
        return _dm(m[1], int(m[2]), m[3]) if _valid(m[1], m[2]) else None
    return _md(m[2], int(m[1]), m[3]) if _valid(m[2], m[1]) else None


def joined(m: re.Match[str]) -> str | None:
    """Jan-15-2020, 15-Jan-2020."""
    if not 1 <= int(m["d"]) <= 31:
        return None
    return (_md if m.start("m") < m.start("d") else _dm)(m["d"], _month(m["m"]), m["y"])


def day_month(m: re.Match[str]) -> str | None:
    if not 1 <= int(m["d"]) <= 31:
        return None
    the = re.search(r"\bthe\s+$", m.string[: m.start()], _I)
    words = _dm(m["d"], _month(m["m"]), m["y"] or "", "," if m["c"] else "")
    return words.removeprefix("the ") if the and words else words


def month_day(m: re.Match[str]) -> str | None:
    if not 1 <= int(m["d"]) <= 31 or _word_may(m):
        return None
    return _md(m["d"], _month(m["m"]), m["y"] or "", "," if m["c"] else "")


def _word_may(m: re.Match[str]) -> bool:
    return m["m"] in ("may", "march", "mar") and not m["d"]


def month_year(m: re.Match[str]) -> str | None:
    return f"{_month(m['m'])} {year(int(m['y']))}"


_TAKES = re.compile(r"\b(?:in|for|after|within|every|took|takes|lasts|lasted) $", _I)


def decade(m: re.Match[str]) -> str | None:
    text = m[1]
    if len(text) == 2 and _TAKES.search(m.string[: m.start()]):
        return None  # in 30s, not in her 30s
    words = year(int(text)) if len(text) == 4 else cardinal(int(text))
    if len(text) == 2 and (text[1] != "0" or text in ("00", "10")):
        return None
    if len(text) == 4 and words.endswith("hundred"):
        return words + "s"
    return plural(words)


def half_or_quarter(m: re.Match[str]) -> str:
    what = "half" if m[2] == "H" else "quarter"
    return f"the {ordinal(int(m[1]))} {what} of {cardinal(int(m[3]))}"


def _clock(hour: str, minute: str) -> str:
    h, low = cardinal(int(hour)), int(minute or 0)
    return h if not low else f"{h} {'oh ' if low < 10 else ''}{cardinal(low)}"


def _half_of_day(text: str | None, m: re.Match[str] | None = None) -> str:
    words = " " + text.replace(".", "").replace(" ", "").upper() if text else ""
    # p.m. that ends the sentence lends it its full stop.
    return words + ("." if m and text and text.endswith(".") and m.end() == m.end("p") and ends_sentence(m) else "")


def time(m: re.Match[str]) -> str | None:
    hour, minute, second = m["h"], m["m"], m["s"]
    if int(hour) > 24 or int(minute or 0) > 59:
        return None
    zone = _half_of_day(m["z"])
    if second:
        if int(second) > 59:
            return None
        parts = [_of(int(n), unit) for n, unit in ((hour, "hour"), (minute, "minute"), (second, "second"))]
        return f"{parts[0]} {parts[1]} and {parts[2]}{_half_of_day(m['p'])}{zone}"
    if minute == "00" and not m["p"]:
        return f"{cardinal(int(hour))} o'clock{zone}"
    return f"{_clock(hour, minute)}{_half_of_day(m['p'], m)}{zone}"


def lapse(m: re.Match[str]) -> str:
    """3:43.13, 1:02:03.5: what a watch measures."""
    whole = [cardinal(int(part)) for part in m[1].split(":")]
    if len(whole) == 2:
        hours, minutes = (_of(int(n), unit) for n, unit in zip(m[1].split(":"), ("hour", "minute"), strict=True))
        return f"{hours} {minutes} and {cardinal(int(m[2]))} point {digits(m[3])} seconds"
    return f"{' '.join(whole)} {cardinal(int(m[2]))} point {digits(m[3])}"


def hour(m: re.Match[str]) -> str | None:
    if int(m["h"]) > 24:
        return None
    return f"{_clock(m['h'], m['m'] or '')}{_half_of_day(m['p'], m)}{_half_of_day(m['z'])}"


def _of(n: int, unit: str) -> str:
    return f"{cardinal(n)} {unit}{'' if n == 1 else 's'}"


_P = r"(?P<p>[ap]\. ?m\.|[ap]\.? ?m(?!\w))"
_Z = r"(?P<z>e\.?s\.?t|p\.?s\.?t|e\.?d\.?t|p\.?d\.?t|c\.?s\.?t|c\.?e\.?t|g\.?m\.?t|u\.?t\.?c|m\.?s\.?t)"
_DAY = r"(?P<d>\d{1,2})(?:st|nd|rd|th|d)?"
_YEAR = r"(?P<y>1\d{3}|20\d{2})"
_SHORT = (
    "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|"
    "Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?"
)
_JOINED_MONTH = re.compile(r"[-/.](?i:(?<=[a-z].)\d|(?<=\d.)[a-z])")
_MONTHS = re.compile(r"[JFMASONDjfmasond](?<!\w.)(?i:an|eb|ar|pr|ay|un|ul|ug|ep|ct|ov|ec)")
_M = re.compile(r"\d ?[ap]\.? ?m", _I)

RULES = (
    rule("date", r"(?<![\w.,])(\d{4})(-)(\d\d)-(\d\d)(?=T\d\d:\d\d)", iso, r"\dT\d"),
    rule(
        "time",
        r"(?<=\d)T(?P<h>\d\d):(?P<m>\d\d)(?::(?P<s>\d\d)(?:\.\d+)?)?(?P<z>Z|[+-]\d\d:?\d\d)?(?P<p>(?!))?\b",
        lambda m: f" {time(m)}",
        r"\dT\d",
    ),
    rule("date", rf"{SPLIT}(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){END}", iso, JOINED),
    rule(
        "date",
        rf"\b(?P<m>{_SHORT})([-/.])(?P<d>\d{{1,2}})\2(?P<y>\d{{4}}|\d{{2}}){END}",
        joined,
        _JOINED_MONTH,
        flags=_I,
    ),
    rule(
        "date",
        rf"{SPLIT}(?P<d>\d{{1,2}})([-/.])(?P<m>{_SHORT})\2(?P<y>\d{{4}}|\d{{2}}){END}",
        joined,
        _JOINED_MONTH,
        flags=_I,
    ),
    rule("date", rf"{SPLIT}(\d{{1,2}})\.(\d{{1,2}})\.(\d{{4}}){END}", dotted, JOINED),
    rule("date", rf"{SPLIT}(\d{{1,2}})/(\d{{1,2}})/(\d{{4}}|\d{{2}}){END}", slashed, JOINED),
    rule("date", rf"(?<![\w.,-])(\d{{1,2}})-(\d{{1,2}})-(\d{{4}}){END}(?!-)", slashed, JOINED),
    rule(
        "date",
        rf"\b(?P<m>{_SHORT})-(?P<d>\d{{1,2}})(?P<y>(?!)x)?(?![\w-]){END}",
        lambda m: _md(m["d"], _month(m["m"])) if 1 <= int(m["d"]) <= 31 else None,
        _JOINED_MONTH,
        flags=_I,
    ),
    rule(
        "date",
        rf"{SPLIT}(?P<d>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<m>{MONTH})(?![\w])(?:(?P<c>,)? ?{_YEAR}{END})?",
        day_month,
        _MONTHS,
        flags=_I,
    ),
    rule(
        "date",
        rf"\b(?P<m>{MONTH}) {_DAY}{END}(?!:\d)(?!\s?(?:[ap]\.?m\b|%))(?:(?P<c>,)? ?{_YEAR}{END})?",
        month_day,
        _MONTHS,
        flags=_I,
    ),
    rule("date", rf"\b(?P<m>{MONTH}),? {_YEAR}{END}", month_year, _MONTHS, flags=_I),
    rule(
        "decade", r"(?<![\w,.])(?:[’'](?=\d0))?(\d{4}(?= ?s)|\d0(?=s)|(?<=\bthe )\d0(?= s)) ?s\b", decade, r"\d[’']? ?s"
    ),
    rule("decade", r"(?<=\bthe )([1-9]00)s\b", lambda m: f"{cardinal(int(m[1]))}s", "the .00s"),
    rule("decade", r"(?<![\w,.])(\d{3}0)[’'-]s\b", decade, r"\d[’'-]s"),
    rule(
        "date",
        r"[’'](\d\d)[-–][’'](\d\d)(?![\w’'])",
        lambda m: f"{cardinal(int(m[1]))} to {cardinal(int(m[2]))}",
        r"[’']\d\d[-–]",
    ),
    rule("time", r"(?<![\w:.])((?:\d{1,2}:)?\d{1,2}):(\d{2})\.(\d{1,3})(?![\d:])", lapse, COLON),
    rule(
        "time",
        r"(?<=\bat )(?P<h>0\d)(?P<m>[0-5]\d)(?![\d:.,-])(?! ?(?:h|dollars|pounds))",
        lambda m: f"oh {_clock(m['h'], m['m'])}",
        r"at 0\d",
    ),
    rule(
        "time",
        r"(?:(?<=\b[Aa]t )|(?<=\btill )|(?<=\buntil ))(?P<h>\d|"
        r"1[0-2])\.(?P<m>[0-5][05])(?![\d%])(?=[.,;:!?)\"”’]|$| (?:in|on|he|she|"
        r"they|we|I|it|and|to|this|that|sharp|precisely|tomorrow|today|every|each|as|when|with|for) )",
        lambda m: _clock(m["h"], m["m"]),
        r"\d\.\d",
    ),
    rule("decade", r"(?<![\w,.])(\d{2})[’']s\b(?= |$)", lambda m: f"{cardinal(int(m[1]))}'s", r"\d[’']? ?s"),
    rule("date", r"\b([1-4])(Q|H)(\d{2})\b", half_or_quarter, "[QH]"),
    rule(
        "date",
        r"\b([QH])([1-4]) (\d{4})\b",
        lambda m: f"the {ordinal(int(m[2]))} {'quarter' if m[1] == 'Q' else 'half'} of {year(int(m[3]))}",
        "[QH]",
    ),
    rule(
        "time",
        rf"(?<![\w:.])(?P<h>\d{{1,2}}):(?P<m>\d{{2}})(?::(?P<s>\d{{2}}))?(?!:?\d|,\d{{3}})(?: "
        rf"?{_P})?(?: ?{_Z}\b\.?)?",
        time,
        COLON,
        flags=_I,
    ),
    rule("time", r"(?<![\w.])([ap])\.m\b(?!\.)", lambda m: m[1].upper() + "M", r"[ap]\.m"),
    rule("time", rf"(?<![\w:.])(?P<h>\d{{1,2}})(?:[.:](?P<m>\d{{2}}))? ?{_P}(?: {_Z}\b\.?)?", hour, _M, flags=_I),
)
