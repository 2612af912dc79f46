"""English sums of money, today's and those of older books."""

from __future__ import annotations

import re

from pipeline.languages.spoken.english.numbers import cardinal, number
from pipeline.languages.spoken.english.patterns import SPLIT, D, N
from pipeline.languages.spoken.english.places import between, ends_sentence
from pipeline.languages.spoken.english.tables import MONEY, SCALES
from pipeline.languages.spoken.rules import rule

# What stands around a sum that tells what a thing costs: a $20 bill, two $5 notes, the $500 fee, a $10-a-day habit.
_ONE_OF = re.compile(
    r"(?:\b(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|another|every|each|single|crisp)|"
    r"\d) $",
    re.I,
)
_OF_THEM = re.compile(r"\b(?:the|his|her|my|their|our|its|your|this|that) $", re.I)
_NO_THING = (
    "and|or|to|an?|per|in|for|on|at|of|from|by|as|more|less|each|apiece|off|back|but|was|is|were|had|with|"
    "when|if|he|she|it|they|we|you|which|that|worth|extra|short|ahead|richer|poorer|cheaper|too|now|then|"
    "today|yesterday|every|plus|minus|into|over|under|i|a|than|yet|so|out|up|down|away|again|alone|left|"
    "there|here|would|could|will"
)
_THING = re.compile(rf" (?!(?:{_NO_THING})\b)[a-z]{{3,}}")
_PRICED = re.compile(
    r" (?:bill|note|coin|piece|fee|fine|price|prize|reward|ticket|che(?:ck|que)|deal|bet|bribe|loan|"
    r"debt|tip|bond|budget|"
    r"bailout|question|mark|tax|stamp|project|program(?:me)?|plan|fund|lawsuit|house)\b"
)


def _tells_a_price(m: re.Match[str]) -> bool:
    before, at = m.string[max(0, m.start() - 12) : m.start()], m.end()
    return (
        re.compile("-[a-z]").match(m.string, at) is not None
        or (_ONE_OF.search(before) is not None and _THING.match(m.string, at) is not None)
        or (_OF_THEM.search(before) is not None and _PRICED.match(m.string, at) is not None)
    )


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
    words = [f"{cardinal(units)} {one if units == 1 else many}"] if units or not part else []
    if part and cent:
        words.append(f"{cardinal(part)} {cent if part == 1 else cents}")
    return " ".join(words) + per


_PER = {
    "d": "day",
    "hr": "hour",
    "h": "hour",
    "mo": "month",
    "yr": "year",
    "wk": "week",
    "kg": "kilogram",
    "lb": "pound",
}


def old_money(m: re.Match[str]) -> str:
    """Pounds, shillings and pence: £3 10s. 6d., 8s."""
    named = (("p", "pound", "pounds"), ("s", "shilling", "shillings"), ("d", "penny", "pence"))
    words = [f"{number(m[k])} {one if m[k] == '1' else many}" for k, one, many in named if m[k]]
    end = "." if m.group().endswith(".") and ends_sentence(m) else ""
    return (" and ".join(words) if len(words) == 2 and m["s"] and m["d"] else " ".join(words)) + end


def _from_to(m: re.Match[str]) -> str | None:
    """$5-10, £5–£10 million; $5-$10 are two sums."""
    if m["c2"] and not m["s"]:
        return None
    scale = SCALES.get((m["s"] or "").lower())
    to = between(m.string[: m.start()])
    return f"{number(m['n'])}{to}{number(m['to'])} {scale + ' ' if scale else ''}{MONEY[m['c']][1]}"


def money_after(m: re.Match[str]) -> str:
    one, many, *_ = MONEY[m["c"]]
    return f"{number(m['n'])} {one if m['n'] == '1' else many}"


def old_pounds(m: re.Match[str]) -> str:
    """5,000l. a year."""
    return f"{number(m[1])} {'pound' if m[1] == '1' else 'pounds'}" + ("." if ends_sentence(m) else "")


_CURRENCY = "|".join(sorted(map(re.escape, MONEY), key=len, reverse=True))
_COIN = re.compile(r"[$£€¥₩₹₽₺₪₿¢A-Z](?:(?<=[^A-Z])|[A-Z]{2}|(?<=R)s)")
_SHILLING = re.compile(r"\d ?[sd]\b")

RULES = (
    rule("money", r"(?<![\w.,)\]%$£€-])[-–](?=[$£€¥₹]\d)", "minus ", r"[-–][$£€¥₹]"),
    rule(
        "money",
        rf"(?<![\w$£€])(?P<c>[$£€])[-–](?P<n>{D})(?P<s>(?!))?(?P<per>(?!))?(?![\w%])(?!\.\d)",
        lambda m: f"minus {money(m)}",
        r"[$£€][-–]",
    ),
    rule(
        "money",
        rf"(?<![\w$£€])(?P<c>{_CURRENCY})(?P<n>{D})[-–](?P<c2>(?P=c))?(?P<to>{D})(?: ?(?P<s>thousand|"
        r"million|billion|trillion|bn|mn|[kmbKMB])\b)?(?!\w|[.,]\d|-)",
        _from_to,
        _COIN,
    ),
    rule("money", rf"(?<![\w$£€])£(?P<p>{N})[.,]? ?(?P<s>\d+) ?s\b\.?(?:,? ?(?P<d>\d+½?) ?d\b\.?)?", old_money, "£"),
    rule("money", r"(?<![\w.,])(?P<p>(?!))?(?P<s>\d{1,2}) ?s\.(?:,? ?(?P<d>\d{1,2}) ?d\b\.?)?", old_money, _SHILLING),
    rule("money", r"(?<![\w.,])(?P<p>(?!))?(?P<s>(?!))?(?P<d>\d{1,2}) ?d\.", old_money, _SHILLING),
    rule(
        "money",
        rf"(?<![\w$£€])(?P<c>{_CURRENCY})(?:(?<=Rs)\.)? ?(?P<n>{D}|\.\d+)(?:(?:[ -]?(?P<s>thousand|"
        r"million|billion|trillion|bn|mn|tn|[kmbtKMBT])\b)?)(?:/(?P<per>d|hr?|mo|yr|wk|kg|lb|[a-z]{3,})"
        r"\b)?(?:[- ](?:dollars?|pounds?|euros?|yen)\b)?(?!\w)(?!\.\d)",
        money,
        _COIN,
    ),
    rule("money", rf"{SPLIT}(?P<n>{D}) ?(?P<c>[$£€¥₩₹]|USD|EUR|GBP|JPY|CNY|CHF)(?![\w])", money_after, _COIN),
    rule(
        "money",
        r"(?<![\w.,$£€])([1-9]\d?)p(?![\w./])",
        lambda m: "one penny" if m[1] == "1" else f"{number(m[1])} pence",
        r"\dp\b",
    ),
    rule("money", rf"{SPLIT}({N})¢", lambda m: f"{number(m[1])} {'cent' if m[1] == '1' else 'cents'}", _COIN),
    rule("money", rf"(?<![\w.,])({N})l\.(?=[;,)]| [a-z]|$)", old_pounds, r"\dl\."),
)
