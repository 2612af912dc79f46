"""Any timed script as DAPT: what was read of a DAPT document as it stands, cues of every other format as events."""

from __future__ import annotations

import re

import msgspec

from pipeline.intake.scripts.dapt.reading import read_dapt_script
from pipeline.intake.scripts.dapt.records import Agent, DaptScript, Event, Span, Text
from pipeline.intake.scripts.dapt.writing import dapt
from pipeline.intake.scripts.parsing import Request, parse
from pipeline.intake.scripts.records import Cue, CueKind, TimedScript
from pipeline.intake.scripts.ttml.document import is_id

_REPRESENTS: dict[CueKind, str] = {
    "dialogue": "audio.dialogue",
    "song": "audio.dialogue",
    "sound": "audio.nonDialogueSounds",
    "description": "visual.nonText",
    "caption": "visual.text",
}
_ON_SCREEN = {"on": "ON", "off": "OFF", "on_off": "ON_OFF", "off_on": "OFF_ON", "": ""}


def dapt_answer(request: bytes) -> bytes:
    """Reads a packed Request and answers a DAPT document; for `sandbox.confined`."""
    asked = msgspec.msgpack.decode(request, type=Request)
    script = parse(asked.name, asked.data, asked.options)
    return dapt(read_dapt_script(asked.data) if script.format == "dapt" else as_dapt(script))


def as_dapt(script: TimedScript) -> DaptScript:
    """Cues as script events; their ids stay. What has no words and no sound (drawings, repeats) is left out."""
    language = script.language or "und"
    shown = [cue for cue in script.cues if cue.kind in _REPRESENTS]
    names = dict.fromkeys(name for cue in shown for name in _people(cue))
    ids = {name: f"character_{number}" for number, name in enumerate(names, 1)}
    return DaptScript(
        language=language,
        represents=tuple(dict.fromkeys(_REPRESENTS[cue.kind] for cue in shown)) or ("audio",),
        kind="originalTranscript",
        agents=tuple(Agent(ids[name], "character", (("alias", name),)) for name in names),
        events=tuple(_event(cue, ids, language) for cue in shown),
    )


def _event(cue: Cue, ids: dict[str, str], language: str) -> Event:
    lines = cue.text.split("\n")
    spans = tuple(Span(line, breaks=at + 1 < len(lines)) for at, line in enumerate(lines) if line)
    return Event(
        id=cue.id if is_id(cue.id) else "cue_" + re.sub(r"[^\w.-]", "_", cue.id),
        begin_ms=cue.in_ms,
        end_ms=cue.out_ms,
        represents=_REPRESENTS[cue.kind],
        texts=(Text(cue.language or language, spans),) if spans else (),
        agents=tuple(ids[name] for name in _people(cue)),
        on_screen=_ON_SCREEN[cue.on_screen],
    )


def _people(cue: Cue) -> list[str]:
    return list(dict.fromkeys(turn.character for turn in cue.turns if turn.character)) or (
        [cue.character] if cue.character else []
    )
