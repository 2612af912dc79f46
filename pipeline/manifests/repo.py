"""Finds the production repo of a manifest, and in it settings, specs and voices."""

from __future__ import annotations

import re
from dataclasses import dataclass
from os.path import isfile
from pathlib import Path

from pipeline.errors import ManifestError
from pipeline.manifests.reading.documents import read_yaml
from pipeline.manifests.reading.explaining import did_you_mean
from pipeline.manifests.settings import RepoSettings
from pipeline.untrusted.bounds import stays_inside

_KIND, _ENGINE = re.compile(r"^kind\s*:", re.MULTILINE), re.compile(r"^engine\s*:|[{,]\s*engine\s*:", re.MULTILINE)
RECORD_CHARACTERS = 65_536
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
        if stays_inside(name) and isfile(folder / f"{name}.yaml"):
            return folder / f"{name}.yaml"
    known = {p.stem for folder in folders for p in folder.glob("*.yaml")}
    raise ManifestError(
        f"there is no spec {name!r} in {folders[0]} or among those that ship; {did_you_mean(name, known)}"
    )


_ALIAS = re.compile("[a-z][a-z0-9_-]{0,62}")


@dataclass(frozen=True, slots=True)
class VoiceName:
    """How a production names a voice: `ann`, `ann@stable` by an alias, `ann@3` by its version."""

    voice: str
    alias: str = ""
    version: int = 0

    @classmethod
    def of(cls, written: str) -> VoiceName:
        """The parts of a name.

        Raises:
            ManifestError: it is none.
        """
        voice, at, where = written.partition("@")
        if not at:
            return cls(voice)
        if voice and where.isascii() and where.isdigit() and int(where):
            return cls(voice, version=int(where))
        if voice and _ALIAS.fullmatch(where):
            return cls(voice, where)
        raise ManifestError(
            f"{written!r} is no name of a voice: write it as ann, as ann@stable by an alias, or as ann@3 by its version"
        )

    def __str__(self) -> str:
        where = self.alias or (str(self.version) if self.version else "")
        return f"{self.voice}@{where}" if where else self.voice


def bare(written: str) -> str:
    """The voice's own name, whichever version of it is meant: what credits and gate files know it by."""
    return written.partition("@")[0]


def voice_file(name: str, repo: Path) -> Path | None:
    """The manifest of this very name, where there is one."""
    path = repo / "manifests" / "voices" / f"{name}.yaml"
    return path if stays_inside(name) and isfile(path) else None


def voice_files(repo: Path) -> list[Path]:
    """The manifests of a repo's voices, by name; a consent's record that lies beside them is none."""
    return [path for path in sorted((repo / "manifests" / "voices").glob("*.yaml")) if not _is_record(path)]


def _is_record(path: Path) -> bool:
    """Whether a file says what consents say, and names no engine."""
    try:
        text = path.read_text("utf-8-sig", "replace")[:RECORD_CHARACTERS]
    except OSError:
        return False  # whoever reads it says why
    return bool(_KIND.search(text)) and not _ENGINE.search(text)


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
    if not isfile(path):  # a name may be longer than any file's
        known = [p.stem for p in folder.glob("*.yaml")]
        raise ManifestError(f"there is no voice {name!r} in {folder}; {did_you_mean(name, known)}")
    return path
