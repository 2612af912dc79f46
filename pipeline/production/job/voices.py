"""Voices of a production: read with whole paths, held against what their engines speak, with their rooms."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from pipeline.audio import Room
from pipeline.engine import Engine, check_languages
from pipeline.errors import VoiceError
from pipeline.manifests import Voice
from pipeline.registry.resolving import FoundVoice, found_voice
from pipeline.store import digest_of_file
from pipeline.takes import VoiceInUse
from pipeline.untrusted.bounds import off_limits

EngineOf = Callable[[Voice], Engine]
REHEARSAL = Voice(engine="tone", version=1, languages=("*",), narrator="a tone")


def voices_in_use(
    names: Iterable[str], repo: Path, engine_of: EngineOf, watermark: str, *, rehearsal: bool
) -> dict[str, VoiceInUse]:
    """The voices of these names with their engines; in a rehearsal all of them hum.

    Args:
        watermark: that all of them leave, whatever they ask for themselves; "" leaves it to them.

    Raises:
        VoiceError: a voice claims a language that its engine does not speak.
    """
    voices = {}
    for name in names:
        found = FoundVoice(REHEARSAL, "the rehearsal") if rehearsal else found_voice(name, repo)
        voice = found.voice
        if not rehearsal and watermark:
            voice = voice.model_copy(update={"watermark": watermark})
        engine = engine_of(voice)
        if not rehearsal:
            _check_languages(found.where, voice, engine)
            if engine.capabilities.clones and "cloned" not in voice.model_fields_set:
                voice = voice.model_copy(update={"cloned": True})  # only a manifest that says no says no
        voices[name] = VoiceInUse(
            name, voice, engine, engine.fingerprint(), found.where, found.retired, found.version, found.fetched
        )
    return voices


def _check_languages(where: str, voice: Voice, engine: Engine) -> None:
    try:
        check_languages(voice, engine)
    except VoiceError as error:
        raise VoiceError(f"{where}: {error}") from None


def room_of(voice: str, path: str) -> Room:
    if why := off_limits(Path(path)):
        raise VoiceError(f"the voice {voice!r}: room_tone: {path} {why}, which no voice may name")
    try:
        room = Room(path, digest_of_file(Path(path)))
        room.check()
    except OSError as error:
        raise VoiceError(f"the voice {voice!r}: room_tone: {path} cannot be read: {error.strerror}") from None
    except VoiceError as error:
        raise VoiceError(f"the voice {voice!r}: {error}") from None
    return room
