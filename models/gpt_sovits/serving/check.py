"""`voicepress voice check --load`: loads a voice as a production would."""

from __future__ import annotations

from models.gpt_sovits.extra import with_pytorch
from models.gpt_sovits.settings import Settings


def check_by_loading(settings: Settings) -> list[str]:
    """-> facts about the loaded voice, for people.

    Raises VoiceError, MissingExtraError: what a production would stop at.
    """
    with with_pytorch():
        from models.gpt_sovits.serving.voice import LoadedVoice
    voice = LoadedVoice(settings)
    return [
        f"{voice.version} on {voice.device}",
        f"prompt of {len(voice.prompt)} tokens and {len(voice.prompt_phrase)} phones",
        f"symbol table {voice.table}",
    ]
