"""Whether the full stop of an abbreviation or a number also ends its sentence; only then is it kept."""

from __future__ import annotations

import functools
import re

from pipeline.languages import record_of

_QUOTES = frozenset('»”"’“')
_CLOSERS = ' »«"”“’‘)]'
_FIRST = re.compile(r"[^\W\d_]+")


@functools.cache
def starters(tag: str) -> frozenset[str]:
    """Words that, capitalised, are nearly always the first of a sentence."""
    splitting = record_of(tag).splitting
    return frozenset(splitting.starters.split()) if splitting else frozenset()


def sentence_ends(text: str, at: int, tag: str) -> bool:
    """Whether a sentence ends just before `at`: nothing follows, or a word with which sentences begin."""
    rest = text[at:].lstrip(_CLOSERS)
    if not rest or text[at : at + 1] in _QUOTES:
        return True
    following = _FIRST.match(rest.lstrip("¿¡«“„—– "))
    return following is not None and following[0][0].isupper() and following[0].lower() in starters(tag)
