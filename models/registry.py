"""From a voice manifest to its engine: looks the engine up in `ENGINES` and makes it, loading no weights."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from models import ENGINES, EngineRecord
from pipeline.engine import Engine
from pipeline.errors import MissingExtraError, VoiceError
from pipeline.manifests import Voice


def engine_of(voice: Voice, engines: Mapping[str, EngineRecord] = ENGINES) -> Engine:
    """The engine that a voice manifest names, with its settings and its watermark; loads no weights.

    Raises:
        VoiceError: there is no such engine, or it refuses the settings.
        MissingExtraError: something that the engine's module imports is installed separately.
    """
    if voice.engine not in engines:
        raise VoiceError(f"there is no engine {voice.engine!r}; there are: {', '.join(sorted(engines))}")
    record = engines[voice.engine]
    module, _, name = record.factory.partition(":")
    try:
        factory = getattr(import_module(module), name)
    except ImportError as error:
        if not record.extra:
            raise
        raise MissingExtraError(
            f"the engine {voice.engine!r} wants {error.name}: pip install 'voicepress[{record.extra}]'"
        ) from None
    engine: Engine = factory(voice.settings)
    if voice.watermark:
        from models.watermarked import WatermarkedEngine

        return WatermarkedEngine(engine)
    return engine
