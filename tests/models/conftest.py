"""A random GPT-SoVITS voice of small width, made once per run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="session")
def random_voice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """The settings of a v2 voice that speaks zh, en and ja; its files lie in a folder of their own."""
    pytest.importorskip("torch", reason="GPT-SoVITS needs PyTorch: pip install 'voicepress[gpt-sovits]'")
    pytest.importorskip("transformers", reason="GPT-SoVITS needs it: pip install 'voicepress[gpt-sovits]'")
    import torch

    from models.gpt_sovits.bench.random_voice import make

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    settings = make(tmp_path_factory.mktemp("random-voice"))
    yield {**settings, "languages": ["zh", "en", "ja"]}
    torch.set_num_threads(threads)


@pytest.fixture(scope="session")
def kokoro_voice() -> dict[str, Any]:
    """Settings of a voice of Kokoro, where its weights and style vectors are on this machine."""
    from models.kokoro.engine import Kokoro
    from pipeline.errors import MissingExtraError

    settings = {"voice": "af_heart"}
    try:
        Kokoro(settings).check_ready()
    except MissingExtraError as error:
        pytest.skip(str(error))
    return settings
