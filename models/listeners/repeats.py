"""Doubled words, which a recogniser hides: how much more likely its own transcript is with a word said twice.

At the end of a word that was said twice the decoder thinks of saying it again, and then mostly does not. The words of
which it thought most are tried: the transcript is weighed with the word once and twice.
"""

from __future__ import annotations

from models.listeners.recogniser import Passage, Recogniser

LEAST_NATS = -99.0  # no word was worth trying
_DOUBT_NATS = -8.0  # a word that the decoder thought less of is not tried
_TRIED = 3  # words that are tried

Span = tuple[int, int]  # of tokens, half open


def doubled(passage: Passage, recogniser: Recogniser) -> list[tuple[Span, list[int]]]:
    """The words worth trying: their tokens, and the whole transcript with the word said twice."""
    ids = list(passage.ids)
    doubts = sorted(((_thought(passage, word, recogniser), word) for word in _words(passage, recogniser)), reverse=True)
    return [
        ((start, end), [*ids[:end], *_again(passage, start, end, recogniser), *ids[end:]])
        for doubt, (start, end) in doubts[:_TRIED]
        if doubt > _DOUBT_NATS
    ]


def _words(passage: Passage, recogniser: Recogniser) -> list[Span]:
    """The tokens of each word, without the marks around it."""
    words: list[Span] = []
    for at, token in enumerate(passage.ids):
        name = recogniser.name(token)
        if not any(c.isalpha() for c in name.replace("Ġ", "")):
            continue
        if words and words[-1][1] == at and not name.startswith("Ġ"):
            words[-1] = (words[-1][0], at + 1)
        else:
            words.append((at, at + 1))
    return words


def _thought(passage: Passage, word: Span, recogniser: Recogniser) -> float:
    """How near the decoder was, after a word, to beginning it once more: nats below what it chose.

    After the word itself, and after the marks that follow it ("the, the").
    """
    bare = recogniser.name(passage.ids[word[0]]).lstrip("Ġ")
    spellings = {recogniser.token("Ġ" + spelt) for spelt in (bare, bare.lower(), bare.capitalize())} - {None}
    nearest = LEAST_NATS
    for at in range(word[1], len(passage.logits)):
        chosen = passage.ids[at] if at < len(passage.ids) else recogniser.end
        step = passage.logits[at]
        nearest = max([nearest, *(float(step[token] - step[chosen]) for token in spellings if token != chosen)])
        if chosen == recogniser.end or any(c.isalnum() or c == "Ġ" for c in recogniser.name(chosen)):
            break
    return nearest


def _again(passage: Passage, start: int, end: int, recogniser: Recogniser) -> list[int]:
    """The tokens of a word as they stand after it."""
    word = passage.text[passage.ends[start - 1] if start else 0 : passage.ends[end - 1]].strip()
    if start == 0 and word != "I" and not word.startswith("I'"):
        word = word[:1].lower() + word[1:]
    return recogniser.tokens(word)
