"""English money, measures and fractions."""

from __future__ import annotations

import re

from pipeline.script.spoken.en_numbers import cardinal, number, ordinal, plural
from pipeline.script.spoken.en_places import ends_sentence
from pipeline.script.spoken.en_tables import MONEY, SCALES, SQUARED, TIGHT_ONLY, UNITS, VULGAR

# What stands around a sum that tells what a thing costs: a $20 bill, two $5 notes, the $500 fee, a $10-a-day habit.
_ONE_OF = re.compile(r"(?:\b(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|another|every|each|single|crisp)|\d) $", re.I)
_OF_THEM = re.compile(r"\b(?:the|his|her|my|their|our|its|your|this|that) $", re.I)
_NO_THING = ("and|or|to|an?|per|in|for|on|at|of|from|by|as|more|less|each|apiece|off|back|but|was|is|were|had|with|when|if|he|she|"
             "it|they|we|you|which|that|worth|extra|short|ahead|richer|poorer|cheaper|too|now|then|today|yesterday|every|plus|"
             "minus|into|over|under|i|a|than|yet|so|out|up|down|away|again|alone|left|there|here|would|could|will")
_THING = re.compile(rf" (?!(?:{_NO_THING})\b)[a-z]{{3,}}")
_PRICED = re.compile(r" (?:bill|note|coin|piece|fee|fine|price|prize|reward|ticket|che(?:ck|que)|deal|bet|bribe|loan|debt|tip|bond|budget|"
                     r"bailout|question|mark|tax|stamp|project|program(?:me)?|plan|fund|lawsuit|house)\b")


def _tells_a_price(m: re.Match[str]) -> bool:
    before, at = m.string[max(0, m.start() - 12) : m.start()], m.end()
    return re.compile("-[a-z]").match(m.string, at) is not None or (
        _ONE_OF.search(before) is not None and _THING.match(m.string, at) is not None) or (
        _OF_THEM.search(before) is not None and _PRICED.match(m.string, at) is not None)


def money(m: re.Match[str]) -> str | None:
    one, many, cent, cents = MONEY[m["c"]]
    if _tells_a_price(m):
        many = one
    scale = SCALES.get((m["s"] or "").lower())
    per = f" per {_PER.get(m['per'], m['per'])}" if m["per"] else ""
    if scale:
        return f"{number(m['n'], with_and=False)} {scale} {many}{per}"
    whole, _, rest = m["n"].replace(",", "").partition(".")
    rest = rest.rstrip("0") if len(rest) != 2 else rest
    units, part = int(whole or 0), int((rest + "0")[:2] or 0)
    if len(rest) > 2:
        return f"{number((whole if units else '') + '.' + rest)} {many}{per}"
    said = [f"{cardinal(units)} {one if units == 1 else many}"] if units or not part else []
    if part and cent:
        said.append(f"{cardinal(part)} {cent if part == 1 else cents}")
    return " ".join(said) + per


_PER = {"d": "day", "hr": "hour", "h": "hour", "mo": "month", "yr": "year", "wk": "week", "kg": "kilogram", "lb": "pound"}


def old_money(m: re.Match[str]) -> str:
    """Pounds, shillings and pence: £3 10s. 6d., 8s."""
    named = (("p", "pound", "pounds"), ("s", "shilling", "shillings"), ("d", "penny", "pence"))
    said = [f"{number(m[k])} {one if m[k] == '1' else many}" for k, one, many in named if m[k]]
    end = "." if m.group().endswith(".") and ends_sentence(m) else ""
    return (" and ".join(said) if len(said) == 2 and m["s"] and m["d"] else " ".join(said)) + end


def money_after(m: re.Match[str]) -> str:
    one, many, *_ = MONEY[m["c"]]
    return f"{number(m['n'])} {one if m['n'] == '1' else many}"


def old_pounds(m: re.Match[str]) -> str:
    """5,000l. a year."""
    return f"{number(m[1])} {'pound' if m[1] == '1' else 'pounds'}" + ("." if ends_sentence(m) else "")


_ANY_CASE = frozenset("kg km cm mm ml mg lb ft mb gb tb hz kw db".split())


def unit_words(text: str, one: bool) -> str | None:
    """The words of a unit: km, m², km/h, kg/m³."""
    if text not in UNITS and len(text) <= 2 and text.lower() not in _ANY_CASE and text[-1] not in SQUARED:
        return None
    above, slash, below = text.partition("/")
    power = ""
    if above[-1:] in SQUARED and above[:-1] in UNITS:
        above, power = above[:-1], SQUARED[above[-1]] + " "
    names = UNITS.get(above) or (UNITS.get(above.lower()) if len(above) > 1 else None)
    if names is None:
        return None
    said = power + names[0 if one else 1]
    if slash:
        under = unit_words(below, True)
        if under is None:
            return None
        said += f" per {under}"
    return said


def measure(m: re.Match[str]) -> str | None:
    unit = m["u"]
    gap = m["gap"]
    if not m.group().endswith(".") and ((unit in TIGHT_ONLY and gap) or (unit == "in" and not gap)):
        return None
    text = m["n"]
    said = unit_words(unit, one=gap == "-" or (text.lstrip("-") == "1" and not m["f"]))
    if said is None:
        return None
    if m["f"]:
        amount = mixed(text, m["f"])
    elif m["to"]:
        amount = f"{number(text)} to {number(m['to'])}"
    else:
        amount = number(text)
    end = "." if m.group().endswith(".") and ends_sentence(m) else ""
    return f"{amount}{'-' if gap == '-' else ' '}{said}{end}"


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
    return f"{number(m['n'])} {'square' if m['how'] == 'sq' else 'cubic'} {UNITS[m['u']][0 if one else 1]}{end}"


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
    said = [f"{number(m['d'])} degree{'' if m['d'] == '1' else 's'}"]
    said += [f"{number(m[k])} {unit}{'' if m[k] == '1' else 's'}" for k, unit in (("m", "minute"), ("s", "second")) if m[k]]
    return " ".join([*said, {"N": "north", "S": "south", "E": "east", "W": "west"}.get(m["to"] or "", "")]).strip()


def mixed(whole: str, fraction: str) -> str:
    top, bottom = (VULGAR[fraction] if fraction in VULGAR else map(int, fraction.split("/")))
    said = _ratio(top, bottom)
    if said == "one half":
        said = "a half"
    return f"{number(whole)} and {said}" if whole else said


def _ratio(top: int, bottom: int) -> str:
    name = {2: "half", 4: "quarter"}.get(bottom) or ordinal(bottom)
    if top != 1:
        name = "halves" if bottom == 2 else plural(name)
    return f"{cardinal(top)} {name}"


def fraction(m: re.Match[str]) -> str | None:
    top, bottom = int(m["a"]), int(m["b"])
    if m.string.startswith((" time", "-time"), m.end()) and bottom in (4, 8, 16):
        return f"{cardinal(top)} {cardinal(bottom)}"
    if m.group() in ("24/7", "9/11", "7/11") or (top == bottom and not m["w"]):
        return f"{cardinal(top)} {cardinal(bottom)}"
    if bottom < 2 or (top > 99 and bottom > 99):
        return None
    if top > bottom > 9:
        return f"{cardinal(top)} {cardinal(bottom)}"  # a 60/40 split
    return (f"{number(m['w'])} and " if m["w"] else "") + _ratio(top, bottom)


def fraction_measure(m: re.Match[str]) -> str | None:
    """1/4 in., 3/8-inch, 1/2 km."""
    unit = unit_words(m["u"] or m["u2"], one=True)
    end = "." if m["stop"] and ends_sentence(m) else ""
    return f"{_ratio(int(m['a']), int(m['b']))} {unit}{end}" if unit and int(m["b"]) > 1 else None


def vulgar(m: re.Match[str]) -> str:
    return mixed(m[1] or "", m[2]) if m[1] else _ratio(*VULGAR[m[2]])
