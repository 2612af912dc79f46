"""Hearings as plain data: what a recogniser wrote, with sounds by a toy front end, one letter a sound."""

from __future__ import annotations

import re

from pipeline.listener import Hearing, Word
from pipeline.qa.gate.records import HeardTake

WORD_MS = 300


def words(text: str) -> tuple[Word, ...]:
    """The words of a text, each 300 ms long; their letters are their sounds, doubled ones sound once."""
    plain = [word.strip(".,;:!?") for word in text.split() if word.strip(".,;:!?")]
    return tuple(
        Word(word, tuple(re.sub(r"(.)\1", r"\1", word.casefold().replace("'", ""))), at * WORD_MS, (at + 1) * WORD_MS)
        for at, word in enumerate(plain)
    )


def hearing(spoken: str, heard: str | None, listener: str = "ear", **measures: float) -> Hearing:
    """What a listener wrote of a spoken form; None: it does not know the language."""
    return Hearing(listener, words(spoken), None if heard is None else words(heard), "en", measures=measures)


def take(
    spoken: str, heard: str | None, second: str | None = "", reference_text: str = "", **measures: float
) -> HeardTake:
    """A take as two listeners heard it; `second` is as the first where it is empty, None where nobody else was asked."""
    hearings = {"words": hearing(spoken, heard, **measures)}
    if second is not None:
        hearings["second"] = hearing(spoken, second or heard, "other", **measures)
    return HeardTake(
        spoken,
        "en",
        WORD_MS * max(1, len(spoken.split())),
        0,
        hearings,
        reference_text=reference_text,  # type: ignore[arg-type]
    )
