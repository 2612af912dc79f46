"""WHO speaks. The one place where engines are registered: name -> "module:Class"."""

from __future__ import annotations

import os

# Engines tell nobody what they speak. onnxruntime (1.32) sends events to its makers, and keeps an identifier of this
# machine in HOME, unless this is set before it is loaded; likewise huggingface_hub.
for _name in ("ORT_DISABLE_TELEMETRY", "HF_HUB_DISABLE_TELEMETRY"):
    os.environ.setdefault(_name, "1")

ENGINES = {
    "tone": "models.tone:Tone",
    "hibari": "models.hibari:Hibari",
    "gpt-sovits": "models.gpt_sovits.engine:GptSovits",
}
# Those that speak on a GPU where the machine has one: a process each for its devices, not for its cores.
GPU_ENGINES = frozenset({"gpt-sovits"})
