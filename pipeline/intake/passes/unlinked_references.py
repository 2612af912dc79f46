"""Footnote references without a link: "late.¹", whether the note stands in the chapter or elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.intake.structure.blocks import PlacedBlock
from pipeline.records import Span

_LABEL = re.compile(r"\s*[\[(]?(\d{1,3}|[*†‡§]{1,3}|[①-⑳⑴-⒇❶-❿⓵-⓾㈠-㈩㊀-㊉])[\])]?[.:)]?\s*(?=\S|$)")
_UNIT = re.compile(r"(?:^|[^\w])(?:[a-zA-Z]|[kcdm]m|[A-Z]\d?[a-z]?\d?)$|\d$")  # m², km², 10², CO²


# Without a note of that number in the chapter: a whole word or a stop precedes it, and no letter follows.
_AFTER_WORDS = re.compile(
    r"(?:(?<!\w)(?!(?:sin|cos|tan|log|mod|rpm|min)$)[^\W\d_]{3,}[\"'”’»」』)\]]{0,2}|"
    r"[.,;:!?…。，；：！？”’»」』]\s?)$"
)
_CIRCLED = "①-⑳⑴-⒇❶-❿⓵-⓾㈠-㈩㊀-㊉"
# Guard: one of these stands in every such mark; a set is twenty times as fast as the pattern.
_MARKS = frozenset("[†‡*") | {
    chr(n) for first, last in re.findall("(.)-(.)", _CIRCLED) for n in range(ord(first), ord(last) + 1)
}
_STRAY = re.compile(rf"[\[(（〔]?(\d{{1,3}}|[*†‡§]{{1,3}}|[{_CIRCLED}])[\])）〕]?")
# Glued to the end of a word or a sentence, in any type; no letter follows.
_BEHIND = r"(?=[\s，。、；：！？.,;:!?”’\"'」』）)—…]|$)"
_GLUED = re.compile(
    rf"(?<=[\w”’\"』」》）)。，、！？.,;:!?])(?:[{_CIRCLED}]|\[(?:\d{{1,3}}|[*†‡§]{{1,3}}|[{_CIRCLED}])\](?:\[\d{{1,3}}\])*|[†‡]){_BEHIND}"
    rf"|(?<=[^\W\d_])[.,;:!?”’\"]?(?P<star>\*{{1,3}}){_BEHIND}"
)


def with_references(blocks: Sequence[PlacedBlock]) -> list[PlacedBlock]:
    """Marks superscript numbers as references where the chapter has such a note and a word or a stop precedes."""
    labels: dict[str, str] = {}
    for placed in blocks:
        if placed.block.kind == "note" and placed.block.spans:
            match = _LABEL.match("".join(span.text for span in placed.block.spans))
            if match and placed.block.spans[0].kind != "noteref":
                labels.setdefault(match.group(1), placed.block.anchor)
    return [_glued(_referring(placed, labels), labels) for placed in blocks]


def _glued(placed: PlacedBlock, labels: dict[str, str]) -> PlacedBlock:
    """Marks references that are neither links nor superscript: word[1], 说①。, word†; not the numbers of a list."""
    block = placed.block
    text = "".join([span.text for span in block.spans])
    if block.kind in ("code", "contents", "boilerplate", "table") or _MARKS.isdisjoint(text) or not _GLUED.search(text):
        return placed
    starred = "*" in text and re.search(r"\*+[^\W_]", text) is not None
    spans: list[Span] = []
    position = 0
    for span in block.spans:
        start = 0
        if span.kind == "text" and span.reason is None and span.say is None:
            for match in _GLUED.finditer(text, position, position + len(span.text)):
                first, last = match.span("star") if match["star"] else match.span()
                if match["star"] and (starred or match.end() - position > len(span.text)):
                    continue
                label = text[first:last].strip("[]")
                spans += [
                    replace(span, text=span.text[start : first - position]),
                    replace(span, text=text[first:last], kind="noteref", target=labels.get(label)),
                ]
                start = last - position
        spans.append(replace(span, text=span.text[start:]))
        position += len(span.text)
    return replace(placed, block=replace(block, spans=tuple(span for span in spans if span.text)))


def _referring(placed: PlacedBlock, labels: dict[str, str]) -> PlacedBlock:
    spans = placed.block.spans
    if not any("superscript" in span.style and span.kind == "text" for span in spans):
        return placed
    parts: list[Span] = []
    for n, span in enumerate(spans):
        label = span.text.strip("[]() ")
        before = "".join(one.text for one in spans[:n])
        leads = placed.block.kind == "note" and not before.strip()
        if (
            span.kind == "text"
            and "superscript" in span.style
            and label in labels
            and (leads or (before.strip() and not _UNIT.search(before.rstrip())))
        ):
            span = replace(span, kind="noteref", target=None if leads else labels[label])
        elif (
            span.kind == "text"
            and "superscript" in span.style
            and _STRAY.fullmatch(span.text.strip())
            and _AFTER_WORDS.search(before)
            and not "".join(one.text for one in spans[n + 1 :])[:1].isalnum()
        ):
            span = replace(span, kind="noteref")
        parts.append(span)
    return replace(placed, block=replace(placed.block, spans=tuple(parts)))
