"""English: Hibari's own grapheme to phoneme, whose alphabet is Kokoro's; with a lexicon of American and one of British
English, both in its package."""

from __future__ import annotations

import functools
from typing import Any

from models.hibari import folded_for_speech, unspeakable_characters


def american(text: str) -> str:
    return _phonemised(text, british_lexicon=False)


def british(text: str) -> str:
    return _phonemised(text, british_lexicon=True)


def unspeakable(text: str) -> str:
    return unspeakable_characters(text)


def _phonemised(text: str, british_lexicon: bool) -> str:
    import hibari

    g2p = _g2p(british_lexicon)
    sentences = hibari.Hibari.split_sentences(folded_for_speech(text))
    return " ".join(filter(None, map(g2p, sentences)))


@functools.cache
def _g2p(british_lexicon: bool) -> Any:
    from hibari.g2p import G2P

    return G2P(british=british_lexicon)
