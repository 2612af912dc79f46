"""Chinese characters as pinyin: initial, final and tone of each. Homophones are equal however they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from models.listeners.sounds import letters

_RUN = re.compile(r"[㐀-鿿豈-﫿\U00020000-\U0003ffff]+|[^\W\d_㐀-鿿豈-﫿\U00020000-\U0003ffff]+|\d+")


def units(text: str) -> Iterator[tuple[int, int, str, tuple[str, ...]]]:
    for run in _RUN.finditer(text):
        if letters.is_han(run[0][0]):
            for at, (character, sounds) in enumerate(zip(run[0], _syllables(run[0]), strict=True)):
                yield run.start() + at, run.start() + at + 1, character, sounds
        else:
            yield run.start(), run.end(), run[0], letters.folded(run[0])


def sounds_of_ipa(ipa: str) -> tuple[str, ...]:
    return letters.sounds_of_ipa(ipa)


def _syllables(run: str) -> list[tuple[str, ...]]:
    from pypinyin import Style, pinyin  # a second, and only where there is Chinese

    # By the run: its phrases tell how a character with two readings is read.
    styles = (Style.INITIALS, Style.FINALS_TONE3)
    initials, finals = (
        pinyin(run, style=style, strict=False, neutral_tone_with_five=True, errors=_as_they_are) for style in styles
    )
    return [(i, f) if i else (f,) for (i, *_), (f, *_) in zip(initials, finals, strict=True)]


def _as_they_are(characters: str) -> Any:
    """Characters without a pinyin, one by one."""
    return list(characters)
