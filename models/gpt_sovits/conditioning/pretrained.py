"""Loads pretrained helper networks from local folders in the form of the model hub, never from a network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from models.gpt_sovits.frontend.records import missing
from models.torchaudio_parts import torchaudio
from pipeline.errors import VoiceError


def transformers() -> Any:
    """The library, with its log messages off. Raises MissingExtraError: it is not installed."""
    torchaudio("functional")  # transformers imports it, and fails with it where its extension does not load
    try:
        import transformers as library
    except ImportError:
        raise missing("transformers", "GPT-SoVITS") from None
    library.logging.set_verbosity_error()
    library.logging.disable_progress_bar()
    return library


def load_pretrained(kind: str, folder: Path, name: str, **more: Any) -> Any:
    library = transformers()
    if not (folder / "config.json").is_file():
        raise VoiceError(f"{folder}: {name} is not there (no config.json); `voicepress voice fetch` brings it")
    try:
        loaded = getattr(library, kind).from_pretrained(str(folder), local_files_only=True, **more)
    except (OSError, ValueError, RuntimeError, KeyError) as error:
        raise VoiceError(f"{folder}: {name} cannot be loaded ({str(error).splitlines()[0][:160]})") from None
    return loaded.eval().float() if hasattr(loaded, "eval") else loaded
