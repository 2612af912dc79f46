"""DAPT documents into records: events with absolute times, texts by language, audio and mixing instructions."""

from __future__ import annotations

import re
from fractions import Fraction

from pipeline.intake.scripts.dapt.records import Agent, Audio, DaptScript, Event, Mixing, ScriptType, Source, Span, Text
from pipeline.intake.scripts.dapt.rules import check, events_of
from pipeline.intake.scripts.records import ReadOptions
from pipeline.intake.scripts.timecode import milliseconds
from pipeline.intake.scripts.ttml.document import (
    DAPTM,
    TTA,
    TTM,
    TTP,
    XML,
    Element,
    attribute,
    elements,
    id_of,
    inherited,
    language_of,
    local,
    parsed,
)
from pipeline.intake.scripts.ttml.timing import Clock, clock_of


def read_dapt_script(data: bytes, root: Element | None = None) -> DaptScript:
    """The script in a DAPT document.

    Raises:
        ValueError: it breaks a rule of DAPT; the sentence says which, and where.
    """
    root = parsed(data) if root is None else root
    check(data, root)
    return _Reader(root).script()


class _Reader:
    def __init__(self, root: Element):
        self.root = root
        self.clock: Clock = clock_of(root, ReadOptions())
        self.resources = {id_of(one): one for holder in elements(root, "resources") for one in holder if id_of(one)}

    def script(self) -> DaptScript:
        root = self.root
        kind: ScriptType = attribute(root, "scriptType", DAPTM)  # type: ignore[assignment]  # the rules have looked
        origin = next(root.iter(f"{{{DAPTM}}}daptOriginTimecode"), None)
        title = next(root.iter(f"{{{TTM}}}title"), None)
        return DaptScript(
            language=attribute(root, "lang", XML) or "",
            represents=tuple((attribute(root, "scriptRepresents", DAPTM) or "").split()),
            kind=kind,
            source_language=attribute(root, "langSrc", DAPTM) or "",
            agents=tuple(map(_agent, root.iter(f"{{{TTM}}}agent"))),
            events=tuple(map(self._event, events_of(root))),
            origin_timecode="" if origin is None else "".join(origin.itertext()).strip(),
            frame_rate=attribute(root, "frameRate", TTP) or "",
            frame_rate_multiplier=attribute(root, "frameRateMultiplier", TTP) or "",
            title="" if title is None else " ".join("".join(title.itertext()).split()),
        )

    def _event(self, division: Element) -> Event:
        begin, end = self._absolute(division)
        return Event(
            id=id_of(division),
            begin_ms=begin,
            end_ms=end,
            represents=inherited(division, "represents", DAPTM).strip(),
            texts=tuple(self._text(one) for one in division if local(one) == "p"),
            agents=tuple(inherited(division, "agent", TTM).split()),
            on_screen=attribute(division, "onScreen", DAPTM) or "",
            descriptions=tuple(
                (attribute(one, "descType", DAPTM) or "", " ".join("".join(one.itertext()).split()))
                for one in division.iterchildren(f"{{{TTM}}}desc")
            ),
            gain=attribute(division, "gain", TTA) or "",
            pan=attribute(division, "pan", TTA) or "",
            mixing=self._mixing(division),
        )

    def _absolute(self, division: Element) -> tuple[int | None, int | None]:
        """An event's times in the programme: those of the groups around it are added."""
        shift, ends = Fraction(0), []
        around = [one for one in division.iterancestors() if local(one) in ("body", "div")]
        for group in reversed(around):
            base = shift
            begin, end, dur = (self._seconds(group, name) for name in ("begin", "end", "dur"))
            shift = base + (begin or 0)
            ends += [base + end] if end is not None else []
            ends += [shift + dur] if dur is not None else []
        begin, end, dur = (self._seconds(division, name) for name in ("begin", "end", "dur"))
        start = shift + (begin or 0)
        ends += [shift + end] if end is not None else []
        ends += [start + dur] if dur is not None else []
        said = begin is not None or bool(around and any(attribute(one, "begin") for one in around))
        return milliseconds(start) if said or ends else None, milliseconds(min(ends)) if ends else None

    def _text(self, paragraph: Element) -> Text:
        begin, end = self._within(paragraph)
        return Text(
            language=language_of(paragraph),
            spans=tuple(self._spans(paragraph)),
            source_language=inherited(paragraph, "langSrc", DAPTM),
            agents=tuple((attribute(paragraph, "agent", TTM) or "").split()),
            begin_ms=begin,
            end_ms=end,
            speak=attribute(paragraph, "speak", TTA) or "",
            pitch=attribute(paragraph, "pitch", TTA) or "",
            gain=attribute(paragraph, "gain", TTA) or "",
            pan=attribute(paragraph, "pan", TTA) or "",
            audio=tuple(self._audio(one) for one in paragraph if local(one) == "audio"),
            mixing=self._mixing(paragraph),
        )

    def _spans(self, paragraph: Element) -> list[Span]:
        """The parts of a text in order; white space between elements is one space, as TTML collapses it."""
        spans: list[Span] = []
        self._gather(paragraph, spans, None)
        return _collapsed(spans)

    def _gather(self, element: Element, spans: list[Span], own: Element | None) -> None:
        self._piece(element.text, spans, own)
        for one in element:
            name = local(one)
            if name == "span":
                if any(local(inner) == "span" for inner in one):
                    self._gather(one, spans, own)
                else:
                    self._gather(one, spans, one)
            elif name == "br":
                spans.append(Span("", breaks=True))
            self._piece(one.tail, spans, own)
        carries = any(local(one) in ("audio", "animate") for one in element)
        if own is not None and own is element and carries and not _has(spans, element):
            spans.append(self._span("", element))

    def _piece(self, text: str | None, spans: list[Span], own: Element | None) -> None:
        if text:
            spans.append(Span(text) if own is None else self._span(text, own))

    def _span(self, text: str, element: Element) -> Span:
        begin, end = self._within(element)
        language = attribute(element, "lang", XML) or ""
        return Span(
            text,
            begin,
            end,
            language,
            tuple((attribute(element, "agent", TTM) or "").split()),
            attribute(element, "speak", TTA) or "",
            attribute(element, "pitch", TTA) or "",
            attribute(element, "gain", TTA) or "",
            attribute(element, "pan", TTA) or "",
            tuple(self._audio(one) for one in element if local(one) == "audio"),
            self._mixing(element),
        )

    def _audio(self, element: Element) -> Audio:
        begin, end = self._within(element)
        clip = [self._seconds(element, name) for name in ("clipBegin", "clipEnd")]
        sources = [self._source(one) for one in element if local(one) == "source"]
        if attribute(element, "src"):
            sources.insert(0, self._source(element))
        first, last = (None if one is None else milliseconds(one) for one in clip)
        return Audio(
            tuple(sources),
            begin,
            end,
            first,
            last,
            attribute(element, "gain", TTA) or "",
            attribute(element, "pan", TTA) or "",
            self._mixing(element),
        )

    def _source(self, element: Element) -> Source:
        src = attribute(element, "src") or ""
        kind, form = attribute(element, "type") or "", attribute(element, "format") or ""
        held = next((one for one in element if local(one) == "data"), None)
        if src.startswith("#"):
            held = self.resources.get(src[1:])
            src = ""
        if held is None:
            return Source(src, kind, form)
        data: Element = next(elements(held, "data"), held)
        return Source(
            "",
            attribute(held, "type") or attribute(data, "type") or kind,
            form or attribute(data, "format") or "",
            re.sub(r"\s+", "", "".join(data.itertext())),
        )

    def _mixing(self, element: Element) -> tuple[Mixing, ...]:
        return tuple(
            Mixing(
                attribute(one, "gain", TTA) or "",
                attribute(one, "pan", TTA) or "",
                *self._within(one),
                attribute(one, "fill") or "",
            )
            for one in element
            if local(one) == "animate"
        )

    def _within(self, element: Element) -> tuple[int | None, int | None]:
        """Times of an element, from the beginning of what holds it."""
        begin, end, dur = (self._seconds(element, name) for name in ("begin", "end", "dur"))
        ends = [one for one in (end, None if dur is None else (begin or 0) + dur) if one is not None]
        return None if begin is None else milliseconds(begin), milliseconds(min(ends)) if ends else None

    def _seconds(self, element: Element, name: str) -> Fraction | None:
        written = attribute(element, name)
        if written is None or written.strip() in ("...", "…"):
            return None
        return self.clock.seconds(written)


def _agent(element: Element) -> Agent:
    actor = next(element.iterchildren(f"{{{TTM}}}actor"), None)
    names = [
        (attribute(name, "type") or "", " ".join("".join(name.itertext()).split()))
        for name in element.iterchildren(f"{{{TTM}}}name")
    ]
    return Agent(
        id_of(element),
        attribute(element, "type") or "",
        tuple(pair for pair in names if pair[1]),
        "" if actor is None else attribute(actor, "agent") or "",
    )


def _has(spans: list[Span], element: Element) -> bool:
    """Whether the last span is already the element's own."""
    return (
        bool(spans)
        and bool(spans[-1].audio or spans[-1].mixing)
        and any(local(one) in ("audio", "animate") for one in element)
    )


def _collapsed(spans: list[Span]) -> list[Span]:
    """White space as one space, none at the beginning and end of a line; pieces that say the same stand together."""
    import dataclasses

    out: list[Span] = []
    for span in spans:
        text = re.sub(r"\s+", " ", span.text)
        if (not out or out[-1].breaks or out[-1].text.endswith(" ")) and text.startswith(" "):
            text = text[1:]
        if span.breaks:
            if out and not out[-1].breaks:
                out[-1] = dataclasses.replace(out[-1], text=out[-1].text.rstrip(" "), breaks=True)
            else:
                out.append(span)
            continue
        bare = dataclasses.replace(span, text="")
        if not text and bare == Span(""):
            continue
        if out and not out[-1].breaks and dataclasses.replace(out[-1], text="") == bare:
            out[-1] = dataclasses.replace(out[-1], text=out[-1].text + text)
        else:
            out.append(dataclasses.replace(span, text=text))
    if out and not out[-1].breaks:
        out[-1] = dataclasses.replace(out[-1], text=out[-1].text.rstrip(" "))
        if out[-1] == Span(""):
            out.pop()
    return out
