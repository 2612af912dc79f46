"""Specs: a shop's delivery rules, as levels, pauses, rates and limits."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from pipeline.manifests.reading.model import Strict
from pipeline.records import PAUSES


class Pauses(Strict):
    """Milliseconds of silence after a line, by reason; head and tail stand before and after a chapter."""

    clause: int = Field(ge=0)
    sentence: int = Field(ge=0)
    verse: int = Field(ge=0)
    paragraph: int = Field(ge=0)
    stanza: int = Field(ge=0)
    scene: int = Field(ge=0)
    heading: int = Field(ge=0)
    head: int = Field(ge=0)
    tail: int = Field(ge=0)

    def after(self, reason: str) -> int:
        """Milliseconds after a line; the chapter's last line is followed by the tail alone."""
        return 0 if reason == "chapter" else int(getattr(self, reason))


assert set(PAUSES) - {"chapter"} <= set(Pauses.model_fields)


class Level(Strict):
    """What masters are brought to. integrated_lufs is that of a delivered file; null leaves takes as they are."""

    integrated_lufs: float | None = Field(ge=-40, le=-5)
    true_peak_dbtp: float = Field(ge=-12, le=0)
    tolerance_lu: float = Field(default=1.0, gt=0)
    room_tone_db: float | None = Field(default=None, ge=-90, le=-60, description="RMS of noise under all of a chapter")
    # For voices that were recorded in a room (pipeline/audio/polishing.py); synthetic ones want none of it.
    high_pass_hz: float | None = Field(default=None, ge=20, le=200)
    gate_db: float | None = Field(default=None, ge=1, le=20, description="by how much pauses within takes are lowered")
    de_ess_db: float | None = Field(default=None, ge=1, le=12, description="by how much sibilants may be lowered")


class Rates(Strict):
    """Of encoded files. The mp3 rate is the shop's; the others keep the voice's own."""

    channels: Literal[1, 2] = 1  # 2: the same in both, 3 dB louder to every meter (BS.1770 adds channels up)
    aac_bit_rate: int = Field(default=64_000, ge=24_000)
    opus_bit_rate: int = Field(default=32_000, ge=12_000)
    mp3_bit_rate: int = Field(default=192_000, ge=64_000)
    mp3_sample_rate_hz: int = Field(default=44_100, ge=16_000)


Range = tuple[float, float]


class Limits(Strict):
    """What the shop holds a file to; what is left out, it does not ask. `voicepress measure` says pass or fail."""

    integrated_lufs: Range | None = None
    rms_db: Range | None = None
    sample_peak_db: float | None = None  # at most
    true_peak_dbtp: float | None = None  # at most
    noise_floor_db: float | None = None  # at most; RMS of the quietest half second
    digital_silence: bool = True  # whether it is allowed
    clipping: bool = False  # whether runs at full scale are allowed
    head_ms: tuple[int, int] | None = None  # of room tone, before the first sound
    tail_ms: tuple[int, int] | None = None
    codecs: tuple[str, ...] = ()
    sample_rates_hz: tuple[int, ...] = ()
    channels: tuple[int, ...] = ()
    bit_rate: int | None = None  # at least
    constant_bit_rate: bool = False  # whether it is asked for
    minutes: float | None = None  # of one file, at most


class Dialogue(Strict):
    """What a mix's speech is held to, while somebody speaks; where there is little of it, the programme is."""

    lufs: float = Field(ge=-40, le=-5)
    tolerance_lu: float = Field(gt=0)
    least_share: float = Field(
        default=0.0, ge=0, le=1, description="of the programme; below it programme_lufs is judged"
    )
    programme_lufs: float | None = Field(default=None, ge=-40, le=-5)


class Spec(Strict):
    """A shop's delivery rules."""

    name: str
    source: str = Field(min_length=1, description="the standard, and its date")
    level: Level
    pauses: Pauses
    rates: Rates = Rates()
    limits: Limits = Limits()
    dialogue: Dialogue | None = None  # of mixes; a book is all speech

    @property
    def master_lufs(self) -> float | None:
        """Of a master, which is mono: the same sound in both channels reads 3 dB more."""
        wanted = self.level.integrated_lufs
        return wanted if wanted is None or self.rates.channels == 1 else round(wanted - 3.01, 2)

    @property
    def max_file_minutes(self) -> float:
        """Of one file; longer chapters become several. 0: no limit."""
        return self.limits.minutes or 0
