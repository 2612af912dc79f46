"""Roman numerals: recognition and value."""

from __future__ import annotations

import re

NUMERAL = r"(?=[MDCLXVI])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
_WHOLE = re.compile(NUMERAL)
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def roman(text: str) -> int:
    """The number of a well-formed Roman numeral."""
    values = [_VALUES[c] for c in text.upper()]
    return sum(-v if v < max(values[i + 1 :], default=0) else v for i, v in enumerate(values))


def is_roman(text: str) -> bool:
    return bool(text) and _WHOLE.fullmatch(text) is not None
