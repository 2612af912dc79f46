"""WHO speaks. The one place where engines are registered: a new one is a module and a line in `ENGINES`."""

from __future__ import annotations

import os
from dataclasses import dataclass

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
    "gpt-sovits": EngineRecord("models.gpt_sovits.engine:GptSovits", on_gpu=True, extra="gpt-sovits"),
}
