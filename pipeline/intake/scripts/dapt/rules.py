"""Rules that a DAPT document must keep (W3C DAPT 1.0); one that breaks them is refused for that reason."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator

from pipeline.intake.scripts.dapt.records import (
    CONTENT_DESCRIPTORS,
    CONTENT_PROFILE,
    DESCRIPTION_TYPES,
    ON_SCREEN,
    PROCESSOR_PROFILE,
    SCRIPT_TYPES,
)
from pipeline.intake.scripts.ttml.document import (
    DAPTM,
    TTM,
    TTP,
    XML,
    Element,
    attribute,
    child,
    elements,
    id_of,
    inherited,
    is_id,
    is_language,
    language_of,
    local,
    plain,
)

_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_ENCODING = re.compile(rb"<\?xml[^>]{0,300}?encoding\s*=\s*[\"']([\w.:-]+)")
_TOKEN = re.compile(r"[^\W\d][\w\-·]*(?:\.[\w\-·]+)*")
_PROHIBITED = ("clockMode", "dropMode", "markerMode", "subFrameRate", "profile")
_TIMECODE = re.compile(r"(\d{2,}):(\d{2}):(\d{2}):(\d{2,})")
_CLOCK = re.compile(r"\d{2,}:\d{2}:\d{2}(?:\.\d+)?")
_OFFSET = re.compile(r"\d+(?:\.\d+)?(h|ms|m|s|f|t)")
_TIMES = ("begin", "end", "dur", "clipBegin", "clipEnd")
AGENT_KINDS = ("person", "character", "group", "organization", "other")


def check(data: bytes, root: Element) -> None:
    """Raises ValueError with the first rule that a document breaks, and where."""
    for rule in _RULES:
        for broken in rule(data, root):
            raise ValueError(f"is no valid DAPT: {broken}")


def events_of(root: Element) -> Iterator[Element]:
    """Script events: divisions that have an id and no division within."""
    for division in elements(root, "div"):
        if id_of(division) and child(division, "div") is None:
            yield division


def _at(element: Element) -> str:
    name = id_of(element)
    return f"<{plain(element)}{f' {name}' if name else ''}> (line {element.sourceline})"


# ---------------------------------------------------------------- the document


def _serialisation(data: bytes, _root: Element) -> Iterator[str]:
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        yield "it begins with a byte order mark; save it as UTF-8 without one"
    declared = _ENCODING.search(data[:400])
    if declared and declared[1].lower() != b"utf-8":
        yield f"its encoding is {declared[1].decode('ascii', 'replace')}, and DAPT is UTF-8 alone"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        yield f"byte {error.start} is no UTF-8, and DAPT is UTF-8 alone"
    if _DOCTYPE.search(data[: 1 << 20]):
        yield "it has a document type declaration, where entities could be declared; take it out"


def _root(_data: bytes, root: Element) -> Iterator[str]:
    profiles = attribute(root, "contentProfiles", TTP)
    if profiles is None:
        yield f"ttp:contentProfiles is missing; it must name {CONTENT_PROFILE}"
    elif CONTENT_PROFILE not in re.findall(r"[^\s()]+", profiles):
        yield f"ttp:contentProfiles names {profiles.strip()!r}, not {CONTENT_PROFILE}"
    processors = attribute(root, "processorProfiles", TTP)
    if processors is not None and PROCESSOR_PROFILE not in re.findall(r"[^\s()]+", processors):
        yield f"ttp:processorProfiles does not name {PROCESSOR_PROFILE}"
    for name in _PROHIBITED:
        if attribute(root, name, TTP) is not None:
            yield f"ttp:{name} must not stand on its root"
    if (base := attribute(root, "timeBase", TTP)) not in (None, "media"):
        yield f"ttp:timeBase is {base!r}, and only media is allowed"
    kind = attribute(root, "scriptType", DAPTM)
    if kind is None:
        yield "daptm:scriptType is missing on its root"
    elif kind not in SCRIPT_TYPES:
        yield f"daptm:scriptType is {kind!r}; it is one of {', '.join(SCRIPT_TYPES)}"
    represents = attribute(root, "scriptRepresents", DAPTM)
    if represents is None or not represents.strip():
        yield "daptm:scriptRepresents is missing on its root"
    for word in (represents or "").split():
        yield from _descriptor(word, "daptm:scriptRepresents")


def _languages(_data: bytes, root: Element) -> Iterator[str]:
    primary = attribute(root, "lang", XML)
    if primary is None:
        yield "xml:lang is missing on its root"
    elif not primary:
        yield "xml:lang on its root is empty; it names the script's language"
    for element in root.iter():
        if (value := attribute(element, "lang", XML)) and not is_language(value):
            yield f"xml:lang={value!r} at {_at(element)} is no language tag"
        value = attribute(element, "langSrc", DAPTM)
        if value == "" and element is root:
            yield "daptm:langSrc on its root is empty; leave it out, or name a language (zxx for none)"
        if value and not is_language(value):
            yield f"daptm:langSrc={value!r} at {_at(element)} is no language tag"


def _ids(_data: bytes, root: Element) -> Iterator[str]:
    seen = set()
    for element in root.iter():
        if (name := attribute(element, "id", XML)) is None:
            continue
        if not is_id(name):
            yield f"xml:id={name!r} at line {element.sourceline} is no name for XML"
        if name in seen:
            yield f"xml:id={name!r} stands twice (line {element.sourceline})"
        seen.add(name)


# ---------------------------------------------------------------- characters and events


def _agents(_data: bytes, root: Element) -> Iterator[str]:
    agents = {id_of(agent): agent for agent in root.iter(f"{{{TTM}}}agent")}
    for agent in root.iter(f"{{{TTM}}}agent"):
        if not id_of(agent):
            yield f"the ttm:agent at line {agent.sourceline} has no xml:id"
        kind = attribute(agent, "type")
        if kind not in AGENT_KINDS:
            yield f"{_at(agent)} has the type {kind!r}; it is one of {', '.join(AGENT_KINDS)}"
        if not any("".join(name.itertext()).strip() for name in agent.iterchildren(f"{{{TTM}}}name")):
            yield f"{_at(agent)} has no ttm:name"
        actors = list(agent.iterchildren(f"{{{TTM}}}actor"))
        if len(actors) > 1:
            yield f"{_at(agent)} has {len(actors)} actors"
        for actor in actors:
            wanted = attribute(actor, "agent") or ""
            if wanted == id_of(agent):
                yield f"{_at(agent)} is its own actor"
            elif wanted not in agents:
                yield f"the actor of {_at(agent)} is {wanted!r}, which is no ttm:agent of this document"
    for element in root.iter():
        for name in (attribute(element, "agent", TTM) or "").split():
            if name not in agents:
                yield f"{_at(element)} is said by {name!r}, which is no ttm:agent of this document"


def _represented(_data: bytes, root: Element) -> Iterator[str]:
    allowed = (attribute(root, "scriptRepresents", DAPTM) or "").split()
    for element in root.iter():
        if (value := attribute(element, "represents", DAPTM)) is not None and value.strip():
            yield from _descriptor(value.strip(), f"daptm:represents at {_at(element)}")
    for event in events_of(root):
        value = inherited(event, "represents", DAPTM).strip()
        if not value:
            yield f"{_at(event)} does not say what it represents (daptm:represents)"
        elif not any(value == one or value.startswith(f"{one}.") for one in allowed):
            yield f"{_at(event)} represents {value}, which is none of daptm:scriptRepresents ({' '.join(allowed)})"


def _descriptor(word: str, where: str) -> Iterator[str]:
    if not _TOKEN.fullmatch(word):
        yield f"{where} holds {word!r}, which is no content descriptor; several are parted by spaces"
        return
    parts = word.split(".")
    own = next((at for at, part in enumerate(parts) if part.startswith("x-")), None)
    known = ".".join(parts if own is None else parts[:own])
    if known and known not in CONTENT_DESCRIPTORS:
        yield f"{where} holds {word!r}, which is not in the registry; a name of your own begins with x-"


def _marks(_data: bytes, root: Element) -> Iterator[str]:
    for element in root.iter():
        screen = attribute(element, "onScreen", DAPTM)
        if screen is not None and screen not in ON_SCREEN:
            yield f"daptm:onScreen={screen!r} at {_at(element)}; it is one of {', '.join(ON_SCREEN)}"
        kind = attribute(element, "descType", DAPTM)
        if kind is not None and kind not in DESCRIPTION_TYPES and not re.fullmatch(r"x-.+", kind):
            yield f"daptm:descType={kind!r} at {_at(element)} is not in the registry; one of your own begins with x-"


# ---------------------------------------------------------------- times


def _origin(_data: bytes, root: Element) -> Iterator[str]:
    origins = list(root.iter(f"{{{DAPTM}}}daptOriginTimecode"))
    if len(origins) > 1:
        yield f"daptm:daptOriginTimecode stands {len(origins)} times"
    for origin in origins:
        written = "".join(origin.itertext()).strip()
        found = _TIMECODE.fullmatch(written)
        if not found:
            yield f"daptm:daptOriginTimecode is {written!r}, not hh:mm:ss:ff"
            continue
        rate = attribute(root, "frameRate", TTP)
        if rate is None:
            yield "daptm:daptOriginTimecode needs ttp:frameRate on its root"
        elif not re.fullmatch(r"[1-9]\d{0,3}", rate.strip()) or int(found[4]) >= int(rate):
            yield f"daptm:daptOriginTimecode {written} has frame {found[4]}, and ttp:frameRate is {rate}"
        if int(found[2]) > 59 or int(found[3]) > 59:
            yield f"daptm:daptOriginTimecode {written} is no timecode"


def _times(_data: bytes, root: Element) -> Iterator[str]:
    for element in root.iter():
        if attribute(element, "timeContainer") not in (None, "par"):
            yield f"timeContainer at {_at(element)} must be par"
        for name in _TIMES:
            written = (attribute(element, name) or "").strip()
            if not written or not local(element):
                continue
            offset = _OFFSET.fullmatch(written)
            if offset and offset[1] == "f" and attribute(root, "frameRate", TTP) is None:
                yield f"{name}={written!r} at {_at(element)} counts frames, and ttp:frameRate is missing"
            elif offset and offset[1] == "t" and attribute(root, "tickRate", TTP) is None:
                yield f"{name}={written!r} at {_at(element)} counts ticks, and ttp:tickRate is missing"
            elif not offset and not _CLOCK.fullmatch(written) and not _placeholder(element, written):
                yield f"{name}={written!r} at {_at(element)} is no time that DAPT allows; write 00:00:10.5 or 10.5s"


def _placeholder(element: Element, written: str) -> bool:
    """Whether an ellipsis stands for a time that nobody has set yet, at an event without words."""
    return written in ("...", "…") and not "".join(element.itertext()).strip()


# ---------------------------------------------------------------- audio


def _audio(_data: bytes, root: Element) -> Iterator[str]:
    resources = {id_of(one): one for holder in elements(root, "resources") for one in holder if id_of(one)}
    for head in elements(root, "head"):
        if child(head, "animation") is not None:
            yield f"<animation> (line {head.sourceline}): animations stand where they apply, not in the head"
    for data in elements(root, "data"):
        if child(data, "source") is not None:
            yield f"{_at(data)} holds a <source>; it holds its recording, or chunks of it"
    for audio in elements(root, "audio", "source"):
        around = audio.getparent()
        own = attribute(audio, "lang", XML)
        if (
            own is not None
            and around is not None
            and local(around) in ("p", "span", "audio")
            and own != language_of(around)
        ):
            yield f"{_at(audio)} is in {own or 'no language'}, and what it belongs to in {language_of(around)}"
        src = attribute(audio, "src") or ""
        if src.startswith("#"):
            wanted = resources.get(src[1:])
            if wanted is None:
                yield f"{_at(audio)} refers to {src}, which is not in the head's resources"
            elif attribute(wanted, "lang", XML) is not None and language_of(wanted) != language_of(audio):
                yield f"{_at(audio)} refers to {src}, which is in {language_of(wanted)} and not in {language_of(audio)}"


_RULES: tuple[Callable[[bytes, Element], Iterator[str]], ...] = (
    _serialisation,
    _root,
    _languages,
    _ids,
    _agents,
    _represented,
    _marks,
    _origin,
    _times,
    _audio,
)
