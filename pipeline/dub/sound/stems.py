"""Stems: dialogue by character and together, music and effects, and the mix, each exactly as long as the picture.

The mix is the sum of the stems as they are written: DX + ME = MIX to the last bit of rounding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from pipeline.audio import Curve, LevelMeter, LoudnessMeter, Samples, decibels
from pipeline.dub.sound.layback import BLOCK, LaidTake, blocks_of
from pipeline.dub.sound.mixing import (
    Ducking,
    Gated,
    Keyframe,
    curve_of_blocks,
    dialogue_gain_db,
    ducked,
    gain_of,
    gated,
    levelled,
    united,
)
from pipeline.dub.sound.picture import Picture
from pipeline.dub.sound.rendering import RATE_HZ
from pipeline.dub.sound.waves import WaveInfo, wave_writer
from pipeline.errors import DeliveryError

PEAK_GRID_DB = 0.05  # two correct meters differ by as much
MusicAndEffects = Callable[[int], Iterator[Samples]]  # blocks [n, channels] of so many samples


@dataclass(frozen=True, slots=True)
class Title:
    """What stems are called: in their files' names and chunks."""

    name: str  # of the files: wanderers_s01e01_fr
    project: str = ""
    scene: str = ""
    date: str = ""
    time: str = ""


@dataclass(frozen=True, slots=True)
class MixPlan:
    """How loud, and how far ME gives way. A gain of a production's lock keeps stems as they are when a word changes."""

    dialogue_lufs: float = -27.0
    gain_db: float | None = None
    ducking: Ducking = field(default_factory=Ducking)
    true_peak_dbtp: float = -2.0


@dataclass(frozen=True, slots=True)
class Mixed:
    """What was written, and how it measures."""

    files: tuple[Path, ...]
    gain_db: float
    loudness: Gated  # of the mix
    true_peak_dbtp: float
    automation: tuple[Keyframe, ...]


def write_stems(
    folder: Path,
    title: Title,
    picture: Picture,
    takes: Sequence[LaidTake],
    mix: MixPlan,
    effects: MusicAndEffects | None = None,
    channels: int = 1,
) -> Mixed:
    """Writes NAME_DX_CHARACTER.wav, NAME_DX.wav, NAME_ME.wav and NAME_MIX.wav; without `effects` ME is silence.

    `channels` are those of ME, DX and MIX; dialogue stands in the middle. Stems of characters are mono.

    Raises:
        DeliveryError: a take reaches beyond the picture; ME is not as long; the mix is louder than the ceiling.
    """
    length = picture.samples
    spoken = united((take.at, take.end) for take in takes)
    automation = ducked(spoken, mix.ducking, length)
    gain_db = mix.gain_db
    if gain_db is None:
        # In every channel alike, as it will be heard in the mix.
        loud = curve_of_blocks((_middle(block, channels) for block in blocks_of(takes, length)), channels)
        bed = curve_of_blocks(_ducked_blocks(effects, automation, channels), channels) if effects else None
        gain_db = dialogue_gain_db(loud, bed, spoken, mix.dialogue_lufs)
    at_level = [_at_level(take, gain_db) for take in takes]
    own = _files_of_characters(folder, title, takes)
    files = [folder / f"{title.name}_{stem}.wav" for stem in ("DX", "ME", "MIX")]
    curve, peak = _written(files, title, picture, at_level, automation, effects, channels, mix.true_peak_dbtp)
    for character, path in own.items():
        with wave_writer(path, _info(title, picture, path.stem.removeprefix(f"{title.name}_"), 1, (character,))) as out:
            for block in blocks_of([take for take in at_level if take.character == character], length):
                out.write(block)
    return Mixed((*own.values(), *files), gain_db, gated(curve, spoken, length), peak, tuple(automation))


def _written(
    files: Sequence[Path],
    title: Title,
    picture: Picture,
    takes: Sequence[LaidTake],
    automation: Sequence[Keyframe],
    effects: MusicAndEffects | None,
    channels: int,
    ceiling_dbtp: float,
) -> tuple[Curve, float]:
    """Writes DX, ME and MIX, none of them where the mix is too loud; its loudness curve and its true peak."""
    levels, loudness = LevelMeter(RATE_HZ, channels), LoudnessMeter(RATE_HZ, channels)
    sides = ("L", "R") if channels == 2 else ("M",)
    with ExitStack() as stack:
        dx, me, both = (
            stack.enter_context(wave_writer(path, _info(title, picture, stem, channels, sides)))
            for path, stem in zip(files, ("DX", "ME", "MIX"), strict=True)
        )
        for voice, bed in _side_by_side(takes, picture.samples, effects, automation, channels):
            total = voice + bed
            levels.add(total)
            loudness.add(total.reshape(-1))
            if total.size and np.abs(total).max() > 1:
                raise _too_loud(decibels(float(np.abs(total).max())), ceiling_dbtp)
            for writer, samples in ((dx, voice), (me, bed), (both, total)):
                writer.write(samples)
        peak = decibels(levels.true_peak)
        if peak > ceiling_dbtp + PEAK_GRID_DB:
            raise _too_loud(peak, ceiling_dbtp)
    return loudness.curve, peak


def _too_loud(peak_db: float, ceiling_dbtp: float) -> DeliveryError:
    return DeliveryError(
        f"the mix peaks at {peak_db:.1f} dBTP, above {ceiling_dbtp:g}: ME leaves dialogue no room; lower it by "
        f"{peak_db - ceiling_dbtp:.1f} dB, or duck it"
    )


def _side_by_side(
    takes: Sequence[LaidTake],
    length: int,
    effects: MusicAndEffects | None,
    automation: Sequence[Keyframe],
    channels: int,
) -> Iterator[tuple[Samples, Samples]]:
    """Blocks of dialogue and of what lies under it."""
    beds = _ducked_blocks(effects, automation, channels) if effects else None
    for voice in blocks_of(takes, length):
        dialogue = _middle(voice, channels)
        bed = next(beds, None) if beds else np.zeros_like(dialogue)
        if bed is None or bed.shape != dialogue.shape:
            raise DeliveryError(f"ME is shorter than the picture ({length} samples); is it another version's?")
        yield dialogue, bed
    if beds and next(beds, None) is not None:
        raise DeliveryError(f"ME is longer than the picture ({length} samples); is it another version's?")


def _ducked_blocks(effects: MusicAndEffects, automation: Sequence[Keyframe], channels: int) -> Iterator[Samples]:
    at = 0
    for block in effects(BLOCK):
        bed = block.reshape(-1, channels)
        yield (bed * gain_of(automation, at, len(bed))[:, None]).astype(np.float32) if automation else bed
        at += len(bed)


def _files_of_characters(folder: Path, title: Title, takes: Sequence[LaidTake]) -> dict[str, Path]:
    files = {
        character: folder / f"{title.name}_DX_{_file_part(character)}.wav"
        for character in sorted({take.character for take in takes if take.character})
    }
    if len({path.name.casefold() for path in files.values()}) < len(files):
        names = ", ".join(files)
        raise DeliveryError(f"two of {names} would be the same file; let letters and digits tell their names apart")
    return files


def _info(title: Title, picture: Picture, stem: str, channels: int, tracks: tuple[str, ...]) -> WaveInfo:
    return WaveInfo(
        RATE_HZ,
        channels,
        picture.samples,
        picture.time_reference,
        f"{title.name} {stem}",
        date=title.date,
        time=title.time,
        project=title.project or title.name,
        scene=title.scene,
        tracks=tracks,
        frame_rate=picture.rate.fps,
        drop=picture.rate.drop,
    )


def _at_level(take: LaidTake, gain_db: float) -> LaidTake:
    return replace(take, sound=lambda: levelled(take.sound(), gain_db))


def _middle(block: Samples, channels: int) -> Samples:
    return np.repeat(block[:, None], channels, axis=1)


def _file_part(character: str) -> str:
    """A character's name as part of a file's."""
    return "".join(letter if letter.isalnum() else "-" for letter in character).strip("-") or "unnamed"
