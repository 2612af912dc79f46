"""Sentence boundary detection for languages that end sentences with . ! ? and a space.

Every place where a sentence may end is looked at once, with the word before and the word after. pysbd answers where
a paragraph is written in a language whose record has no `splitting`. For the others it was the baseline that these
rules were measured against: it takes 1 ms per sentence, splits initials and quotation tails, and never splits inside
quotation marks, where novels hold whole speeches.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.languages import record_of
from pipeline.script.splitting import unstopped
from pipeline.script.splitting.full_stops import BEFORE, ends_sentence
from pipeline.script.splitting.informal import is_informal
from pipeline.script.splitting.list_items import list_items
from pipeline.script.splitting.words import SplittingWords, words_of

OPENERS = "\"'“‘«„‚‹([{¿¡*_"
CLOSERS = "\"'”’“»›)]}*_"
# A terminator, closing marks, a gap. `. . .` is one ellipsis. A dash before a quotation mark ends a speech that is
# broken off. Figures right after a full stop, in brackets or not, refer to notes.
_CANDIDATE = re.compile(
    r"(?P<mark>(?:\.\s){2,}\.|[.!?…‽。！？؟।]+|(?:--|—)(?=[\"”]))(?P<close>[\s\u00a0]+[»›]|[\"'”’“»›«‹)\]}*_]*)"
    r"(?P<cite>(?:\[\d{1,3}\])+|(?:(?<=[a-z)]\.)|(?<=[.!?][\"”’]))\d{1,3}(?:[ "
    r",]\d{1,3})*(?=\s+[\"“‘]?[A-Z]))?(?P<gap>\s+)(?=\S)"
)
_OPEN = re.compile(rf"[{re.escape(OPENERS)}—–\-\s…\.•]*")
_WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S")
_ENUMERATOR = re.compile(r"[\[(]\w{1,4}[\])]\s+")
_CITATION = re.compile(r"\([^()]{1,60}\)[.;,]")
# A few words between quotation marks are one exclamation: “The Queen! The Queen!”
_CRY = re.compile(r"“[^“”]{1,40}”|(?<![\w.!?,])\"[^\"]{1,40}\"(?!\w)")
_ASIDE = 300  # characters; sentences may end inside a longer parenthesis


def knows(primary: str) -> bool:
    """Whether these rules have the words of a language."""
    return record_of(primary).splitting is not None


def ranges(text: str, primary: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence of a paragraph, gaps included."""
    start = 0
    items, markers = list_items(text)
    for end in sorted({*_ends(text, primary), *unstopped.ends(text)} - markers | items):
        if text[start:end].strip():
            yield start, end
            start = end
    yield start, len(text)


def _ends(text: str, primary: str) -> Iterator[int]:
    words = words_of(primary)
    informal = is_informal(text, words)
    inside = [*_parentheses(text), *((match.start(), match.end() - 1) for match in _CRY.finditer(text))]
    for match in _CANDIDATE.finditer(text):
        if inside and any(a < match.start() < b and match.end("close") <= b for a, b in inside):
            continue
        if _is_end(text, match, words, informal):
            yield match.end("gap")


def _is_end(text: str, terminator: re.Match[str], words: SplittingWords, informal: bool) -> bool:
    mark, close = terminator["mark"], terminator["close"]
    position = terminator.end("gap")
    opened = _OPEN.match(text, position)
    after = opened.end() if opened else position
    if enumerator := _ENUMERATOR.match(text, position):
        after = enumerator.end()  # (vii) And the Romans, too.
    if _ADDRESS.match(text, position):
        return True
    if after >= len(text):
        return False  # marks alone belong to the sentence before
    following = text[after]
    lower = following.islower()
    opening = text[position:after].strip(" ")
    word = _WORD.match(text, after)
    next_word = word.group() if word else following
    if "." in mark and len(mark) == 1 and not close:
        return ends_sentence(text, terminator.start(), next_word, lower and not informal, opening, words)
    if ('"' in close or "”" in close) and _CITATION.match(text, position):
        return False
    if lower:
        # A speech tag (“Oh!” cried she), a sentence that goes on (wait... what), or informal writing.
        if opening[:1] in ("¿", "¡"):
            return True
        return informal and not close and not opening
    if (mark[0] == "." and len(mark) > 1) or mark[0] == "…":
        before = BEFORE.search(text, 0, terminator.start())
        # “I... I do not know”: a stammer, not an end.
        stammer = before and before.group().lower() == next_word.lower()
        return not stammer and not following.isdecimal() and (next_word not in ("I", "I’m", "I'm") or bool(close))
    if close and mark[0] in "!?" and words.said and words.said.match(text, after) and not opening:
        return False
    return following not in ",;:)]}"


def _parentheses(text: str) -> list[tuple[int, int]]:
    """Ranges of outermost parentheses, inside which no sentence ends."""
    if "(" not in text and "[" not in text:
        return []
    outermost: list[tuple[int, int]] = []
    stack: list[int] = []
    for match in re.finditer(r"[()\[\]]", text):
        if match.group() in "([":
            stack.append(match.start())
        elif stack:
            start = stack.pop()
            if not stack and match.start() - start < _ASIDE:
                outermost.append((start, match.start()))
    return outermost
