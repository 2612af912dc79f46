"""Speaker attribution of quotations: by the speech tag of the paragraph, where there is no doubt."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from pipeline.languages import record_of
from pipeline.languages.record import Dialogue

_QUOTE = re.compile(
    r"“[^“”]*(?:”|$)|\"[^\"]*\"|«[^«»]*»|„[^„“”]*[“”]|「[^「」]*」|『[^『』]*』|(?<!\w)"
    r"‘[^‘“”]*?[,.!?…—]’(?!\w)"
)


# Where a speech that began with a dash gives way to its tag, or goes on after it.
_DASH = re.compile(r"\s[—–]\s?(?=\S)")


def quotations(text: str, language: str) -> list[tuple[int, int]]:
    """Ranges of direct speech: between quotation marks, or behind dashes where the language's novels have these."""
    tags = record_of(language).dialogue
    if tags is None or not tags.dash or not text.lstrip().startswith(("—", "–")):
        return [m.span() for m in _QUOTE.finditer(text)]
    begin = len(text) - len(text.lstrip())
    cuts = [begin, *(m.start() + 1 for m in _DASH.finditer(text, begin + 1)), len(text)]
    return list(itertools.pairwise(cuts))[::2]  # speech and tag take turns


def speaker_of(text: str, quotes: Sequence[tuple[int, int]], names: Sequence[str], language: str) -> str:
    """The name whose speech tag stands beside a quotation of the paragraph; "" where none or several do."""
    primary = language.split("-")[0].lower()
    tags = record_of(primary).dialogue
    if not quotes or not names or tags is None:
        return ""
    outside = _outside(text, quotes)
    named = {name for name in names if _tags(name, tags, unspaced=record_of(primary).unspaced).search(outside)}
    # "Mr. Bennet" contains Bennet, too: of names that contain each other the longest is meant.
    named = {name for name in named if not any(name != other and name in other for other in named)}
    return named.pop() if len(named) == 1 else ""


def _outside(text: str, quotes: Sequence[tuple[int, int]]) -> str:
    """The paragraph with each quotation replaced by one placeholder."""
    parts, position = [], 0
    for start, end in quotes:
        parts += [text[position:start], "\uffff"]
        position = end
    return "".join([*parts, text[position:]])


def _tags(name: str, tags: Dialogue, *, unspaced: bool) -> re.Pattern[str]:
    verbs, who = tags.verbs, tags.before_name + re.escape(name)
    if unspaced:
        return re.compile(
            rf"(?:^|[。！？，、\uffff]){who}[^。！？，\uffff]{{0,8}}(?:{verbs})[：:，,]?\s?(?:\uffff|"
            rf"[。！？，]|$)|\uffff(?:と)?[、，]?{who}[^。！？\uffff]{{0,10}}(?:{verbs})"
        )
    before = rf"\uffff[\s,—–-]*(?:{verbs})\s+{who}(?!\w)|\uffff[\s,—–-]*{who}\s+(?:\w+ly\s+)?(?:{verbs})(?!\w)"
    after = rf"(?:^|[.!?;,]\s+){who}\s+(?:\w+ly\s+)?(?:{verbs})(?:\s+\w+ly)?\s*[,:]\s*\uffff"
    return re.compile(f"{before}|{after}")
