"""voicepress voice import: a fine-tuned GPT-SoVITS voice, as safetensors with a manifest."""

from __future__ import annotations

import argparse
from pathlib import Path

from flows.commands._common import print_json
from pipeline.errors import RefusedError
from pipeline.manifests import repo_of
from pipeline.store import write_atomically
from pipeline.untrusted.bounds import stays_inside


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", help="of the manifest to write")
    for option in ("gpt", "sovits", "reference", "pretrained"):
        parser.add_argument(f"--{option}", type=Path, required=True)
    parser.add_argument("--text", required=True, help="what is said in the reference")
    parser.add_argument("--language", required=True, help="of the reference: zh, en, ja")
    parser.add_argument("--languages", default="zh,en,ja", help="that the voice is to speak")


def run(options: argparse.Namespace) -> int:
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
