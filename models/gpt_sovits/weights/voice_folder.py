"""A voice's files: where they are, their digests, and whether they are whole (`voicepress voice check`).

fetching.py brings the official pretrained files, importing.py somebody's fine-tuned weights.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from models.gpt_sovits.frontend.mixed import primary
from models.gpt_sovits.settings import FLOW_SETTINGS, Settings
from models.gpt_sovits.weights import official
from models.gpt_sovits.weights.headers import Header, header_of
from pipeline.errors import VoiceError

PRETRAINED = ("bert", "hubert", "speaker_net", "base", "vocoder")  # roles of files that `voice fetch` brings
SOUNDS = (".wav", ".flac", ".ogg", ".mp3", ".m4a")


@dataclass(frozen=True, slots=True)
class VoiceFiles:
    """All files that decide the sound. None: the voice needs no such file."""

    gpt: Path
    sovits: Path
    reference: Path
    styles: tuple[Path, ...]
    bert: Path | None  # a folder
    hubert: Path  # a folder
    speaker_net: Path | None
    base: Path | None = None  # under a LoRA file
    vocoder: Path | None = None  # of v3 and v4: a folder, a file

    @classmethod
    def of(cls, settings: Settings) -> VoiceFiles:
        """Raises VoiceError: `styles_folder` has no clips; v3 or v4 is asked for what it has not, or lacks its text."""
        pretrained = settings.pretrained_folder
        header = header_of(settings.sovits_path)
        check_flow(header, settings)
        chinese = "zh" in map(primary, (*settings.languages, settings.reference_language))
        bert = pretrained / official.BERT
        speaker_net = pretrained / official.SPEAKER_NET
        return cls(
            settings.gpt_path,
            settings.sovits_path,
            settings.reference_path,
            _styles(settings.styles_folder),
            bert if chinese else None,
            pretrained / official.HUBERT,
            speaker_net if (speaker_net.is_file() and not header.flow) or header.speaker else None,
            pretrained / official.FLOW_PATHS[header.flow] if header.lora else None,
            pretrained / official.VOCODERS[header.flow] if header.flow else None,
        )

    def by_role(self) -> dict[str, Path | tuple[Path, ...]]:
        roles = {
            "gpt": self.gpt,
            "sovits": self.sovits,
            "reference": self.reference,
            "styles": self.styles or None,
            "bert": self.bert,
            "hubert": self.hubert,
            "speaker_net": self.speaker_net,
            "base": self.base,
            "vocoder": self.vocoder,
        }
        return {role: path for role, path in roles.items() if path is not None}


def takes_speaker(sovits: Path) -> bool:
    """Whether weights are of a v2Pro or v2ProPlus voice, by their header alone; False where it cannot be read."""
    return header_of(sovits).speaker


def check_flow(header: Header, settings: Settings) -> None:
    """What v3 and v4 ask of a voice, and what only they know (SPEC 1.1). Raises VoiceError."""
    if not header.flow:
        if known := [name for name in FLOW_SETTINGS if getattr(settings, name)]:
            raise VoiceError(f"{known[0]}: v3 and v4 take it, and {settings.sovits_path} is neither; leave it out")
        return
    if not settings.reference_text.strip():
        raise VoiceError(
            f"reference_text: is empty, and a {header.flow} voice does not speak without it: write down exactly what "
            f"is said in {settings.reference_path}"
        )
    if settings.styles_folder is not None:
        raise VoiceError(
            f"styles_folder: a {header.flow} voice takes its timbre from one clip, {settings.reference_path}; leave "
            "the setting out"
        )
    if settings.noise_scale != Settings.model_fields["noise_scale"].default:
        raise VoiceError(f"noise_scale: a {header.flow} voice has none; leave the setting out")


def _styles(folder: Path | None) -> tuple[Path, ...]:
    if folder is None:
        return ()
    clips = sorted(p for p in folder.iterdir() if p.suffix.lower() in SOUNDS) if folder.is_dir() else []
    if not clips:
        raise VoiceError(
            f"styles_folder: {folder} {'has no' if folder.is_dir() else 'is no folder with'} clips "
            f"({', '.join(SOUNDS)}); put some there, or leave the setting out"
        )
    return tuple(clips)


def digests(settings: Settings) -> dict[str, str]:
    """sha256 by role: as recorded, else of the files.

    Recorded digests are believed here, where planning must be quick, and held against the files when they are loaded.

    Raises VoiceError: a file is missing.
    """
    return {
        role: settings.digests.get(role) or digest_of(path) for role, path in VoiceFiles.of(settings).by_role().items()
    }


def digest_of(path: Path | tuple[Path, ...]) -> str:
    """sha256 of a file; of a folder or several files: over their names and digests, in order.

    Raises VoiceError: there is no such file.
    """
    if isinstance(path, Path) and not path.is_dir():
        try:
            return _file_digest(path, path.stat().st_size, path.stat().st_mtime_ns)
        except OSError as error:
            raise VoiceError(
                f"{path}: cannot be read ({error.strerror}); `voicepress voice check` lists what is missing"
            ) from None
    files = path if isinstance(path, tuple) else sorted(p for p in path.rglob("*") if p.is_file() and p.name[0] != ".")
    root = path if isinstance(path, Path) else None
    lines = [f"{p.relative_to(root).as_posix() if root else p.name} {digest_of(p)}" for p in files]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


@functools.lru_cache(maxsize=256)
def _file_digest(path: Path, size: int, changed_ns: int) -> str:  # noqa: ARG001  (they are the cache's key)
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def hold_to_digests(settings: Settings, files: VoiceFiles) -> None:
    """Checks files against the manifest's digests. Raises VoiceError: a file was changed."""
    for role, path in files.by_role().items():
        recorded = settings.digests.get(role)
        if recorded and (digest := digest_of(path)) != recorded:
            where = path if isinstance(path, Path) else settings.styles_folder
            raise VoiceError(
                f"{where}: its sha256 is {digest[:12]}…, the manifest's digests say {recorded[:12]}… for "
                f"{role}; the file was changed. Raise the voice's version and record the new digest"
            )


# ---------------------------------------------------------------- check


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """The state of a file of the voice, or of a setting."""

    role: str
    path: str
    state: str  # "whole", "missing", "changed", "wrong"
    remark: str = ""


def check(settings: Settings) -> list[CheckedFile]:
    """The state of every file of the voice by its digest; weights are not opened."""
    checked = []
    for role, path in VoiceFiles.of(settings).by_role().items():
        shown = str(path) if isinstance(path, Path) else ", ".join(map(str, path))
        if isinstance(path, Path) and not _there(path):
            remark = "`voicepress voice fetch` brings it" if role in PRETRAINED else ""
            checked.append(CheckedFile(role, shown, "missing", remark))
            continue
        digest, recorded = digest_of(path), settings.digests.get(role, "")
        changed = bool(recorded) and digest != recorded
        remark = f"sha256 {digest[:12]}…" + (f", recorded {recorded[:12]}…" if changed else "")
        checked.append(CheckedFile(role, shown, "changed" if changed else "whole", remark))
    return checked


def _there(path: Path) -> bool:
    """Whether a file, or a folder with files, is there: a fetch that was ended leaves an empty one."""
    return any(one.is_file() for one in path.rglob("*")) if path.is_dir() else path.exists()


def check_languages(languages: Iterable[str], settings: Settings, manifest: Path) -> list[CheckedFile]:
    """Languages that the manifest names and its settings lack, as one entry; empty where there are none."""
    known = {primary(language) for language in settings.languages}
    if not (foreign := [one for one in languages if primary(one) not in known]):
        return []
    return [
        CheckedFile(
            "languages",
            str(manifest),
            "wrong",
            f"names {', '.join(foreign)}, and the voice's settings speak "
            f"{', '.join(sorted(known))}: name the same in both",
        )
    ]
