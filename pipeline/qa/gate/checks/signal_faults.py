"""t-009 clipping, t-010 an offset, t-011 noise, t-012 hum, t-014 a passage that sounds again."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.qa.gate.checks.beyond import beyond, measures_of, speech_ms, usual_of
from pipeline.qa.gate.records import HeardTake, Limits, TakeCheck, TakeFinding

REGIONS = ("low", "middle", "high", "top")
QUIET_DB = -62.0  # relative to loud speech: noise below it is not heard
HUM_DB = -62.0
CLICKS = (1.0, 0.6)  # a second, and their spread, of a voice that is not known
LEAST_DB = -80.0
MS_PER_LETTER = 60.0  # an engine may say the same words in the same samples
WHOLE_MS = 1000.0  # of speech: in a shorter take a handful of samples at its peak is a large share


def flat_tops(take: HeardTake, limits: Limits) -> Iterable[TakeFinding]:
    """Samples in flat tops, per million of active ones."""
    value = measures_of(take).get("flat_ppm", 0.0)
    yield from beyond("t-009", value, limits, f"{value:.0f} of a million samples lie in flat tops: it is clipped")


def piled_peaks(take: HeardTake, limits: Limits) -> Iterable[TakeFinding]:
    """Samples within 3 % of the peak, per million of active ones: soft clipping, or clipping before a filter."""
    value = measures_of(take).get("pile_ppm", 0.0) * min(1.0, speech_ms(take) / WHOLE_MS)
    yield from beyond(
        "t-009", value, limits, f"{value:.0f} of a million samples lie just below its peak: it is clipped"
    )


def crest(take: HeardTake, limits: Limits) -> Iterable[TakeFinding]:
    """By how many decibels its peaks stand less far out of its speech than is usual for the voice."""
    usual = usual_of(take, "crest_db")
    if usual is None:
        return
    value = measures_of(take).get("crest_db", usual[0])
    found = f"its peaks stand {value:.1f} dB out of its speech, where {usual[0]:.1f} dB are usual: it is clipped softly"
    yield from beyond("t-009", usual[0] - value - usual[1], limits, found)


def offset(take: HeardTake, limits: Limits) -> Iterable[TakeFinding]:
    """The mean of its samples, full scale 1.0."""
    value = measures_of(take).get("dc", 0.0)
    yield from beyond("t-010", abs(value), limits, f"a constant offset of {value:+.4f} of full scale")


def noise_floor(take: HeardTake, limits: Limits) -> Iterable[TakeFinding]:
    """Its quietest moments above 3 kHz, in dB over 80 dB below loud speech."""
    value = measures_of(take).get("floor_high_db", LEAST_DB)
    found = f"noise above 3 kHz only {-value:.0f} dB below loud speech, in every pause"
    yield from beyond("t-011", value - LEAST_DB, limits, found)


def noise_rise(take: HeardTake, limits: Limits) -> Iterable[TakeFinding]:
    """By how many decibels its quietest moments are louder than is usual for the voice, where that can be heard."""
    measures, rises = measures_of(take), []
    for region in REGIONS:
        name = f"floor_{region}_db"
        usual, level = usual_of(take, name), measures.get(name, LEAST_DB)
        if usual is not None and level > QUIET_DB:
            rises.append(level - max(usual[0], LEAST_DB) - 2 * usual[1])
    if rises:
        yield from beyond("t-011", max(rises), limits, f"noise {max(rises):.0f} dB above what is usual for the voice")


def noise_part(take: HeardTake, limits: Limits) -> Iterable[TakeFinding]:
    """By how many decibels the steadiest sound in a part of it is louder than is usual for the voice."""
    measures, rises = measures_of(take), []
    for name in ("part_db", "part_high_db"):
        usual = usual_of(take, name)
        if usual is not None and name in measures:
            rises.append(measures[name] - usual[0] - 2 * usual[1])
    if rises:
        found = f"in a part of it, noise {max(rises):.0f} dB above what is usual for the voice"
        yield from beyond("t-011", max(rises), limits, found)


def crackle(take: HeardTake, limits: Limits) -> Iterable[TakeFinding]:
    """Clicks a second beyond the usual number, in spreads of the voice: people click with their mouths."""
    measures = measures_of(take)
    if measures.get("duration_ms", 0) < 500:
        return
    usual, away = usual_of(take, "clicks_per_s") or CLICKS
    clicks = measures.get("clicks_per_s", 0.0)
    yield from beyond(
        "t-011", (clicks - usual) / (0.5 + 2 * away), limits, f"it crackles: {clicks:.1f} clicks a second"
    )


def hum(take: HeardTake, limits: Limits) -> Iterable[TakeFinding]:
    """How far the lines of the mains stand out of what is around them, in dB, beyond what is usual for the voice."""
    measures = measures_of(take)
    value, found = 0.0, ""
    for mains in (50, 60):
        level = measures.get(f"hum{mains}_dbfs", -110.0) - measures.get("level_dbfs", 0.0)
        usual = usual_of(take, f"hum{mains}_db")
        stands = measures.get(f"hum{mains}_db", 0.0) - (max(0.0, usual[0] + usual[1]) if usual else 0.0)
        if level > HUM_DB and stands > value:
            value, found = stands, f"hum of {mains} Hz {-level:.0f} dB below speech"
    yield from beyond("t-012", value, limits, found)


def copied(take: HeardTake, limits: Limits) -> Iterable[TakeFinding]:
    """Milliseconds of a passage whose samples come again, beyond what the text says again in the same words."""
    measures = measures_of(take)
    copied_ms = measures.get("copy_ms", 0.0)
    found = f"{copied_ms:.0f} ms sound again {measures.get('copy_lag_ms', 0.0):.0f} ms later, sample for sample"
    start = measures.get("copy_at_ms", -1.0)
    value = copied_ms - MS_PER_LETTER * letters_again(take.spoken) if copied_ms else 0.0
    yield from beyond("t-014", value, limits, found, start_ms=start, end_ms=start + copied_ms if start >= 0 else -1)


def letters_again(text: str) -> int:
    """The letters of the longest run of two words or more that stands in a text twice: "when there was"."""
    words = re.findall(r"\w+", text.casefold())
    longest = 0
    for one in range(len(words)):
        for other in range(one + 1, len(words)):
            size = 0
            while one + size < other and other + size < len(words) and words[one + size] == words[other + size]:
                size += 1
            if size > 1:
                longest = max(longest, sum(map(len, words[one : one + size])))
    return longest


CHECKS = (
    TakeCheck("flat_tops", "t-009", ("signal",), Limits(10.0, 100.0), flat_tops),
    TakeCheck("piled_peaks", "t-009", ("signal",), Limits(1500.0, 3000.0), piled_peaks),
    TakeCheck("crest", "t-009", ("signal",), Limits(5.6, 7.0), crest),
    TakeCheck("offset", "t-010", ("signal",), Limits(0.004, 0.008), offset),
    TakeCheck("noise_floor", "t-011", ("signal",), Limits(30.5, 34.0), noise_floor),
    TakeCheck("noise_rise", "t-011", ("signal",), Limits(12.0, 16.0), noise_rise),
    TakeCheck("noise_part", "t-011", ("signal",), Limits(6.0, 11.0), noise_part),
    TakeCheck("crackle", "t-011", ("signal",), Limits(5.0, 6.5), crackle),
    TakeCheck("hum", "t-012", ("signal",), Limits(16.0, 20.0), hum),
    TakeCheck("copied", "t-014", ("signal",), Limits(200.0, 260.0), copied),
)
