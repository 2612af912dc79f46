"""Fingerprints are part of every take's key: a change of code or folders must not change one. Needs no PyTorch."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from models.gpt_sovits.engine import GptSovits


def voice(folder: Path, tag: bytes) -> dict[str, Any]:
    """Files with fixed bytes; fingerprints read digests and the first two bytes, and open no weights."""
    files = {
        "voice-e15.ckpt": b"PK the GPT",
        "voice_e8_s200.pth": tag + b" the SoVITS",
        "reference.wav": b"RIFF reference",
        "styles/calm.wav": b"RIFF calm",
        "styles/loud.flac": b"fLaC loud",
        "pretrained/chinese-roberta-wwm-ext-large/config.json": b"{}",
        "pretrained/chinese-hubert-base/config.json": b"{}",
        "pretrained/sv/pretrained_eres2netv2w24s4ep4.ckpt": b"PK the speaker network",
    }
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return {
        "gpt_path": str(folder / "voice-e15.ckpt"),
        "sovits_path": str(folder / "voice_e8_s200.pth"),
        "reference_path": str(folder / "reference.wav"),
        "reference_text": "This voice was never recorded.",
        "reference_language": "en",
        "pretrained_folder": str(folder / "pretrained"),
    }


CASES: dict[str, tuple[bytes, dict[str, Any]]] = {
    "v2, all defaults": (b"PK", {}),
    "v2Pro, with the speaker network": (b"05", {"languages": ["en"]}),
    "v2, English alone, with styles": (b"PK", {"languages": ["en"], "styles_folder": "styles"}),
    "v2, every setting that is heard": (
        b"PK",
        {
            "reference_language": "zh",
            "top_k": 5,
            "top_p": 0.9,
            "temperature": 0.8,
            "repetition_penalty": 1.2,
            "speed": 1.1,
            "noise_scale": 0.4,
            "precision": "fp32",
        },
    ),
    "v2, what is not heard": (
        b"PK",
        {"rows": 4, "device": "cpu", "memory_gib": 2.0, "front_end_helpers": 3, "ms_per_character": 70},
    ),
}
# As the version of 2026-11-28 computed them, before its modules moved into folders.
FINGERPRINTS = {
    "v2, all defaults": "0ebc937a77f0708f95547effeb3743e2e40d01c6507ca2641e69c72049f4f6dd",
    "v2Pro, with the speaker network": "879d282ff1f40bc9f52e1c6aad5411c889e55cc45f2dfe2ef62f299aef3aeb83",
    "v2, English alone, with styles": "6d918c3517499f11b590f6123f7a76f1f081609ad2f564f1dd7b9aadac3edcc1",
    "v2, every setting that is heard": "ceb07672e8bbe5bbc3065098e0a96340bd6fdb5689fb6cadc088ca38764ab41e",
    "v2, what is not heard": "0ebc937a77f0708f95547effeb3743e2e40d01c6507ca2641e69c72049f4f6dd",
}


@pytest.mark.parametrize(("name", "fingerprint"), FINGERPRINTS.items())
def test_a_voice_keeps_the_fingerprint_of_an_earlier_version(name: str, fingerprint: str, tmp_path: Path) -> None:
    tag, settings = CASES[name]
    extra = {key: str(tmp_path / value) if key == "styles_folder" else value for key, value in settings.items()}
    assert GptSovits({**voice(tmp_path, tag), **extra}).fingerprint() == fingerprint
