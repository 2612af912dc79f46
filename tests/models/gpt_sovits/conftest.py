"""A random voice of small width, made once a run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
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


@pytest.fixture
def copied_voice(random_voice: dict[str, Any], tmp_path: Path) -> dict[str, Any]:
    """The same with weights and reference of its own, to be broken."""
    import shutil

    settings = dict(random_voice)
    for name in ("gpt_path", "sovits_path", "reference_path"):
        settings[name] = shutil.copy(settings[name], tmp_path / Path(settings[name]).name)
    return settings


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """The slow tier runs without PyTorch too; what needs it is skipped there."""
    if item.get_closest_marker("slow"):
        pytest.importorskip("torch", reason="GPT-SoVITS needs PyTorch: pip install 'voicepress[gpt-sovits]'")
