"""English measures and fractions."""

from __future__ import annotations

import re

from pipeline.languages.spoken.english.numbers import cardinal, number, ordinal, plural
from pipeline.languages.spoken.english.patterns import SLASH, SPLIT, D, N
from pipeline.languages.spoken.english.places import between, ends_sentence
from pipeline.languages.spoken.english.tables import SQUARED, STOPPED, TIGHT_ONLY, UNITS, VULGAR
from pipeline.languages.spoken.rules import rule

_I = re.IGNORECASE
_ANY_CASE = frozenset("kg km cm mm ml mg lb ft mb gb tb hz kw db".split())
_EXACT = {"hz": "Hz", "kw": "kW", "db": "dB", "mb": "MB", "gb": "GB", "tb": "TB"}


def unit_words(text: str, one: bool) -> str | None:
    """The words of a unit: km, m², km/h, kg/m³."""
    if text in ("HR", "HRs", "HRS", "SEC", "MO", "IN", "Pt", "PTS"):
        return None  # home runs
    if text not in UNITS and len(text) <= 2 and text.lower() not in _ANY_CASE and text[-1] not in SQUARED:
        return None
    above, slash, below = text.partition("/")
    power = ""
    if above[-1:] in SQUARED and above[:-1] in UNITS:
        above, power = above[:-1], SQUARED[above[-1]] + " "
    names = (
        UNITS.get(above)
        or UNITS.get(_EXACT.get(above.lower(), ""))
        or (UNITS.get(above.lower()) if len(above) > 1 else None)
    )
    if names is None:
        return None
    words = power + names[0 if one else 1]
    if slash:
        under = below if len(below) > 2 and below.islower() and below not in UNITS else unit_words(below, True)
        if under is None:
            return None
        words += f" per {under}"
    return words


def measure(m: re.Match[str]) -> str | None:
    unit = m["u"]
    gap = m["gap"]
    if not m.group().endswith(".") and (
        (unit in TIGHT_ONLY and gap and not _stands_alone(m)) or (unit == "in" and not gap)
    ):
        return None
    text = m["n"]
    if unit == "m" and m.group().endswith(".") and _MILES.search(m.string):
        unit = "mi"  # 20 m. from the coast, in books that measure in feet
    words = unit_words(unit, one=gap == "-" or (text.lstrip("-") == "1" and not m["f"]))
    if words is None:
        return None
    if m["f"]:
        amount = mixed(text, m["f"])
    elif m["to"]:
        amount = f"{number(text)}{between(m.string[: m.start()])}{number(m['to'])}"
    else:
        amount = number(text)
    end = "." if m.group().endswith(".") and ends_sentence(m) else ""
    return f"{amount}{'-' if gap == '-' else ' '}{words}{end}"


def _stands_alone(m: re.Match[str]) -> bool:
    """80 s and 5 h are a unit's letter; 14 W 57th St. and 5 V. Smith are a name's."""
    return m["u"] in ("s", "h") or (m["u"] in ("W", "V") and not re.match(r"\.? ?[A-Z\d]", m.string[m.end() :]))


def dimensions(m: re.Match[str]) -> str | None:
    """2x8 m2, 10 x 20 x 30 cm."""
    unit = unit_words(m["u"], one=m["gap"] == "-")
    if m["u"] in TIGHT_ONLY:
        return None  # 2x4s are timber
    return f"{' by '.join(map(number, re.split(' ?[x×] ?', m['sides'])))}{m['gap'] or ' '}{unit}" if unit else None


def square(m: re.Match[str]) -> str:
    """5 sq. ft., 10 cu m."""
    one = m["n"] == "1" or m.group()[len(m["n"])] == "-"
    end = "." if m["stop"] and ends_sentence(m) else ""
    unit = "mi" if m["u"] == "m" and m["stop"] else m["u"]  # 35,000 sq. m. is older than square metres
    return f"{number(m['n'])} {'square' if m['how'] == 'sq' else 'cubic'} {UNITS[unit][0 if one else 1]}{end}"


def vulgar_measure(m: re.Match[str]) -> str:
    """½ in., 2¾ lb."""
    end = "." if m.group().endswith(".") and ends_sentence(m) else ""
    return f"{mixed(m['n'] or '', m['f'])} {unit_words(m['u'], one=not m['n'])}{end}"


def hours_and_minutes(m: re.Match[str]) -> str:
    """2h 15m, 3 hrs. 20 min., 4m30s."""
    named = [(m[k], unit) for k, unit in (("h", "hour"), ("m", "minute"), ("s", "second")) if m[k]]
    return " ".join(f"{number(n)} {unit}{'' if n == '1' else 's'}" for n, unit in named)


def coordinates(m: re.Match[str]) -> str:
    """40°26′46″N, 45° W."""
    words = [f"{number(m['d'])} degree{'' if m['d'] == '1' else 's'}"]
    words += [
        f"{number(m[k])} {unit}{'' if m[k] == '1' else 's'}" for k, unit in (("m", "minute"), ("s", "second")) if m[k]
    ]
    return " ".join([*words, {"N": "north", "S": "south", "E": "east", "W": "west"}.get(m["to"] or "", "")]).strip()


def mixed(whole: str, fraction: str) -> str:
    top, bottom = VULGAR[fraction] if fraction in VULGAR else map(int, fraction.split("/"))
    words = _ratio(top, bottom)
    if words == "one half":
        words = "a half"
    return f"{number(whole)} and {words}" if whole else words


_MILES = re.compile(r"\bft\.|\bin\.[,;)]|\bsq\. m\.|\bmiles?\b|\b[NS]\.[EW]\.")


def _ratio(top: int, bottom: int) -> str:
    name = {2: "half", 4: "quarter"}.get(bottom) or ordinal(bottom)
    if top != 1:
        name = "halves" if bottom == 2 else plural(name)
    return f"{cardinal(top)} {name}"


def fraction(m: re.Match[str]) -> str | None:
    top, bottom = int(m["a"]), int(m["b"])
    if re.match(r" ?= ?\d", m.string[m.end() :]):
        return None  # 10/2=5
    if m.string.startswith((" time", "-time"), m.end()) and bottom in (4, 8, 16):
        return f"{cardinal(top)} {cardinal(bottom)}"
    if m.group() in ("24/7", "9/11", "7/11") or (top == bottom and not m["w"]):
        return f"{cardinal(top)} {cardinal(bottom)}"
    if bottom < 2 or (top > 99 and bottom > 99):
        return None
    if top > bottom > 9:
        return f"{cardinal(top)} {cardinal(bottom)}"  # a 60/40 split
    words = _ratio(top, bottom)
    return f"{number(m['w'])} and {'a half' if words == 'one half' else words}" if m["w"] else words


def fraction_measure(m: re.Match[str]) -> str | None:
    """1/4 in., 3/8-inch, 1/2 km."""
    unit = unit_words(m["u"] or m["u2"], one=True)
    end = "." if m["stop"] and ends_sentence(m) else ""
    return f"{_ratio(int(m['a']), int(m['b']))} {unit}{end}" if unit and int(m["b"]) > 1 else None


def vulgar(m: re.Match[str]) -> str:
    return mixed(m[1] or "", m[2]) if m[1] else _ratio(*VULGAR[m[2]])


def _feet_only(text: str) -> str:
    return f"{cardinal(int(text))} {'foot' if text == '1' else 'feet'}"


def _feet(m: re.Match[str]) -> str:
    return _feet_only(m[1]) + (f" {cardinal(int(m[2]))}" if m[2] else "")


def _closes(m: re.Match[str]) -> bool:
    """Whether the mark after a figure closes a quotation, instead of being the sign of inches."""
    opened = False
    for match in re.finditer('"', m.string[: m.start()]):
        # 8" x 8": a mark after a figure is one of inches unless there is something to close.
        opened = not opened if opened or not m.string[match.start() - 1 : match.start()].isdecimal() else False
    return opened


def _inches(m: re.Match[str]) -> str | None:
    if _closes(m):
        return None
    return f"{number(m[1])} {'inch' if m[1] == '1' else 'inches'}"


_UNIT_NAMES = "|".join(sorted((re.escape(u) for u in UNITS if u != "in"), key=len, reverse=True))
_PER = "day|hour|week|month|year|minute|second|person|dose|mile"
_UNIT = rf"(?:{_UNIT_NAMES})[²³]?(?:(?<=[m])[23])?(?:/(?:{_UNIT_NAMES}|{_PER})[²³]?)?"
_STOPPED = "|".join(sorted(map(re.escape, STOPPED), key=len, reverse=True))
_UNITY = re.compile(r"\d[ -]?[A-Za-zµμ°℃℉Ω]|[¼-¾⅐-⅞] ?[A-Za-z]")
_QUOTE = re.compile(r"\d['’′\"″]")

RULES = (
    rule(
        "measure",
        r"(?<![\w.])(\d{1,3})['’′] ?[x×] ?(\d{1,3})['’′](?!\d)",
        lambda m: f"{_feet_only(m[1])} by {_feet_only(m[2])}",
        r"['’′] ?[x×]",
    ),
    rule("measure", r"(?<=\d[\"″”]) ?[x×] ?(?=\d)", " by ", r"[\"″”] ?[x×]"),
    rule(
        "measure",
        rf"(?<![\w.,/°])(?P<sides>{D}(?: ?[x×] ?{D}){{1,2}})(?P<gap>[ -]?)(?P<u>in|ft)\.(?!\w)",
        dimensions,
        r"\d ?[x×] ?\d",
    ),
    rule(
        "measure",
        r"\b(\d{2,3})/(\d{2,3})(?= ?mm ?Hg)|(?<=\bBP )(\d{2,3})/(\d{2,3})\b",
        lambda m: f"{number(m[1] or m[3])} over {number(m[2] or m[4])}",
        SLASH,
    ),
    rule(
        "measure",
        r"(?<![\w.,])(\d{1,2}) ?(?:ft|feet)\.?,? (\d{1,2}) ?in\b(?:\.(?=\s[a-z]|[,;:)]))?",
        lambda m: f"{_feet_only(m[1])} {cardinal(int(m[2]))} {'inch' if m[2] == '1' else 'inches'}",
        r"\d in\b",
    ),
    rule(
        "measure",
        r"(?<![\w.,])(?P<h>\d+) ?h(?:rs?\.?)? ?(?P<m>\d+) ?m(?:ins?)?\b(?: ?(?P<s>\d+) ?s\b)?",
        hours_and_minutes,
        r"\d ?h",
    ),
    rule(
        "measure",
        r"(?<![\w.,])(?P<h>(?!))?(?P<m>\d+) ?m(?:in)? ?(?P<s>\d+) ?s(?:ecs?)?\b",
        hours_and_minutes,
        r"\d ?m(?:in)? ?\d",
    ),
    rule(
        "measure",
        r"(?P<d>-?\d+(?:\.\d+)?)° ?(?P<m>\d+(?:\.\d+)?)[′'’] ?(?:(?P<s>\d+(?:\.\d+)?)(?:[″\"”]|''))"
        r"(?: ?(?P<to>[NSEW])\b(?:\.(?=,| [a-z]))?)?",
        coordinates,
        "°",
    ),
    rule(
        "measure",
        r"(?P<d>-?\d+(?:\.\d+)?)° ?(?:(?P<m>\d+(?:\.\d+)?)[′'’] ?)?(?P<s>(?!))?(?P<to>[NSEW])\b(?!\.\w)"
        r"(?:\.(?=[,;:)]| [a-z]))?",
        coordinates,
        "°",
    ),
    rule("measure", r"(?P<d>-?\d+)° ?(?P<m>\d{1,2})[′'’](?P<s>(?!))?(?P<to>(?!))?(?!\w)", coordinates, "°"),
    rule(
        "abbreviation",
        r"\b(?:([Ll])at|([Ll])ong)\.(?= \d+°)",
        lambda m: f"{m[1]}atitude" if m[1] else f"{m[2]}ongitude",
        "°",
    ),
    rule(
        "measure",
        rf"(?<![\w./])(?<!\d[ -])(?P<w>(?!))?(?P<a>\d{{1,2}})/(?P<b>\d{{1,2}})[ -](?:(?P<u>{_STOPPED})"
        rf"(?P<stop>\.)(?!\w)|(?P<u2>(?!in\b){_UNIT})(?!\w|/\w))",
        fraction_measure,
        SLASH,
    ),
    rule("measure", r"(?<![\w.,])(\d+) ?st\.?,? (?=\d+ ?lbs?\b)", lambda m: f"{number(m[1])} stone ", r"\d ?st"),
    rule(
        "measure",
        rf"(?<![\w.,/°])(?P<sides>{D}(?: ?[x×] ?{D}){{1,2}})(?P<gap>[ -]?)(?P<u>{_UNIT})(?!\w|/\w)",
        dimensions,
        r"\d ?[x×] ?\d",
    ),
    rule(
        "measure",
        rf"(?<![\w.,])(?P<n>-?{D})[ -]?(?P<how>sq|cu)\.? ?(?P<u>ft|in|mi|yds?|m|km|cm)\b(?P<stop>\.)?",
        square,
        r"\d[ -]?(?:sq|cu)",
    ),
    rule(
        "measure",
        rf"(?<![\w.,/°])(?P<n>-?{D})(?:[ -](?P<f>\d/\d+))?(?: ?[-–] ?(?P<to>{D}))?(?P<gap>[ -]?)"
        rf"(?P<u>{_STOPPED})\.(?![\w])",
        measure,
        _UNITY,
    ),
    rule(
        "measure",
        rf"{SPLIT}(?P<n>{N})?(?P<f>[{''.join(VULGAR)}])(?P<to>(?!))?(?P<gap> ?)(?P<u>{_STOPPED})\.(?!\w)",
        vulgar_measure,
        guard=f"[{''.join(VULGAR)}]",
    ),
    rule(
        "measure",
        rf"(?<![\w.,/°])(?P<n>-?{D})(?:[ -](?P<f>\d/\d+))?(?: ?[-–] ?(?P<to>{D}))?(?P<gap>[ -]?)"
        rf"(?P<u>{_UNIT})(?!\w|/\w)",
        measure,
        _UNITY,
        flags=_I,
    ),
    rule(
        "measure",
        rf"{SPLIT}(?P<n>{N})?(?P<f>[{''.join(VULGAR)}])(?P<to>(?!))?(?P<gap> ?)(?P<u>{_UNIT})(?!\w|/\w)",
        vulgar_measure,
        guard=f"[{''.join(VULGAR)}]",
    ),
    rule("measure", r"(?<![\w.])(\d{1,2})['’′] ?(?:(\d{1,2})(?:\"|”|″|''))", _feet, _QUOTE),
    rule(
        "measure",
        r"(?<![\w./])(?:(?P<w>\d+)[ -])?(?P<a>\d{1,2})/(?P<b>\d{1,2})(?:\"|″)(?!\w)",
        lambda m: None if _closes(m) else f"{fraction(m)} {'inches' if m['w'] else 'inch'}",
        _QUOTE,
    ),
    rule("measure", rf"(?<![\w.,/])({D})(?:\"|″)(?!\w)", _inches, _QUOTE),
    rule(
        "percent",
        rf"(?<![\w.])((?:(?<!%)-)?{D})(?: ?[-–] ?({D}))? ?%",
        lambda m: f"{number(m[1])}{between(m.string[: m.start()]) + number(m[2]) if m[2] else ''} percent",
        "%",
    ),
    rule(
        "fraction",
        r"(?<![\w./])(?:(?P<w>\d+)[ -])?(?P<a>\d{1,2})(?:/| / )(?P<b>\d{1,4})(?:(?:th|rd|nd|st)s?)?(?![\w/])(?!\.\d)",
        fraction,
        SLASH,
        flags=_I,
    ),
    rule("fraction", rf"(?<![\d.,])(?:(\d+) ?)?([{''.join(VULGAR)}])", vulgar, guard=f"[{''.join(VULGAR)}]"),
)
