"""Finds the production repo of a manifest, and in it settings, specs and voices."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import ManifestError
from pipeline.manifests.reading.documents import read_yaml
from pipeline.manifests.reading.explaining import did_you_mean
from pipeline.manifests.settings import RepoSettings
from pipeline.untrusted.bounds import stays_inside

# Shipped beside the packages; a repo's own configs/ come first.
SHIPPED_CONFIGS = Path(__file__).parents[2] / "configs"


def repo_of(path: Path) -> Path:
    """The production repo around `path`: the nearest folder above it that holds manifests/, else its own folder."""
    path = path.resolve()
    start = path if path.is_dir() else path.parent
    for folder in (start, *start.parents):
        if folder.name != "manifests" and (folder / "manifests").is_dir():
            return folder
    return start


def read_settings(folder: Path) -> RepoSettings:
    """configs/house.yaml of a production repo; the defaults where it has none."""
    file = folder / "configs" / "house.yaml"
    return read_yaml(file, RepoSettings) if file.exists() else RepoSettings()


def find_spec(name: str, repo: Path) -> Path:
    """The spec named `name`: configs/specs/ of the repo, then what ships with voicepress."""
    folders = [repo / "configs" / "specs", SHIPPED_CONFIGS / "specs"]
    for folder in folders:
        if stays_inside(name) and (folder / f"{name}.yaml").is_file():
            return folder / f"{name}.yaml"
    known = {p.stem for folder in folders for p in folder.glob("*.yaml")}
    raise ManifestError(
        f"there is no spec {name!r} in {folders[0]} or among those that ship; {did_you_mean(name, known)}"
    )


def find_voice(name: str, repo: Path) -> Path:
    """The manifest of the voice named `name`, in manifests/voices or a folder of it.

    Raises:
        ManifestError: there is none, or the name leads out of that folder.
    """
    folder = repo / "manifests" / "voices"
    path = folder / f"{name}.yaml"
    if not stays_inside(name):
        raise ManifestError(
            f"{name!r} is no name of a voice: voices lie in {folder}, each under its own name; put it there"
        )
    if not path.is_file():
        known = [p.stem for p in folder.glob("*.yaml")]
        raise ManifestError(f"there is no voice {name!r} in {folder}; {did_you_mean(name, known)}")
    return path
