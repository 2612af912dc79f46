"""From a voice manifest to its engine: looks the engine up in `ENGINES` and makes it, loading no weights."""

from __future__ import annotations

from importlib import import_module

from models import ENGINES
from pipeline.engine import Engine
from pipeline.errors import VoiceError
from pipeline.manifests import Voice


def engine_of(voice: Voice) -> Engine:
    """The engine that a voice manifest names, with its settings and its watermark; loads no weights.

    Raises:
        VoiceError: there is no such engine, or it refuses the settings.
    """
    if voice.engine not in ENGINES:
        raise VoiceError(f"there is no engine {voice.engine!r}; there are: {', '.join(sorted(ENGINES))}")
    module, _, name = ENGINES[voice.engine].partition(":")
    engine: Engine = getattr(import_module(module), name)(voice.settings)
    if voice.watermark:
        from models.watermarked import WatermarkedEngine

        return WatermarkedEngine(engine)
    return engine
