"""The life of a voice: its files, from the official ones to a fine-tuned one."""

from __future__ import annotations

import argparse
from importlib import import_module
from typing import Any

# Action -> what it does. Each is a module of this folder with `arguments` and `run`, imported when it is called.
ACTIONS = {
    "fetch": "bring files of voices that no package carries, by digest: Kokoro's, GPT-SoVITS's",
    "check": "say which files of a voice are missing or not what they were",
    "doctor": "let a voice load, speak ten sentences and be heard, and say what is the matter with it",
    "register": "make a manifest and its files an immutable version",
    "show": "print registered voices, their versions and their history",
    "canary": "compare a version with the one that it is to replace, by figures and by ear",
    "promote": "move an alias to a version",
    "rollback": "move an alias back to the version before",
    "publish": "show a voice's versions and aliases in MLflow's model registry",
    "retire": "end a version: no new production begins with it",
    "enrol": "make a voice of recordings: clips cut and judged, references chosen, a data set to proofread",
    "train": "train a GPT-SoVITS voice on its recordings, and register the checkpoint that is understood best",
    "import": "convert a fine-tuned GPT-SoVITS voice to safetensors and write its manifest",
    "consents": "list every voice, book, file and date that a consent touches",
    "revoke": "take a consent back: no new take, existing takes locked away, published files named",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="|".join(ACTIONS))
    for name, does in ACTIONS.items():
        action = actions.add_parser(name, help=does, description=does[0].upper() + does[1:] + ".")
        _module(name).arguments(action)
        action.add_argument("--json", action="store_true", help="answer with JSON, for machines")


def run(options: argparse.Namespace) -> int:
    code: int = _module(options.action).run(options)
    return code


def _module(action: str) -> Any:
    return import_module(f"{__name__}.{action}_")
