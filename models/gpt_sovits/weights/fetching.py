"""`voicepress voice fetch`: downloads official pretrained files by name and revision, and checks their digests."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from models.gpt_sovits.frontend.records import missing
from models.gpt_sovits.weights import official
from models.gpt_sovits.weights.voice_folder import digest_of
from pipeline.errors import MachineError, VoiceError

FETCHED = "fetched.json"  # in the pretrained folder: digests of what was fetched, written last


def fetch(
    version: str,
    folder: Path,
    mirror: str = "",
    tell: Callable[[str], None] = print,
    download: Callable[[str, Path], Path] | None = None,
) -> list[Path]:
    """Downloads the official files of `version` into `folder`. Complete files are kept, partial ones resumed.

    `mirror`: another endpoint that serves the same repository. `download` (name, folder) -> path stands in for the hub.

    Raises:
        VoiceError: no such version, or a file is not what its digest says (it is set aside as *.wrong).
        MissingExtraError: huggingface_hub is not installed.
        MachineError: the hub cannot be reached.
    """
    if version not in official.FILES:
        raise VoiceError(f"there are no official files of {version!r}; there are: {', '.join(official.FILES)}")
    download = download or _from_hub(mirror)
    folder.mkdir(parents=True, exist_ok=True)
    known = _fetched(folder)
    paths = []
    for file in official.FILES[version]:
        path = folder / file.path
        wanted = file.sha256 or known.get(file.path, "")
        if path.is_file() and wanted and digest_of(path) == wanted:
            tell(f"{file.path}: already here")
        else:
            tell(f"{file.path}: fetching")
            path = download(file.path, folder)
            _verify(path, file, wanted)
            known[file.path] = digest_of(path)
            _write_json(folder / FETCHED, known)
        paths.append(path)
    return paths


def _verify(path: Path, file: official.Official, wanted: str) -> None:
    digest = digest_of(path)
    head = ""
    if file.head_md5:
        with path.open("rb") as handle:
            head = hashlib.md5(handle.read(8192), usedforsecurity=False).hexdigest()
    if (wanted and digest != wanted) or head != file.head_md5:
        aside = path.with_name(path.name + ".wrong")
        path.replace(aside)
        official_one = f"{wanted[:12]}…" if wanted else "another head"
        raise VoiceError(
            f"{file.path}: what came has sha256 {digest[:12]}…, the official file {official_one}; "
            f"it was set aside as {aside.name}. Fetch again, or try another mirror"
        )


def _from_hub(mirror: str) -> Callable[[str, Path], Path]:
    try:
        import huggingface_hub
        import huggingface_hub.errors
    except ImportError:
        raise missing("huggingface_hub", "`voice fetch`") from None

    def download(name: str, folder: Path) -> Path:
        try:
            return Path(
                huggingface_hub.hf_hub_download(
                    official.REPOSITORY, name, revision=official.REVISION, local_dir=folder, endpoint=mirror or None
                )
            )
        except (OSError, huggingface_hub.errors.HfHubHTTPError) as error:
            raise MachineError(
                f"{name}: cannot be fetched from {mirror or 'the model hub'} "
                f"({type(error).__name__}: {str(error).splitlines()[0][:120]}); run it again, it "
                "resumes, or name a mirror"
            ) from None

    return download


def _fetched(folder: Path) -> dict[str, str]:
    """Recorded digests by name. A record that cannot be read counts as empty, so its files are fetched again."""
    path = folder / FETCHED
    try:
        record = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    except ValueError:
        return {}
    return record if isinstance(record, dict) else {}


def _write_json(path: Path, content: Mapping[str, str]) -> None:
    sibling = path.with_name(path.name + ".part")
    sibling.write_text(json.dumps(content, indent=1, sort_keys=True), "utf-8")
    os.replace(sibling, path)
