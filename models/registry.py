"""From a voice manifest to its engine, from a role and a language to its listener: looks it up and makes it, loading no
weights."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any

from models import ENGINES, LISTENERS, EngineRecord, ListenerRecord
from models.listeners.languages import heard_version
from pipeline.engine import Engine
from pipeline.errors import MissingExtraError, RefusedError, VoiceError
from pipeline.hearing import ListenerInUse
from pipeline.languages.tags import primary, speaks
from pipeline.listener import Listener, Role
from pipeline.manifests import Voice
from pipeline.store import digest_of_code, digest_of_file, fingerprint_of


def engine_of(voice: Voice, engines: Mapping[str, EngineRecord] = ENGINES) -> Engine:
    """The engine that a voice manifest names, with its settings and its watermark; loads no weights.

    Raises:
        VoiceError: there is no such engine, or it refuses the settings.
        MissingExtraError: something that the engine's module imports is installed separately.
    """
    if voice.engine not in engines:
        raise VoiceError(f"there is no engine {voice.engine!r}; there are: {', '.join(sorted(engines))}")
    record = engines[voice.engine]
    factory = _factory(record.factory, f"the engine {voice.engine!r}", record.extra)
    engine: Engine = factory(voice.settings)
    if voice.watermark:
        from models.watermarked import WatermarkedEngine

        return WatermarkedEngine(engine)
    return engine


def code_of(voice: Voice, engines: Mapping[str, EngineRecord] = ENGINES) -> str:
    """Digest of the Python files of a voice's engine: its module, or the package that it lies in."""
    module = import_module(engines[voice.engine].factory.partition(":")[0])
    file = Path(str(module.__file__))
    alone = file.parent == Path(__file__).parent
    return digest_of_file(file) if alone else digest_of_code(file.parent)


def listener_name(
    role: Role, language: str, named: str = "", listeners: Mapping[str, ListenerRecord] = LISTENERS
) -> str | None:
    """The name of the listener for a role and a language, `named` where one is; None where there is none.

    Raises:
        RefusedError: there is no listener of that name for this role.
    """
    fitting = [name for name, record in listeners.items() if role in record.roles]
    if not named:
        return next((name for name in fitting if speaks(frozenset(listeners[name].languages), language)), None)
    if named not in fitting:
        raise RefusedError(f"there is no listener {named!r} for {role}; there are: {', '.join(sorted(fitting))}")
    return named


def listener_named(name: str, listeners: Mapping[str, ListenerRecord] = LISTENERS) -> Listener:
    """A listener by its name in `LISTENERS`; loads no weights.

    Raises:
        MissingExtraError: something that the listener's module imports is installed separately.
    """
    record = listeners[name]
    listener: Listener = _factory(record.factory, f"the listener {name!r}", record.extra)(record.settings)
    return listener


def listener_of(
    role: Role, language: str, named: str = "", listeners: Mapping[str, ListenerRecord] = LISTENERS
) -> Listener | None:
    """The listener for a role and a language: see `listener_name`, `listener_named`."""
    name = listener_name(role, language, named, listeners)
    return listener_named(name, listeners) if name else None


def listener_in_use(role: Role, language: str, named: str = "") -> ListenerInUse | None:
    """The listener for a role and a language, with its fingerprint: see `listener_name`, `listener_named`.

    Raises:
        MissingExtraError: a package whose version is part of the fingerprint is not installed.
    """
    name = listener_name(role, language, named)
    if name is None:
        return None
    listener = listener_named(name)
    try:
        return ListenerInUse(name, role, listener, _heard_as(listener, role, language))
    except PackageNotFoundError as error:
        extra = LISTENERS[name].extra or "qa"
        raise MissingExtraError(
            f"the listener {name!r} wants {error.name}: pip install 'voicepress[{extra}]'"
        ) from None


def _heard_as(listener: Listener, role: Role, language: str) -> str:
    """A listener's fingerprint, with the version of how words of this language are heard and compared."""
    version = heard_version(primary(language)) if role in ("words", "second") else 0
    return fingerprint_of([listener.fingerprint(), "heard", version]) if version else listener.fingerprint()


def _factory(written: str, whose: str, extra: str) -> Any:
    """What "module:Class" names.

    Raises:
        MissingExtraError: something that the module imports is installed separately.
    """
    module, _, name = written.partition(":")
    try:
        return getattr(import_module(module), name)
    except ImportError as error:
        if not extra:
            raise
        raise MissingExtraError(f"{whose} wants {error.name}: pip install 'voicepress[{extra}]'") from None
