"""Choosing references by rank: one speaker, clean, the voice's usual pitch and pace, to the end of a sentence. And
clips of a manner of speaking (calm, tense, whisper), by energy, pitch and pace, or as a person named them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.enrolment.records import Judged

REFERENCE_MS = (3_000, 10_000)  # what engines continue from
STYLES = ("calm", "tense", "whisper")
_ENDS = (".", "!", "?", "…", "。", "！", "？", '."', '!"', '?"', ".”", "!”", "?”", "」", "』")
WHISPERED_SHARE = 0.15  # of a whisper next to nothing is voiced, of speech half and more
STYLE_APART = 1.0  # standard deviations from the usual manner
FEWEST_FOR_STYLES = 8
LONGEST_TAIL_DB = -25.0


@dataclass(frozen=True, slots=True)
class Reference:
    """A clip that an engine is given; `rank` from 1, the higher the `score` the better; `why` says by what."""

    file: str
    start_ms: int
    end_ms: int
    text: str
    rank: int
    score: float
    style: str = ""
    why: str = ""


def references(kept: Sequence[Judged], most: int) -> list[Reference]:
    """The best clips, best first."""
    fit = [one for one in kept if REFERENCE_MS[0] <= one.duration_ms <= REFERENCE_MS[1] and one.text]
    usual = _usual(fit)
    ranked = sorted(((_score(one, usual), one) for one in fit), key=lambda pair: (-pair[0], pair[1].file))
    return [_reference(one, rank, score) for rank, (score, one) in enumerate(ranked[:most], 1)]


def styles(kept: Sequence[Judged], named: Mapping[str, str]) -> list[Reference]:
    """One clip a style: the one that a person named (file -> style), else the most decided one, if any is."""
    fit = [one for one in kept if REFERENCE_MS[0] <= one.duration_ms <= REFERENCE_MS[1] and one.text]
    out = []
    for style in dict.fromkeys((*STYLES, *(style for style in named.values() if style))):
        chosen = [one for one in fit if named.get(one.file) == style]
        if chosen:
            out.append(_reference(chosen[0], 1, 0.0, style, "named by a person"))
        elif style in STYLES and (found := _found(fit, style)):
            out.append(_reference(found[0], 1, found[1], style, found[2]))
    return out


_Usual = Mapping[str, tuple[float, float]]


def _usual(clips: Sequence[Judged]) -> _Usual:
    """Median and spread of what a manner of speaking is told by."""
    out = {}
    for name in ("pitch_hz", "range_st", "nuclei_per_s", "level_dbfs"):
        values = [value for one in clips if (value := manner(one, name)) is not None]
        if values:
            spread = 1.4826 * float(np.median(np.abs(np.array(values) - np.median(values))))
            out[name] = (float(np.median(values)), max(spread, 1e-3 * abs(float(np.median(values))), 1e-3))
    return out


def manner(one: Judged, name: str) -> float | None:
    """A figure of how a clip is spoken; range_st: its pitch range in semitones."""
    values = one.figures.values
    if name == "range_st":
        low, high = values.get("pitch_low_hz", 0.0), values.get("pitch_high_hz", 0.0)
        return 12 * float(np.log2(high / low)) if low > 0 and high > 0 else None
    return values.get(name)


def _away(one: Judged, name: str, usual: _Usual) -> float:
    """Standard deviations from the usual."""
    value = manner(one, name)
    if value is None or name not in usual:
        return 0.0
    return float(np.clip((value - usual[name][0]) / usual[name][1], -6, 6))


def _score(one: Judged, usual: _Usual) -> float:
    """Weighed so that a fault costs more than any virtue brings."""
    f = one.figures
    score = min(f.get("band_snr_db", 30), 50) / 50
    score += 3 * (f.get("like", 0.85) - 0.85) + (max(one.confidence, 0) - 0.8) - 2 * one.mismatch
    score += ((one.naturalness or 4.0) - 4.0) / 2
    score -= 0.15 * sum(min(abs(_away(one, name, usual)), 3) for name in ("pitch_hz", "nuclei_per_s", "level_dbfs"))
    score += 0.4 * one.text.rstrip().endswith(_ENDS) - 0.1 * (one.duration_ms < 4000)
    return round(score, 3)


def _found(clips: Sequence[Judged], style: str) -> tuple[Judged, float, str] | None:
    if len(clips) < FEWEST_FOR_STYLES:
        return None
    usual = _usual(clips)
    scored = [(_decided(one, style, usual), one) for one in clips]
    score, one = max(scored, key=lambda pair: (pair[0], pair[1].file))
    if score < STYLE_APART:
        return None
    return one, round(score, 3), f"{score:.1f} standard deviations {_MEANS[style]}"


_MEANS = {"calm": "softer, flatter and slower", "tense": "louder, higher and faster", "whisper": "less voiced"}


def _decided(one: Judged, style: str, usual: _Usual) -> float:
    if style == "whisper":
        return 3.0 if one.figures.get("voiced_share", 1.0) < WHISPERED_SHARE else 0.0
    energy, pitch, spread, pace = (
        _away(one, name, usual) for name in ("level_dbfs", "pitch_hz", "range_st", "nuclei_per_s")
    )
    tense = (
        np.clip(energy, -3, 3) + np.clip(pitch, -3, 3) + 0.5 * np.clip(spread, -3, 3) + 0.5 * np.clip(pace, -3, 3)
    ) / 3
    return float(tense if style == "tense" else -tense)


def _reference(one: Judged, rank: int, score: float, style: str = "", why: str = "") -> Reference:
    f = one.figures
    told = why or (
        f"{f.get('band_snr_db'):.0f} dB, {f.get('like'):.2f} like the voice, {f.get('pitch_hz'):.0f} Hz, heard with "
        f"{max(one.confidence, 0):.0%}"
    )
    return Reference(one.file, one.start_ms, one.end_ms, one.text, rank, score, style, told)
