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
    out: list[Span] = []
    for span in spans:
        last = out[-1] if out else None
        open_ = last and last.kind == "text" and last.say is None and not (last.reason or span.reason)
        base = (_BASE.search(last.text) or _PRODUCT.search(last.text)) if last and open_ else None
        if last and base and span.kind == "text" and "superscript" in span.style and _EXPONENT.fullmatch(span.text):
            out[-1] = replace(last, text=last.text[: base.start()])
            factors = base.group() if base.re is _BASE else " ".join(base.group())
            said = factors + span.text.translate(_RAISED)
            out += [replace(last, text=base.group() + span.text, say=said, rule="exponent")]
        else:
            out.append(span)
    return tuple(span for span in out if span.text)


def with_verse_numbers(blocks: Sequence[PlacedBlock]) -> list[PlacedBlock]:
    """Marks verse numbers: superscript numbers that count up, at a paragraph's head or glued to the next word."""
    places = [
        (n, at)
        for n, placed in enumerate(blocks)
        if placed.block.kind != "note" and _raised(placed)
        for at in range(len(placed.block.spans))
        if _numbers_verse(placed.block.spans, at)
    ]
    values = [int(blocks[n].block.spans[at].text) for n, at in places]
    rising = sum(1 for one, two in itertools.pairwise(values) if two in (one + 1, 1))
    if len(values) < 3 or rising < 0.8 * (len(values) - 1):
        return list(blocks)
    out = list(blocks)
    for n, at in places:
        spans = list(out[n].block.spans)
        spans[at] = replace(spans[at], kind="line-number")
        out[n] = replace(out[n], block=replace(out[n].block, spans=tuple(spans)))
    return out


def _numbers_verse(spans: Sequence[Span], at: int) -> bool:
    span = spans[at]
    if span.kind != "text" or "superscript" not in span.style or not span.text.strip().isdecimal():
        return False
    before = spans[at - 1].text if at else " "
    after = spans[at + 1].text if at + 1 < len(spans) else ""
    close = (span.text + after)[len(span.text.rstrip()) :]
    head = not at or before[-1:].isspace()
    joined = before[-1:] in (*".;:!?,”’",) and close[:1].isalpha()
    return close.lstrip(" \u00a0“\"‘'(«")[:1].isalpha() and (head or joined)
