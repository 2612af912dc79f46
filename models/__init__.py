"""WHO speaks and who listens. The one place where both are registered: a new engine is a module and a line in
`ENGINES`, a new listener one in `LISTENERS`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from models.listeners.languages import WHISPER_LANGUAGES
from pipeline.listener import Role

# Engines tell nobody what they speak. onnxruntime (1.32) sends events to its makers, and keeps an identifier of this
# machine in HOME, unless this is set before it is loaded; likewise huggingface_hub.
for _name in ("ORT_DISABLE_TELEMETRY", "HF_HUB_DISABLE_TELEMETRY"):
    os.environ.setdefault(_name, "1")


@dataclass(frozen=True, slots=True)
class EngineRecord:
    """Where an engine is found, and what it needs of the machine. Its module is imported when a voice names it."""

    factory: str  # "module:Class", called with a voice's settings; implements pipeline.engine.Engine
    on_gpu: bool = False  # speaks on a GPU where there is one: then one worker per GPU, else one per core
    extra: str = ""  # of voicepress, that installs what it imports: pip install 'voicepress[EXTRA]'


ENGINES = {
    "tone": EngineRecord("models.tone:Tone"),
    "hibari": EngineRecord("models.hibari:Hibari"),
    "kokoro": EngineRecord("models.kokoro.engine:Kokoro", extra="kokoro"),
    "gpt-sovits": EngineRecord("models.gpt_sovits.engine:GptSovits", on_gpu=True, extra="gpt-sovits"),
}


@dataclass(frozen=True, slots=True)
class ListenerRecord:
    """Where a listener is found, what it is asked for, and what it needs of the machine. Imported when it is asked."""

    factory: str  # "module:Class", called with `settings`; implements pipeline.listener.Listener
    roles: tuple[Role, ...]
    languages: tuple[str, ...] = ("*",)  # the primary subtags that it is for; "*" for all
    settings: Mapping[str, Any] = field(default_factory=dict)
    on_gpu: bool = False  # hears on a GPU where there is one
    extra: str = ""  # of voicepress, that installs what it imports
    weights: str = ""  # its name among models/listeners/weights.py's; "" where it needs none


def _whisper(model: str, *roles: Role, languages: tuple[str, ...] = ("*",), **settings: Any) -> ListenerRecord:
    settings = {"model": model, **settings}
    return ListenerRecord("models.listeners.whisper:Whisper", roles, languages, settings, True, "qa", model)


OTHERS = tuple(sorted(WHISPER_LANGUAGES - {"en"}))
# Of those that are for a role and a language, the first is asked where nobody names another.
LISTENERS = {
    "signal": ListenerRecord("models.listeners.signal:Signal", ("signal",)),
    "tiny.en": _whisper("tiny.en", "words", languages=("en",)),
    # Where base hears every take, it hears doubtful ones again: in its full window, with figures.
    "base.wide": _whisper("base", "second", languages=OTHERS, full_window=True),
    "base": _whisper("base", "words", "second", languages=("*",)),
    # Larger ones are asked where configs/house.yaml names them: `listeners: {second: large-v3}`.
    "small": _whisper("small", "words", "second"),
    "medium": _whisper("medium", "words", "second"),
    "large-v3": _whisper("large-v3", "words", "second"),
    "speaker": ListenerRecord("models.listeners.speaker:Speaker", ("speaker",), extra="qa", weights="resemblyzer"),
    "naturalness": ListenerRecord(
        "models.listeners.naturalness:Naturalness",
        ("naturalness",),
        on_gpu=True,
        extra="naturalness",
        weights="distillmos",
    ),
}
