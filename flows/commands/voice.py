"""Fetch, check or import the files of a GPT-SoVITS voice.

fetch brings the official pretrained files of a version, by revision and digest; check says which files of a voice are
missing or not what they were; import converts a fine-tuned voice to safetensors and writes its manifest.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from flows.commands._common import print_json
from pipeline.errors import RefusedError, VoiceError
from pipeline.manifests import Voice, find_voice, read_yaml, repo_of
from pipeline.production.job.voices import with_paths
from pipeline.store import write_atomically
from pipeline.untrusted.bounds import stays_inside


def arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="fetch|check|import")
    fetch = actions.add_parser("fetch", help="the official pretrained files")
    fetch.add_argument("version", help="v1, v2, v2Pro, v2ProPlus")
    fetch.add_argument("folder", type=Path)
    fetch.add_argument("--mirror", default="", help="another endpoint that serves the same files")
    check = actions.add_parser("check", help="what a voice lacks")
    check.add_argument("name", help="of manifests/voices/NAME.yaml")
    check.add_argument("--load", action="store_true", help="load the weights too (needs PyTorch)")
    imported = actions.add_parser("import", help="a fine-tuned voice")
    imported.add_argument("name", help="of the manifest to write")
    for option in ("gpt", "sovits", "reference", "pretrained"):
        imported.add_argument(f"--{option}", type=Path, required=True)
    imported.add_argument("--text", required=True, help="what is said in the reference")
    imported.add_argument("--language", required=True, help="of the reference: zh, en, ja")
    imported.add_argument("--languages", default="zh,en,ja", help="that the voice is to speak")
    for action in (fetch, check, imported):
        action.add_argument("--json", action="store_true", help="answer with JSON, for machines")


def run(options: argparse.Namespace) -> int:
    return {"fetch": _fetch, "check": _check, "import": _import}[options.action](options)


def _fetch(options: argparse.Namespace) -> int:
    from models.gpt_sovits.weights.fetching import fetch

    paths = fetch(options.version, options.folder, options.mirror, tell=(lambda _: None) if options.json else print)
    if options.json:
        print_json([str(path) for path in paths])
    return 0


def _check(options: argparse.Namespace) -> int:
    from models.gpt_sovits.serving.check import check_by_loading
    from models.gpt_sovits.settings import Settings
    from models.gpt_sovits.weights.voice_folder import check, check_languages

    repo = repo_of(Path.cwd())
    path = find_voice(options.name, repo)
    voice = read_yaml(path, Voice)
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


def _import(options: argparse.Namespace) -> int:
    from models.gpt_sovits.weights.importing import import_voice, languages_of, manifest_of

    repo = repo_of(Path.cwd())
    if not stays_inside(options.name) or "/" in options.name:
        raise RefusedError(
            f"{options.name!r} is no name of a voice: give one word, such as ann; its manifest becomes "
            "manifests/voices/ann.yaml"
        )
    path = repo / "manifests" / "voices" / f"{options.name}.yaml"
    if path.exists():
        raise RefusedError(f"{path} exists; a voice is versioned, not overwritten: import under another name")
    language, *more = languages_of(options.language)
    if more:
        raise RefusedError(
            f"--language {options.language}: a reference is in one language; --languages are those to speak"
        )
    settings = import_voice(
        options.gpt,
        options.sovits,
        options.reference,
        repo / "voices" / options.name,
        reference_text=options.text,
        reference_language=language,
        pretrained=options.pretrained,
        languages=languages_of(options.languages),
    )
    write_atomically(path, manifest_of(settings, repo).encode())
    if options.json:
        print_json({"voice": str(path)})
    else:
        print(f"{path}\nIts owner's consent is still to be written there; without it the voice does not speak.")
    return 0
