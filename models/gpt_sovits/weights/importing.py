"""`voicepress voice import`: makes fine-tuned weights a voice of the production repo.

All input is checked before anything is written, and a copy that was not completed is removed again.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from models.gpt_sovits.extra import with_pytorch
from models.gpt_sovits.frontend.mixed import phrase
from models.gpt_sovits.settings import Settings
from models.gpt_sovits.weights import official
from models.gpt_sovits.weights.headers import Header, header_of
from models.gpt_sovits.weights.voice_folder import VoiceFiles, check_flow, digests
from pipeline.errors import VoiceError
from pipeline.languages.tags import understood

if TYPE_CHECKING:
    from models.gpt_sovits.configs import SpokenSizes
    from models.gpt_sovits.weights.checkpoint import Checkpoint


def languages_of(written: str) -> tuple[str, ...]:
    """The languages of a list such as `zh, English,ja`, each once and as BCP 47.

    Raises:
        VoiceError: none is named, or a name is no language. Which of them the engine speaks, `Settings` checks.
    """
    named = []
    for one in filter(None, (part.strip() for part in written.split(","))):
        try:
            named.append(understood(one))
        except ValueError as error:
            raise VoiceError(f"languages: {error}") from None
    if not named:
        raise VoiceError("languages: none is named; say which the voice is to speak: zh,en,ja")
    return tuple(dict.fromkeys(named))


def import_voice(
    gpt: Path,
    sovits: Path,
    reference: Path,
    folder: Path,
    *,
    reference_text: str,
    reference_language: str,
    pretrained: Path,
    languages: tuple[str, ...] = ("zh", "en", "ja"),
) -> dict[str, Any]:
    """Copies a voice into `folder` as safetensors and gives the `settings:` for its manifest, digests included.

    Raises:
        VoiceError: the weights cannot be read, do not belong together, a pretrained file is missing, or the reference
            is unfit; nothing was written.
        MissingExtraError: PyTorch, or what a language's front end wants, is not installed.
    """
    targets = {role: folder / f"{role}.safetensors" for role in ("gpt", "sovits")}
    clip = folder / f"reference{reference.suffix.lower()}"
    written = {
        "gpt_path": str(targets["gpt"]),
        "sovits_path": str(targets["sovits"]),
        "reference_path": str(clip),
        "reference_text": reference_text,
        "reference_language": reference_language,
        "pretrained_folder": str(pretrained),
        "languages": list(languages),
    }
    settings = Settings.read(written)
    sources = {targets["gpt"]: gpt, targets["sovits"]: sovits, clip: reference}
    _check_targets(sources, folder)
    with with_pytorch():
        from models.gpt_sovits.weights.checkpoint import save_safetensors

        checkpoints = _checked_weights(gpt, sovits, settings)
    _check_reference(reference, settings)
    with _all_or_nothing(folder, [target for target in sources if not target.exists()]):
        for role, checkpoint in checkpoints.items():
            save_safetensors(checkpoint, targets[role])
        if not clip.exists():
            clip.write_bytes(reference.read_bytes())
        return {**written, "digests": digests(settings)}


def _check_targets(sources: Mapping[Path, Path], folder: Path) -> None:
    """Raises VoiceError: a file of another voice would be overwritten."""
    for target, source in sources.items():
        if target.exists() and not (source.exists() and target.samefile(source)):
            raise VoiceError(
                f"{target} is there already, of another voice or of an earlier try; import under another "
                f"name, or move {folder} away"
            )


def _checked_weights(gpt: Path, sovits: Path, settings: Settings) -> dict[str, Checkpoint]:
    """Reads both files by role. Raises VoiceError: they are no pair, or a pretrained file of theirs is missing."""
    from models.gpt_sovits.weights import loading
    from models.gpt_sovits.weights.checkpoint import read
    from models.gpt_sovits.weights.flow_loading import build_flow

    checkpoints = {"gpt": read(gpt), "sovits": read(sovits)}
    header = header_of(sovits)
    config: SpokenSizes
    t2s = loading.build_gpt(checkpoints["gpt"])
    if header.flow:
        check_flow(header, settings)
        _check_pretrained(settings, header.flow, header)
        config = build_flow(checkpoints["sovits"], _base(settings, header)).config
    else:
        config = loading.build_sovits(checkpoints["sovits"]).config
        _check_pretrained(settings, config.version, header)
    loading.check_pair(t2s.config, config, gpt, sovits)
    loading.check_languages((*settings.languages, settings.reference_language), config, sovits)
    return checkpoints


def _base(settings: Settings, header: Header) -> Checkpoint | None:
    from models.gpt_sovits.weights.checkpoint import read

    return read(settings.pretrained_folder / official.FLOW_PATHS[header.flow]) if header.lora else None


def _check_reference(path: Path, settings: Settings) -> None:
    """Raises VoiceError: the clip is no sound, too short or too long, or its text does not fit it."""
    from models.gpt_sovits.conditioning.reference import check_prompt_length, check_prompt_text, read_clip

    samples, rate = read_clip(path)
    check_prompt_length(path, samples, rate)
    if settings.reference_text:
        phones = len(phrase(settings.reference_text, settings.reference_language))
        check_prompt_text(path, settings.reference_text, phones, len(samples) / rate)


def _check_pretrained(settings: Settings, version: str, header: Header) -> None:
    """Raises VoiceError: a pretrained file is missing that the voice needs."""
    files = VoiceFiles.of(settings)
    wanted = [path / "config.json" for path in (files.bert, files.hubert) if path]
    folder = settings.pretrained_folder
    if header.speaker:
        wanted.append(folder / official.SPEAKER_NET)
    if header.flow:
        wanted += [folder / official.FLOW_PATHS[header.flow]] if header.lora else []
        vocoder = folder / official.VOCODERS[header.flow]
        wanted.append(vocoder if vocoder.suffix == ".pth" else vocoder / official.BIGVGAN_WEIGHTS)
    if missing := [path for path in wanted if not path.is_file()]:
        raise VoiceError(
            f"{missing[0]} is not there, without which a {version} voice does not speak; 'voicepress voice "
            f"fetch {version} {settings.pretrained_folder}' brings it"
        )


@contextmanager
def _all_or_nothing(folder: Path, written: list[Path]) -> Iterator[None]:
    there = next(path for path in (folder, *folder.parents) if path.exists())
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        _remove(written)
        for path in (folder, *folder.parents):
            if path == there or not path.is_dir() or any(path.iterdir()):
                break
            path.rmdir()
        raise


def _remove(written: list[Path]) -> None:
    for path in written:
        path.unlink(missing_ok=True)
        path.with_name(path.name + ".part").unlink(missing_ok=True)


def manifest_of(settings: Mapping[str, Any], repo: Path) -> str:
    """The YAML of a voice manifest, with paths relative to the repo; its owner has to add the consent."""
    inside = {
        key: os.path.relpath(value, repo) if key.endswith(("_path", "_folder")) else value
        for key, value in settings.items()
    }
    return yaml.safe_dump(
        {
            "engine": "gpt-sovits",
            "version": 1,
            "languages": list(settings["languages"]),
            "cloned": True,
            "seed": 1,
            "settings": inside,
        },
        sort_keys=False,
        allow_unicode=True,
    )
