"""Engines leave nothing in HOME and tell nobody."""

import os
import subprocess
import sys
from pathlib import Path


def test_the_embedded_voice_leaves_no_identifier_of_this_machine(tmp_path: Path) -> None:
    code = (
        "from models.registry import engine_of; from pipeline.engine import Prompt; from pipeline.manifests import Voice; "
        "voice = Voice(engine='hibari', version=1, languages=('en',)); "
        "print(len(engine_of(voice).perform([Prompt('Good morning.', 'en', 1)])[0].clip.samples) > 1000)"
    )
    env = {name: value for name, value in os.environ.items() if name not in ("ORT_DISABLE_TELEMETRY", "XDG_CACHE_HOME")}
    said = subprocess.run(
        [sys.executable, "-c", code], env=env | {"HOME": str(tmp_path)}, capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "True"
    assert not list(tmp_path.rglob("*"))
