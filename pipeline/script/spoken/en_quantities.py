"""English money, measures and fractions."""

from __future__ import annotations

import re

from pipeline.script.spoken.en_numbers import cardinal, number, ordinal, plural
from pipeline.script.spoken.en_places import ends_sentence
from pipeline.script.spoken.en_tables import MONEY, SCALES, SQUARED, TIGHT_ONLY, UNITS, VULGAR


def money(m: re.Match[str]) -> str | None:
    one, many, cent, cents = MONEY[m["c"]]
    scale = SCALES.get((m["s"] or "").lower())
    per = {"d": " per day", "hr": " per hour", "h": " per hour", "mo": " per month", "yr": " per year", "wk": " per week",
           "kg": " per kilogram", "lb": " per pound"}.get(m["per"] or "", "")  # fmt: skip
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


def old_money(m: re.Match[str]) -> str:
    """Pounds, shillings and pence: £3 10s. 6d., 8s."""
    named = (("p", "pound", "pounds"), ("s", "shilling", "shillings"), ("d", "penny", "pence"))
    said = [f"{number(m[k])} {one if m[k] == '1' else many}" for k, one, many in named if m[k]]
    end = "." if m.group().endswith(".") and ends_sentence(m) else ""
    return (" and ".join(said) if len(said) == 2 and m["s"] and m["d"] else " ".join(said)) + end


def money_after(m: re.Match[str]) -> str:
    one, many, *_ = MONEY[m["c"]]
    return f"{number(m['n'])} {one if m['n'] == '1' else many}"


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
    if (unit in TIGHT_ONLY and gap) or (unit == "in" and not gap):
        return None
    text = m["n"]
    said = unit_words(unit, one=text.lstrip("-") == "1" and not m["f"])
    if said is None:
        return None
    if m["f"]:
        amount = mixed(text, m["f"])
    elif m["to"]:
        amount = f"{number(text)} to {number(m['to'])}"
    else:
        amount = number(text)
    return f"{amount}{'-' if gap == '-' else ' '}{said}"


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
    if m.group() in ("24/7", "9/11", "7/11") or (top == bottom and not m["w"]):
        return f"{cardinal(top)} {cardinal(bottom)}"
    if bottom < 2 or (top > 99 and bottom > 99):
        return None
    return (f"{number(m['w'])} and " if m["w"] else "") + _ratio(top, bottom)


def vulgar(m: re.Match[str]) -> str:
    return mixed(m[1] or "", m[2]) if m[1] else _ratio(*VULGAR[m[2]])
