"""A copy of the random voice, to be broken; without PyTorch the slow tier skips what needs it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


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
