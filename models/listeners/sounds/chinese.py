"""Chinese characters as pinyin: initial, final and tone of each. Homophones are equal however they are written."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Any

from models.listeners.sounds import letters
from models.listeners.sounds.mandarin import words_read

_RUN = re.compile(r"[㐀-鿿豈-﫿\U00020000-\U0003ffff]+|[^\W\d_㐀-鿿豈-﫿\U00020000-\U0003ffff]+|\d+")
# The dictionary of phrases writes these as they sound in some phrases, by what comes after them.
_PLAIN = {"一": "yi1", "不": "bu4"}


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
    """Of each character, by the words of the run, in which characters with two readings are told apart."""
    read = [one for _, syllables in words_read(_simplified(run)) for one in syllables]
    said = [_PLAIN.get(character, syllable) for character, syllable in zip(run, read, strict=True)]
    return [_parts(syllable) for syllable in said]


@functools.lru_cache(maxsize=10_000)
def _parts(syllable: str) -> tuple[str, ...]:
    """zhong1 -> zh, ong1; a character without a reading stays as it is."""
    from pypinyin.contrib.tone_convert import to_finals, to_initials

    if not syllable.isascii():
        return (syllable,)
    initial = to_initials(syllable[:-1], strict=False)
    final = to_finals(syllable[:-1], strict=False, v_to_u=True)
    return (initial, final + syllable[-1]) if initial else (final + syllable[-1],)


def _simplified(run: str) -> str:
    """In simplified characters, which the dictionaries of words and phrases are written in: 看著 is kàn zhe."""
    converted = str(_converter().convert(run))
    if len(converted) != len(run):
        return run
    # 么 it takes for a traditional character, and makes it 幺.
    return "".join(was if was == "么" else now for was, now in zip(run, converted, strict=True))


@functools.cache
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("tw2s")  # t2s leaves 著, which is zhù
