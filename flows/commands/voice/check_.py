"""voicepress voice check: what a GPT-SoVITS voice lacks."""

from __future__ import annotations

import argparse
from pathlib import Path

from flows.commands._common import print_json
from pipeline.errors import RefusedError, VoiceError
from pipeline.manifests import find_voice, read_voice, repo_of
from pipeline.registry.files import with_paths


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", help="of manifests/voices/NAME.yaml")
    parser.add_argument("--load", action="store_true", help="load the weights too (needs PyTorch)")


def run(options: argparse.Namespace) -> int:
    from models.gpt_sovits.serving.check import check_by_loading
    from models.gpt_sovits.settings import Settings
    from models.gpt_sovits.weights.voice_folder import check, check_languages

    repo = repo_of(Path.cwd())
    path = find_voice(options.name, repo)
    voice = read_voice(path)
    if voice.engine != "gpt-sovits":
        raise RefusedError(f"{options.name} speaks with {voice.engine}, whose files come with its package")
    settings = Settings.read(with_paths(voice, repo).settings)
    found = [*check(settings), *check_languages(voice.languages, settings, path)]
    facts = check_by_loading(settings) if options.load else []
    if options.json:
        print_json([{"role": f.role, "path": str(f.path), "state": f.state, "remark": f.remark} for f in found])
    else:
        for f in found:
            print(f"{f.state:8s} {f.role:22s} {f.path}  {f.remark}")
        for line in facts:
            print(line)
    return 0 if all(f.state == "whole" for f in found) else VoiceError.exit_code
