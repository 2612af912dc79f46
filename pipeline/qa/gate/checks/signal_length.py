"""t-002 no sound, t-003 another length than the text takes, t-013 another level than the voice's."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.qa.gate.checks.beyond import beyond, has_words, measures_of, usual_of
from pipeline.qa.gate.norms import expected_length_ms, voiced_ms
from pipeline.qa.gate.records import HeardTake, Limits, TakeCheck, TakeFinding

SLACK_MS = 250.0  # a short line's length varies by so much whatever its text
SLACK = 0.10
ROUGHLY = 3.0  # an engine's own expectation is so many times as vague
SILENT_DBFS = -60.0
LEAST_SPEECH_MS = 40
NO_SOUND = 1e6  # beyond whatever else can be wrong: of several wrong attempts, a silent one is never the best
USUAL_DBFS, ANY_LEVEL_DB = -24.0, 16.0  # takes of unknown voices have been seen between -40 and -12


def silent(take: HeardTake, limits: Limits) -> Iterable[TakeFinding]:
    """Beyond every limit where there is no speech at all, or next to none."""
    measures = measures_of(take)
    speech = measures.get("speech_ms")
    if speech is None or not has_words(take):
        return
    if speech < LEAST_SPEECH_MS or measures.get("level_dbfs", -100.0) < SILENT_DBFS:
        yield from beyond("t-002", NO_SOUND, limits, f"no sound for {take.spoken[:60]!r}")


def length(take: HeardTake, limits: Limits) -> Iterable[TakeFinding]:
    """How far its speech is from the length that its text takes, in tolerances of 250 ms and a tenth."""
    speech = voiced_ms(measures_of(take))
    if speech <= 0 or not has_words(take):
        return
    known = expected_length_ms(take.norms, take.spoken)
    expected = known if known is not None else float(take.expected_ms)
    if expected <= 0:
        return
    expected = max(expected, 200.0)
    value = abs(speech - expected) / (SLACK_MS + SLACK * expected) / (1 if known is not None else ROUGHLY)
    yield from beyond("t-003", value, limits, f"{speech:.0f} ms of speech, {expected:.0f} ms expected")


def level(take: HeardTake, limits: Limits) -> Iterable[TakeFinding]:
    """By how many decibels it is louder or softer than the voice usually is."""
    measures = measures_of(take)
    if "level_dbfs" not in measures or measures["level_dbfs"] < SILENT_DBFS or not has_words(take):
        return
    usual = usual_of(take, "level_dbfs")
    away = measures["level_dbfs"] - (usual[0] if usual else USUAL_DBFS)
    slack = 2 * usual[1] if usual else ANY_LEVEL_DB
    found = f"{abs(away):.1f} dB {'louder' if away > 0 else 'softer'} than {'usual' if usual else 'speech should be'}"
    yield from beyond("t-013", abs(away) - slack, limits, found)


CHECKS = (
    TakeCheck("silent", "t-002", ("signal",), Limits(1.0, 1.0), silent),
    TakeCheck("length", "t-003", ("signal",), Limits(1.8, 2.4), length),
    TakeCheck("level", "t-013", ("signal",), Limits(5.0, 8.0), level),
)
