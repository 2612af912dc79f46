"""Superscript numbers that are no note references: exponents, and verse numbers in scripture."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.intake.structure.blocks import PlacedBlock
from pipeline.records import Span

_BASE = re.compile(
    r"(?:(?:\d[\d.,]*[ \u00a0\u202f]?)?(?<![^\W\d_])(?:[a-zA-Z]|[kcdm]m)|(?<![\w.,])\d[\d.,]*\d|"
    r"(?<!\w)\d)$"
)
_PRODUCT = re.compile(r"(?:(?<=[=+*/(])|(?<=[=+*/] ))[a-zA-Z]{2,3}$")  # letters that are factors: E=mc²
_EXPONENT = re.compile(r"[-−–]?\d{1,3}")
_RAISED = str.maketrans("0123456789-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁻")


def with_powers(blocks: Sequence[PlacedBlock]) -> list[PlacedBlock]:
    """Gives exponents their spoken form: 10<sup>6</sup> and m<sup>2</sup> are not 106 and m2."""
    return [
        replace(placed, block=replace(placed.block, spans=_powers(placed.block.spans)))
        if placed.block.kind not in ("code", "note") and _raised(placed)
        else placed
        for placed in blocks
    ]


def _raised(placed: PlacedBlock) -> bool:
    return any("superscript" in span.style and span.kind == "text" for span in placed.block.spans)


def _powers(spans: Sequence[Span]) -> tuple[Span, ...]:
    parts: list[Span] = []
    for span in spans:
        last = parts[-1] if parts else None
        open_ = last and last.kind == "text" and last.say is None and not (last.reason or span.reason)
        base = (_BASE.search(last.text) or _PRODUCT.search(last.text)) if last and open_ else None
        if last and base and span.kind == "text" and "superscript" in span.style and _EXPONENT.fullmatch(span.text):
            parts[-1] = replace(last, text=last.text[: base.start()])
            factors = base.group() if base.re is _BASE else " ".join(base.group())
            said = factors + span.text.translate(_RAISED)
            parts += [replace(last, text=base.group() + span.text, say=said, rule="exponent")]
        else:
            parts.append(span)
    return tuple(span for span in parts if span.text)


def with_verse_numbers(blocks: Sequence[PlacedBlock]) -> list[PlacedBlock]:
    """Marks verse numbers: superscript numbers that count up, at a paragraph's head or glued to the next word."""
    places = [
        (n, position)
        for n, placed in enumerate(blocks)
        if placed.block.kind != "note" and _raised(placed)
        for position in range(len(placed.block.spans))
        if _numbers_verse(placed.block.spans, position)
    ]
    values = [int(blocks[n].block.spans[position].text) for n, position in places]
    rising = sum(1 for one, two in itertools.pairwise(values) if two in (one + 1, 1))
    if len(values) < 3 or rising < 0.8 * (len(values) - 1):
        return list(blocks)
    marked = list(blocks)
    for n, position in places:
        spans = list(marked[n].block.spans)
        spans[position] = replace(spans[position], kind="line-number")
        marked[n] = replace(marked[n], block=replace(marked[n].block, spans=tuple(spans)))
    return marked


def _numbers_verse(spans: Sequence[Span], position: int) -> bool:
    span = spans[position]
    if span.kind != "text" or "superscript" not in span.style or not span.text.strip().isdecimal():
        return False
    before = spans[position - 1].text if position else " "
    after = spans[position + 1].text if position + 1 < len(spans) else ""
    close = (span.text + after)[len(span.text.rstrip()) :]
    head = not position or before[-1:].isspace()
    joined = before[-1:] in (*".;:!?,”’",) and close[:1].isalpha()
    return close.lstrip(" \u00a0“\"‘'(«")[:1].isalpha() and (head or joined)
