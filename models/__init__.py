"""WHO speaks. The one place where engines are registered: name -> "module:Class"."""

from __future__ import annotations

ENGINES = {
    "tone": "models.tone:Tone",
    "hibari": "models.hibari:Hibari",
    "gpt-sovits": "models.gpt_sovits.engine:GptSovits",
}
# Those that speak on a GPU where the machine has one: a process each for its devices, not for its cores.
GPU_ENGINES = frozenset({"gpt-sovits"})
