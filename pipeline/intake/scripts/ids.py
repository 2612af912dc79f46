"""Ids of cues that stay when other cues are inserted, removed, renumbered or moved in time."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable

from pipeline.store import digest_of

DIGITS = 10  # of 16: among 10,000 different texts two share one once in 20,000 scripts, and a counter tells them apart


def content_ids(texts: Iterable[str]) -> list[str]:
    """Ids made of the words themselves: c3f2a91bc04, and c3f2a91bc04-2 where the same words come again.

    Neither numbers nor times go in: an editor renumbers a whole file for one new cue, and a new cut of the picture
    moves all that follows it. What a cue says is what takes, variants and notes hang on.
    """
    seen: Counter[str] = Counter()
    made = []
    for text in texts:
        words = " ".join(unicodedata.normalize("NFC", text).split())
        name = "c" + digest_of(words.encode("utf-8", "surrogatepass"))[:DIGITS]
        seen[name] += 1
        made.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return made
