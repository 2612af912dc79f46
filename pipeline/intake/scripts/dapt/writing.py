"""DAPT records into a document: what was read, or what a dub recorded (`asRecorded`)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pipeline.intake.scripts.dapt.records import CONTENT_PROFILE, Agent, Audio, DaptScript, Event, Mixing, Span, Text
from pipeline.intake.scripts.ttml.document import DAPTM, TTA, TTM, TTML, TTP, XML

_NAMESPACES = {None: TTML, "ttm": TTM, "ttp": TTP, "tta": TTA, "daptm": DAPTM}


def dapt(script: DaptScript) -> bytes:
    """The document of a script, UTF-8 without a byte order mark."""
    from lxml import etree

    root = etree.Element(f"{{{TTML}}}tt", nsmap=_NAMESPACES)  # type: ignore[arg-type]  # the stubs want str keys
    _set(
        root,
        (
            (f"{{{TTP}}}contentProfiles", CONTENT_PROFILE),
            (f"{{{XML}}}lang", script.language),
            (f"{{{TTP}}}frameRate", script.frame_rate),
            (f"{{{TTP}}}frameRateMultiplier", script.frame_rate_multiplier),
            (f"{{{DAPTM}}}langSrc", script.source_language),
            (f"{{{DAPTM}}}scriptRepresents", " ".join(script.represents)),
            (f"{{{DAPTM}}}scriptType", script.kind),
        ),
    )
    if script.agents or script.origin_timecode or script.title:
        metadata = _sub(_sub(root, "head"), "metadata")
        if script.title:
            _sub(metadata, "title", TTM).text = script.title
        if script.origin_timecode:
            _sub(metadata, "daptOriginTimecode", DAPTM).text = script.origin_timecode
        for agent in script.agents:
            _agent(metadata, agent)
    body = _sub(root, "body")
    for event in script.events:
        _event(body, event)
    etree.indent(root)
    for paragraph in root.iter(f"{{{TTML}}}p"):
        _unindent(paragraph)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _agent(metadata: Any, agent: Agent) -> None:
    element = _sub(metadata, "agent", TTM, (("type", agent.kind), (f"{{{XML}}}id", agent.id)))
    for kind, name in agent.names:
        _sub(element, "name", TTM, (("type", kind),)).text = name
    if agent.actor:
        _sub(element, "actor", TTM, (("agent", agent.actor),))


def _event(body: Any, event: Event) -> None:
    division = _sub(
        body,
        "div",
        TTML,
        (
            (f"{{{XML}}}id", event.id),
            ("begin", _time(event.begin_ms)),
            ("end", _time(event.end_ms)),
            (f"{{{TTM}}}agent", " ".join(event.agents)),
            (f"{{{DAPTM}}}onScreen", event.on_screen),
            (f"{{{DAPTM}}}represents", event.represents),
            *_mix(event.gain, event.pan),
        ),
    )
    for kind, text in event.descriptions:
        _sub(division, "desc", TTM, ((f"{{{DAPTM}}}descType", kind),)).text = text
    _animates(division, event.mixing)
    for one in event.texts:
        _text(division, one)


def _text(division: Any, text: Text) -> None:
    paragraph = _sub(
        division,
        "p",
        TTML,
        (
            (f"{{{XML}}}lang", text.language),
            (f"{{{DAPTM}}}langSrc", text.source_language),
            ("begin", _time(text.begin_ms)),
            ("end", _time(text.end_ms)),
            (f"{{{TTM}}}agent", " ".join(text.agents)),
            (f"{{{TTA}}}speak", text.speak),
            (f"{{{TTA}}}pitch", text.pitch),
            *_mix(text.gain, text.pan),
        ),
    )
    _animates(paragraph, text.mixing)
    for audio in text.audio:
        _audio(paragraph, audio)
    for span in text.spans:
        _span(paragraph, span)


def _span(paragraph: Any, span: Span) -> None:
    if span.text or span != Span("", breaks=span.breaks):
        element = _sub(
            paragraph,
            "span",
            TTML,
            (
                ("begin", _time(span.begin_ms)),
                ("end", _time(span.end_ms)),
                (f"{{{XML}}}lang", span.language),
                (f"{{{TTM}}}agent", " ".join(span.agents)),
                (f"{{{TTA}}}speak", span.speak),
                (f"{{{TTA}}}pitch", span.pitch),
                *_mix(span.gain, span.pan),
            ),
        )
        _animates(element, span.mixing)
        for audio in span.audio:
            _audio(element, audio)
        if len(element):
            element[-1].tail = span.text
        else:
            element.text = span.text
    if span.breaks:
        _sub(paragraph, "br")


def _audio(parent: Any, audio: Audio) -> None:
    single = len(audio.sources) == 1 and not audio.sources[0].data
    first = audio.sources[0] if single else None
    element = _sub(
        parent,
        "audio",
        TTML,
        (
            ("src", first.src if first else ""),
            ("type", first.type if first else ""),
            ("format", first.format if first else ""),
            ("begin", _time(audio.begin_ms)),
            ("end", _time(audio.end_ms)),
            ("clipBegin", _time(audio.clip_begin_ms)),
            ("clipEnd", _time(audio.clip_end_ms)),
            *_mix(audio.gain, audio.pan),
        ),
    )
    _animates(element, audio.mixing)
    for source in () if single else audio.sources:
        if source.data:
            held = _sub(_sub(element, "source"), "data", TTML, (("type", source.type), ("format", source.format)))
            held.text = source.data
        else:
            _sub(element, "source", TTML, (("src", source.src), ("type", source.type), ("format", source.format)))


def _animates(element: Any, mixing: Iterable[Mixing]) -> None:
    for one in mixing:
        _sub(
            element,
            "animate",
            TTML,
            (("begin", _time(one.begin_ms)), ("end", _time(one.end_ms)), *_mix(one.gain, one.pan), ("fill", one.fill)),
        )


def _mix(gain: str, pan: str) -> tuple[tuple[str, str], ...]:
    return (f"{{{TTA}}}gain", gain), (f"{{{TTA}}}pan", pan)


def _time(ms: int | None) -> str:
    """hh:mm:ss.fff: one syntax throughout a document, as DAPT asks."""
    if ms is None:
        return ""
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"


def _sub(parent: Any, name: str, namespace: str = TTML, attributes: Iterable[tuple[str, str]] = ()) -> Any:
    from lxml import etree

    element = etree.SubElement(parent, f"{{{namespace}}}{name}")
    _set(element, attributes)
    return element


def _set(element: Any, attributes: Iterable[tuple[str, str]]) -> None:
    for name, value in attributes:
        if value:
            element.set(name, value)


def _unindent(paragraph: Any) -> None:
    """Takes white space out that indenting has put between the words of a text."""
    for element in paragraph.iter():
        if element.text and not element.text.strip() and len(element):
            element.text = None
        if element is not paragraph and element.tail and not element.tail.strip():
            element.tail = None
