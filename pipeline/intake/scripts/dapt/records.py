"""Records of a DAPT script, as its data model names them: characters, script events, texts, audio, mixing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ScriptType = Literal["originalTranscript", "translatedTranscript", "preRecording", "asRecorded"]
SCRIPT_TYPES: tuple[ScriptType, ...] = ("originalTranscript", "translatedTranscript", "preRecording", "asRecorded")
ON_SCREEN = ("ON", "OFF", "ON_OFF", "OFF_ON")
# The registry of content descriptors; others of a user's own have a part that begins with "x-".
CONTENT_DESCRIPTORS = frozenset(
    (
        "audio",
        "audio.dialogue",
        "audio.nonDialogueSounds",
        "visual",
        "visual.dialogue",
        "visual.nonText",
        "visual.text",
        "visual.text.title",
        "visual.text.credit",
        "visual.text.location",
    )
)
DESCRIPTION_TYPES = frozenset(("pronunciationNote", "scene", "plotSignificance"))
CONTENT_PROFILE = "http://www.w3.org/ns/ttml/profile/dapt1.0/content"
PROCESSOR_PROFILE = "http://www.w3.org/ns/ttml/profile/dapt1.0/processor"


@dataclass(frozen=True, slots=True)
class Agent:
    """A character, or the person who plays it.

    Attributes:
        kind: character, person, group, organization or other.
        names: (type, name): alias of a character, full of a person.
        actor: id of the person who plays a character, "" without one.
    """

    id: str
    kind: str
    names: tuple[tuple[str, str], ...]
    actor: str = ""

    @property
    def name(self) -> str:
        return next((name for kind, name in self.names if kind == "alias"), self.names[0][1])


@dataclass(frozen=True, slots=True)
class Source:
    """One of the alternatives of a recording: a link, or the recording itself in base64."""

    src: str = ""
    type: str = ""
    format: str = ""
    data: str = ""


@dataclass(frozen=True, slots=True)
class Audio:
    """A recording of a text. Times are milliseconds from the beginning of what holds it; None where it does not say."""

    sources: tuple[Source, ...]
    begin_ms: int | None = None
    end_ms: int | None = None
    clip_begin_ms: int | None = None
    clip_end_ms: int | None = None
    gain: str = ""
    pan: str = ""
    mixing: tuple[Mixing, ...] = ()


@dataclass(frozen=True, slots=True)
class Mixing:
    """An animated instruction for the mix: gain or pan over a list of values ("1;0.39")."""

    gain: str = ""
    pan: str = ""
    begin_ms: int | None = None
    end_ms: int | None = None
    fill: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text, with what holds for it alone."""

    text: str
    begin_ms: int | None = None
    end_ms: int | None = None
    language: str = ""
    agents: tuple[str, ...] = ()
    speak: str = ""
    pitch: str = ""
    gain: str = ""
    pan: str = ""
    audio: tuple[Audio, ...] = ()
    mixing: tuple[Mixing, ...] = ()
    breaks: bool = False  # a line begins behind it


@dataclass(frozen=True, slots=True)
class Text:
    """What an event says in one language."""

    language: str
    spans: tuple[Span, ...]
    source_language: str = ""  # computed; "" where nothing says it
    agents: tuple[str, ...] = ()
    begin_ms: int | None = None
    end_ms: int | None = None
    speak: str = ""
    pitch: str = ""
    gain: str = ""
    pan: str = ""
    audio: tuple[Audio, ...] = ()
    mixing: tuple[Mixing, ...] = ()

    @property
    def words(self) -> str:
        return "".join(span.text + ("\n" if span.breaks else "") for span in self.spans)


@dataclass(frozen=True, slots=True)
class Event:
    """A script event. Times are milliseconds of the programme, None where it does not say."""

    id: str
    begin_ms: int | None
    end_ms: int | None
    represents: str
    texts: tuple[Text, ...] = ()
    agents: tuple[str, ...] = ()
    on_screen: str = ""  # ON, OFF, ON_OFF, OFF_ON; "" is ON by default
    descriptions: tuple[tuple[str, str], ...] = ()  # (type or "", text)
    gain: str = ""
    pan: str = ""
    mixing: tuple[Mixing, ...] = ()


@dataclass(frozen=True, slots=True)
class DaptScript:
    """A DAPT script."""

    language: str
    represents: tuple[str, ...]
    kind: ScriptType
    source_language: str = ""
    agents: tuple[Agent, ...] = ()
    events: tuple[Event, ...] = ()
    origin_timecode: str = ""
    frame_rate: str = ""
    frame_rate_multiplier: str = ""
    title: str = ""
