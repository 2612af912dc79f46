"""Whether the full stop of an abbreviation or of a number ends its sentence as well: then it is not swallowed."""

from __future__ import annotations

import functools
import re

from pipeline.languages.abbreviations import STARTERS, words

_QUOTES = frozenset('»”"’“')
_CLOSERS = ' »«"”“’‘)]'
_FIRST = re.compile(r"[^\W\d_]+")
_starters = functools.lru_cache(maxsize=8)(lambda language: words(STARTERS, language))


def sentence_ends(text: str, at: int, language: str) -> bool:
    """Whether a sentence ends just before `at`: nothing follows, or a word with which sentences begin."""
    rest = text[at:].lstrip(_CLOSERS)
    if not rest or text[at : at + 1] in _QUOTES:
        return True
    following = _FIRST.match(rest.lstrip("¿¡«“„—– "))
    return following is not None and following[0][0].isupper() and following[0].lower() in _starters(language)
