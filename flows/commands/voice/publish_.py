"""voicepress voice publish: versions and aliases of a voice, as MLflow's model registry shows them.

Nothing is uploaded but names, digests and where the files lie; the house's registry stays the one that counts. What
was published before is found again by its digest, and an alias that has gone here goes there.
"""

from __future__ import annotations

import argparse
import os
from typing import Any

from flows.commands._common import print_json
from flows.commands.voice._registry import house, voice_of
from pipeline.errors import MissingExtraError, StoreError
from pipeline.manifests import bare
from pipeline.registry import RegisteredVoice, Version
from pipeline.store.urls import shown

RECORD = "voicepress.record"  # the tag by which a version is found again: its digest


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("voice", help="such as ann: all of its versions and aliases")
    parser.add_argument("--mlflow", required=True, metavar="URI", help="http://HOST:5000, databricks, sqlite:///FILE")


def run(options: argparse.Namespace) -> int:
    where = house()
    voice = voice_of(where, bare(options.voice))
    client = _client(options.mlflow)
    try:
        numbers = _published(client, voice, str(where.weights))
    except Exception as error:  # noqa: BLE001  (MLflow's own, and those of what it speaks with)
        raise _unreachable(options.mlflow, error) from None
    if options.json:
        print_json({"model": _model(voice), "versions": {str(ours): theirs for ours, theirs in numbers.items()}})
    else:
        for ours, theirs in numbers.items():
            print(f"{voice.name}@{ours} is version {theirs} of the model {_model(voice)!r} in {shown(options.mlflow)}")
    return 0


def _client(uri: str) -> Any:
    # MLflow reports its use to its makers unless this is set before it is imported.
    os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
    try:
        from mlflow import MlflowClient
    except ImportError:
        raise MissingExtraError("publishing wants MLflow: pip install 'voicepress[mlflow]'") from None
    try:
        return MlflowClient(tracking_uri=uri, registry_uri=uri)
    except Exception as error:  # noqa: BLE001
        raise _unreachable(uri, error) from None


def _unreachable(uri: str, error: Exception) -> StoreError:
    said = " ".join(shown(error).split())
    return StoreError(f"MLflow at {shown(uri)} does not take it: {said[:300]}")


def _published(client: Any, voice: RegisteredVoice, weights: str) -> dict[int, int]:
    """MLflow's number of each of our versions; it counts its own."""
    model = _model(voice)
    if not client.search_registered_models(f"name = '{model}'"):
        client.create_registered_model(model, tags={"voicepress.voice": voice.name})
    there = {one.tags.get(RECORD): int(one.version) for one in client.search_model_versions(f"name = '{model}'")}
    numbers: dict[int, int] = {}
    for number, version in sorted(voice.versions.items()):
        record = version.digest()
        if record not in there:
            tags = _tags(version)
            made = client.create_model_version(model, weights, tags=tags, description=version.manifest)
            there[record] = int(made.version)
        numbers[number] = there[record]
        if gone := voice.retired.get(number):
            client.set_model_version_tag(model, str(numbers[number]), "voicepress.retired", gone.reason)
    known = client.get_registered_model(model).aliases
    for alias in set(known) - set(voice.aliases):
        client.delete_registered_model_alias(model, alias)
    for alias, ours in voice.aliases.items():
        client.set_registered_model_alias(model, alias, str(numbers[ours.version]))
    return numbers


def _model(voice: RegisteredVoice) -> str:
    return voice.name.replace("/", ".")  # MLflow's names have no slash


def _tags(version: Version) -> dict[str, str]:
    files = {f"voicepress.file.{file.setting}": file.digest for file in version.files if not file.of_folder}
    return {
        RECORD: version.digest(), "voicepress.version": str(version.version), "voicepress.engine": version.engine,
        "voicepress.fingerprint": version.fingerprint, "voicepress.made_by": version.made_by,
        "voicepress.made_at": version.made_at, "voicepress.made_from": version.made_from, **files}  # fmt: skip
