"""A voice's training from its manifest to a registered version: what the command and the Prefect flow share."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from pipeline.consent import now, refusal
from pipeline.errors import ConsentError, RefusedError, VoiceError
from pipeline.manifests import Voice, find_voice, read_settings, read_voice
from pipeline.registry import Version
from pipeline.registry.files import with_paths
from pipeline.registry.house import House
from pipeline.registry.registering import Origin, name_of, register
from pipeline.store import Store, write_atomically
from pipeline.untrusted.bounds import off_limits

if TYPE_CHECKING:
    from models.gpt_sovits.settings import Settings
    from models.gpt_sovits.training.auditions import Choice, Ear
    from models.gpt_sovits.training.data.dataset import DataSet
    from models.gpt_sovits.training.running import Bases, Estimate, Hooks, Trained
    from models.gpt_sovits.training.settings import Training

ENGINE = "gpt-sovits"
FOLDER = "training"  # of the repo: what trainings that go on, or have ended, left
REPORT = "training.json"  # beside a trained voice's files: data, settings, the table of auditions


@dataclass(frozen=True, slots=True)
class Prepared:
    """A training of which everything was checked that can be checked before its first step."""

    name: str
    repo: Path
    voice: Voice
    settings: Settings
    data: DataSet
    source: Path  # of the data: dataset.tsv, or a folder
    bases: Bases
    config: Training
    named: str  # the config's name or path

    @property
    def folder(self) -> Path:
        return self.repo / FOLDER / self.name

    @property
    def store(self) -> Store:
        named = read_settings(self.repo).store
        return Store(named if "://" in named else self.repo / named)


def prepare(written: str, repo: Path, named: str = "standard", data: Path | None = None) -> Prepared:
    """Reads manifest, config and data, and finds the base files.

    Raises:
        ManifestError: data or config are wrong, told by line.
        ConsentError: the voice's owner has not agreed to a training.
        RefusedError: the voice's engine is not trained here.
        VoiceError: there is no base to begin with.
        MissingExtraError: PyTorch is not installed.
    """
    from models.gpt_sovits.extra import with_pytorch
    from models.gpt_sovits.settings import Settings
    from models.gpt_sovits.training.data.dataset import checked, enrolled_lines, listed_lines
    from models.gpt_sovits.training.settings import read_training

    name = name_of(written, repo)
    path = find_voice(name, repo)
    voice = read_voice(path)
    if voice.engine != ENGINE:
        raise RefusedError(f"{path}: the engine {voice.engine!r} is not trained; {ENGINE} is")
    config = read_training(named, repo)
    if data is not None and (why := off_limits(data)):
        raise RefusedError(f"--data {data} {why}")
    with with_pytorch():
        import torch  # noqa: F401
    folder = repo / "manifests" / "voices" / name
    lines = enrolled_lines(folder) if data is None else listed_lines(data)
    found = checked(lines, config.held_out_percent)
    for language in found.languages:
        if why := refusal(voice.agreed, "training", language, "", now()):
            raise ConsentError(f"{path}: {why}")
    settings = Settings.read(with_paths(voice, repo).settings)
    source = folder / "dataset.tsv" if data is None else data
    return Prepared(name, repo, voice, settings, found, source, _bases(settings), config, named)


def _bases(settings: Settings) -> Bases:
    """The files that the manifest names where they can be trained, else the official ones of the voice's version."""
    from models.gpt_sovits.training.running import Bases
    from models.gpt_sovits.weights import official
    from models.gpt_sovits.weights.checkpoint import read
    from models.gpt_sovits.weights.loading import sovits_version

    own = read(settings.sovits_path)
    gpt, sovits = settings.gpt_path, settings.sovits_path
    if not any(key.startswith("enc_q.") for key in own.tensors):
        version = sovits_version(own)
        named = [settings.pretrained_folder / file.path for file in official.FILES.get(version, ())]
        gpts = [path for path in named if path.suffix == ".ckpt" and path.parent.name != "sv"]
        bases = [path for path in named if path.name.startswith("s2G")]
        missing = next((path for path in (*gpts, *bases) if not path.is_file()), None)
        if not gpts or not bases or missing:
            raise VoiceError(
                f"{settings.sovits_path} was trained already and cannot be trained on; "
                f"{missing or settings.pretrained_folder} is not there, which it would begin from: "
                f"'voicepress voice fetch {version} {settings.pretrained_folder}' brings it"
            )
        gpt, sovits = gpts[0], bases[0]
    judge = sovits.with_name(sovits.name.replace("s2G", "s2D"))
    return Bases(gpt, sovits, settings.pretrained_folder, judge if judge != sovits and judge.is_file() else None)


def estimates(prepared: Prepared) -> list[Estimate]:
    from models.gpt_sovits.training.running import estimate

    return estimate(prepared.data, prepared.bases, prepared.config, prepared.store)


def train(
    prepared: Prepared, house: House, hooks: Hooks, by: str, ear: Callable[[], Ear] | None = None
) -> tuple[Version, Choice]:
    """Trains, lets the checkpoints audition, packages the chosen pair, and registers it as the voice's next version.

    Args:
        ear: what judges the auditions; the listeners of the quality gate where none is given.

    Raises:
        Stopped: it was asked to leave; the next call goes on.
        VoicepressError: as the parts say; nothing is registered.
    """
    from models.gpt_sovits.training.auditions import Listeners, choose, held_out_clips, speaking
    from models.gpt_sovits.training.running import run

    def judge() -> Ear:
        clips = [item.sound for item in (prepared.data.held_out or prepared.data.learnt)]
        return ear() if ear else Listeners(held_out_clips(clips))

    auditions = prepared.config.auditions
    ears = judge() if auditions.sentences else None  # a missing extra is told before hours of training
    trained = run(prepared.name, prepared.data, prepared.bases, prepared.config, prepared.folder, prepared.store, hooks)
    settings = prepared.settings.model_dump(mode="json")
    languages = [one for one in prepared.data.languages if one in settings["languages"]] or settings["languages"][:1]
    choice = choose(
        trained, languages, auditions, speaking({**settings, "device": prepared.config.device}), ears,
        lambda row: hooks.say(f"audition of GPT e{row.gpt}, SoVITS e{row.sovits}: error {row.error:.1%}, "
                              f"likeness {row.likeness:.2f}"))  # fmt: skip
    hooks.say(choice.why)
    return _registered(prepared, house, trained, choice, by), choice


def _registered(prepared: Prepared, house: House, trained: Trained, choice: Choice, by: str) -> Version:
    from models.gpt_sovits.training.picture import draw
    from models.registry import code_of, engine_of
    from pipeline.production.job.voices import voices_in_use

    taken = house.registry.voice(prepared.name).versions if house.exists else {}
    number = max([prepared.voice.version, *taken]) + 1
    folder = prepared.repo / "voices" / prepared.name / str(number)
    folder.mkdir(parents=True, exist_ok=True)
    for kept, role in ((choice.gpt, "gpt"), (choice.sovits, "sovits")):
        for path in (kept.path, kept.safetensors):
            shutil.copyfile(path, folder / f"{role}{path.suffix}")
    write_atomically(folder / REPORT, json.dumps(_report(prepared, trained, choice), indent=1).encode())
    draw(prepared.folder / "metrics", folder / "losses.png")
    inside = {role: os.path.relpath(folder / f"{role}.safetensors", prepared.repo) for role in ("gpt", "sovits")}
    manifest = find_voice(prepared.name, prepared.repo)
    text = changed(manifest.read_text("utf-8-sig"), number, {f"{role}_path": path for role, path in inside.items()})
    write_atomically(manifest, text.encode())
    used = voices_in_use([prepared.name], prepared.repo, engine_of, "", rehearsal=False)[prepared.name]
    seconds = sum(item.seconds for item in prepared.data.learnt)
    table = "; ".join(f"GPT e{r.gpt} SoVITS e{r.sovits} error {r.error} likeness {r.likeness}" for r in choice.table)
    made_from = (
        f"trained on {seconds:.0f} s in {len(prepared.data.learnt)} lines ({len(prepared.data.held_out)} held out) "
        f"by {prepared.named}; {choice.why}" + (f"; {table}" if table else "")
    )
    data = (folder / REPORT, prepared.source) if prepared.source.is_dir() else (folder / REPORT,)
    origin = Origin(used.engine.version, used.fingerprint, code_of(used.voice), by, made_from, data)
    return register(prepared.name, prepared.repo, house, origin)


def _report(prepared: Prepared, trained: Trained, choice: Choice) -> dict[str, Any]:
    return {
        "schema": 1,
        "config": prepared.config.model_dump(mode="json"),
        "data": prepared.data.digest,
        "lines": len(prepared.data.items),
        "held_out": sorted(item.digest for item in prepared.data.held_out),
        "chosen": {"gpt": choice.gpt.epochs, "sovits": choice.sovits.epochs, "why": choice.why},
        "auditions": [asdict(row) for row in choice.table],
        "kept": {"gpt": [one.epochs for one in trained.gpts], "sovits": [one.epochs for one in trained.sovits]},
        "notes": list(trained.notes),
    }


def changed(text: str, version: int, paths: Mapping[str, str]) -> str:
    """A manifest with another version and other weights, whose recorded digests go; all else stays as it is written."""
    wanted = yaml.safe_load(text)
    wanted["version"] = version
    wanted["settings"] = {name: value for name, value in wanted["settings"].items() if name != "digests"} | dict(paths)
    out = re.sub(r"(?m)^version:.*$", f"version: {version}", text, count=1)
    for name, path in paths.items():
        out = re.sub(rf"(?m)^(\s+{name}:)[^\n]*$", rf"\g<1> {path}", out, count=1)
    try:
        if yaml.safe_load(out) == wanted:
            return out
    except yaml.YAMLError:
        pass
    return yaml.safe_dump(wanted, sort_keys=False, allow_unicode=True)
