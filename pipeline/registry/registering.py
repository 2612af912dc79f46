"""Registering: from a manifest of the repo, with every file that it names, to an immutable version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import ManifestError, VoiceError
from pipeline.manifests import SHIPPED_CONFIGS, Voice, find_voice, parse_yaml, read_voice
from pipeline.manifests.gate import FOLDER
from pipeline.registry.files import keep_files
from pipeline.registry.house import House
from pipeline.registry.records import Version
from pipeline.store import digest_of_tree
from pipeline.untrusted.bounds import off_limits

DATASET = "dataset.tsv"  # in the folder of a voice that was enrolled: its clips with their texts


@dataclass(frozen=True, slots=True)
class Origin:
    """Who made a version, from what, and what will speak it."""

    engine: str  # name and version
    fingerprint: str
    code: str
    by: str
    made_from: str = ""
    data: Sequence[Path] = ()


def name_of(written: str, repo: Path) -> str:
    """The name of the voice at manifests/voices/ann.yaml, manifests/voices/ann, or just ann.

    Raises:
        ManifestError: no manifest is there, or its name could not be told from a version's.
    """
    folder = (repo / "manifests" / "voices").resolve()
    path = Path(written).resolve()
    name = path.relative_to(folder).as_posix() if path.is_relative_to(folder) and path != folder else written
    name = name.removesuffix(".yaml").rstrip("/")
    if "@" in name:
        raise ManifestError(f"{written!r}: a voice's own name has no @, which stands before a version: ann@3")
    find_voice(name, repo)  # is there
    return name


def register(name: str, repo: Path, house: House, origin: Origin) -> Version:
    """Keeps the files of the voice's manifest in the house's store of weights, and registers it as it stands.

    Raises:
        RefusedError: its version is registered already, with other contents.
        VoiceError: a file is missing.
    """
    path = find_voice(name, repo)
    text, voice = path.read_text("utf-8-sig"), read_voice(path)
    named = parse_yaml(text, path, Voice).consent
    consent = (path.parent / named).read_text("utf-8-sig") if isinstance(named, str) else ""
    try:
        files = keep_files(voice, repo, house.weights)
    except VoiceError as error:
        raise VoiceError(f"{path}: {error}") from None
    return house.registry.register(
        Version(
            name, voice.version, text, consent, files, origin.engine, origin.fingerprint, origin.code,
            _digests(name, repo, origin.data), _gates(name, repo), origin.made_from, origin.by))  # fmt: skip


def _digests(name: str, repo: Path, data: Sequence[Path]) -> Mapping[str, str]:
    own = repo / "manifests" / "voices" / name / DATASET
    found = {DATASET: digest_of_tree(own)} if own.is_file() else {}
    for path in data:
        if not path.exists():
            raise VoiceError(f"{path} does not exist; name the file, or the folder, that the voice was made from")
        if why := off_limits(path):
            raise VoiceError(f"{path} {why}, which no voice is made from")
        found[path.name] = digest_of_tree(path)
    return found


def _gates(name: str, repo: Path) -> Mapping[str, str]:
    """Gate files of the voice as they are now: limits, what is usual for it, what calibration measured."""
    flat = name.replace("/", "-")
    found = {}
    for folder in (SHIPPED_CONFIGS / FOLDER, repo / "configs" / FOLDER):
        for path in sorted(folder.glob(f"{flat}.*.yaml")):
            found[path.name] = path.read_text("utf-8")
    return found
