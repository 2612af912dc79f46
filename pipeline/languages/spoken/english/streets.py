"""English street addresses: house numbers and compass points."""

from __future__ import annotations

import re

from pipeline.languages.spoken.english.numbers import ONES, cardinal, year
from pipeline.languages.spoken.english.places import STARTERS
from pipeline.languages.spoken.rules import needing_figures, rule

_COMPASS = {"N": "North", "S": "South", "E": "East", "W": "West", "NE": "Northeast", "NW": "Northwest",
            "SE": "Southeast", "SW": "Southwest"}  # fmt: skip
_TYPES = (
    "St|Ave|Blvd|Rd|Dr|Ln|Ct|Pl|Sq|Pkwy|Ter|Expy|Hwy|Street|Avenue|Boulevard|Road|Drive|Lane|Court|Place|Square|"
    "Parkway|Terrace|Expressway|Highway|Way"
)
_NAME = rf"(?:[A-Z][\w’'.-]*|\d+(?:st|nd|rd|th)) (?:[A-Z][\w’'.-]* ){{0,2}}?(?:{_TYPES})\b"
_NEEDS = re.compile(rf"(?:{_TYPES})\b")


def model(text: str) -> str:
    """Three figures that name something: 747, Room 101, Flight 300, 221 Baker Street."""
    high, low = divmod(int(text), 100)
    return f"{ONES[high]} " + ("hundred" if not low else f"{'oh ' if low < 10 else ''}{cardinal(low)}")


def _house(m: re.Match[str]) -> str | None:
    """221B Baker St., 1600 Pennsylvania Ave.: in pairs, as years are."""
    text, letter = m[1], m[2]
    word = re.match(r"[A-Z]\w*", m.string[m.end() :].lstrip())
    if text[0] == "0" or (word and word.group().lower() in STARTERS):
        return None
    words = model(text) if len(text) == 3 else year(int(text)) if len(text) == 4 else cardinal(int(text))
    return words + (f" {letter.upper()}" if letter else "")


def _point(m: re.Match[str]) -> str:
    stop = "." if m.group().endswith(".") and not m.string[m.end() :].strip(" \"'”’)") else ""
    return _COMPASS[m[1].replace(".", "")] + stop


RULES = (
    rule(
        "compass",
        r"(?<![\w.])([NSEW]|[NS]\.?[EW])\.(?= of\b)|(?<=\b[Tt]he )([NSEW]|[NS]\.?[EW])\.(?= (?:side|"
        r"end|corner|"
        r"coast|bank|shore|wall|gate|wind|wing|aisle|transept|front|face|slope|part|half|angle|Territory)\b)",
        lambda m: _COMPASS[(m[1] or m[2]).replace(".", "")].lower(),
        re.compile(r"[NSEW]\. [a-zT]"),
    ),
    *needing_figures(
        [
            rule(
                "address",
                rf"(?<![\w.,$£€#-])(\d{{1,5}})([A-Za-z]?)(?= (?:[NSEW]{{1,2}}\.? |[NS]\.[EW]\. "
                rf")?{_NAME})",
                _house,
                _NEEDS,
            )
        ]
    ),
    rule(
        "address",
        rf"(?<![\w.-])([NSEW]|[NS]\.?[EW])\.?(?= {_NAME})(?:(?<=\.)|(?<=\d [NSEW])|(?<=\d [NS][EW])|"
        r"(?<=[NSEW])(?= \d))",
        _point,
        _NEEDS,
    ),
    rule(
        "address",
        r"(?:(?<=(?:St|Rd|Dr|Ln|Ct|Pl|Sq)\. )|(?<=(?:St|Rd|Dr|Ln|Ct|Pl|Sq) )|"
        r"(?<=Ave\. )|(?<=Ave )|(?<=Blvd\. )|(?<=Blvd )|(?<=Street )|(?<=Street, )|(?<=Avenue )|(?<=Road )|"
        r"(?<=Avenue, )|(?<=Ave\., )|(?<=St\., )|(?<=Place )|(?<=Drive ))([NS]\.?[EW])\b(?!\.?\d)\.?",
        _point,
        re.compile(r"[NS]\.?[EW]\b"),
    ),
)
