"""Context of an English abbreviation: whether its sentence ends, whether it is a street."""

from __future__ import annotations

import re

from pipeline.languages.spoken.stops import starters

STARTERS = starters("en")
_NEXT = re.compile(r"[\s\"'”’)]*([A-Za-z]*)")


def ends_sentence(m: re.Match[str]) -> bool:
    """Whether nothing follows the match, or what looks like the first word of a sentence."""
    after = m.string[m.end() :]
    if after[:1] in ('"', "”", "»"):
        return True  # “It was 5 km.” he said: the stop is the quotation's
    word = _NEXT.match(after)
    if word and len(word[1]) > 1 and word[1].isupper() and m.group().isupper():
        return False  # THE U.S. AND THE U.N.
    return not after.strip(" \"'”’)") or bool(word and word[1][:1].isupper() and word[1].lower() in STARTERS)


def is_street(m: re.Match[str]) -> bool:
    """Main St. It was: a name before, and no name after."""
    before = re.search(r"(?:[A-Z][\w’'-]+|\d+(?:st|nd|rd|th)) $", m.string[: m.start()])
    after = re.match(r"\s*([A-Z][\w’'-]*)", m.string[m.end() :])
    return bool(before) and (not after or after[1].lower() in STARTERS)


def between(before: str) -> str:
    """The word between the ends of a range: between 1914-18 it is and."""
    return " and " if before.lower().endswith("between ") else " to "
