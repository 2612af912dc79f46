"""Text -> Kokoro's phonemes, by language: a module each, with `phonemised(text)` and `unspeakable(text)`.

`unspeakable` is asked while planning and loads no dictionary of words; `phonemised` runs in the worker.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module


@dataclass(frozen=True, slots=True)
class FrontEnd:
    phonemised: Callable[[str], str]
    unspeakable: Callable[[str], str]  # the characters that it would drop, each once


def front_end(tag: str) -> FrontEnd:
    """For a voice's language: "en-GB", "zh"."""
    language = tag.partition("-")[0]
    if language == "en":
        from models.kokoro.frontend import english

        return FrontEnd(english.british if tag == "en-GB" else english.american, english.unspeakable)
    module = import_module(f"models.kokoro.frontend.{ {'zh': 'chinese', 'ja': 'japanese', 'es': 'spanish'}[language] }")
    return FrontEnd(module.phonemised, module.unspeakable)
