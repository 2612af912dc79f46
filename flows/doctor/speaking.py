"""Ten sentences, spoken by a worker as in a production, and what their takes show without a listener."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from flows.doctor.records import SpokenLine, Step, judged
from flows.ears import speaking
from pipeline.audio import take_clip
from pipeline.errors import VoicepressError
from pipeline.records import Take
from pipeline.store import Store, seed_of, take_key
from pipeline.takes import Failure, TakeRequest, VoiceInUse

SILENT_DBFS, LOUD_DBFS = -50.0, -3.0
LONGEST_RUN = 48  # of one token: where it is longer, others found collapse (SPEC 7)


@dataclass(frozen=True, slots=True)
class Spoken:
    texts: tuple[str, ...]
    answers: tuple[Take | Failure, ...]
    lines: tuple[SpokenLine, ...]
    steps: tuple[Step, ...]

    @property
    def takes(self) -> list[tuple[str, Take]]:
        """Texts with their takes, where there are any."""
        return [(text, one) for text, one in zip(self.texts, self.answers, strict=True) if isinstance(one, Take)]


def speak(used: VoiceInUse, texts: Sequence[str], language: str, store: Store) -> Spoken:
    """Speaks the sentences in one worker. A step is wrong where lines have no sound, or none that could be speech."""
    requests = [_request(used, text, language) for text in texts]
    try:
        with speaking(used, store, workers=1) as spoken:
            found = spoken(requests)
    except VoicepressError as error:
        cure = "the sentence says what to do; the same would stop a production"
        step = Step("speaking", "wrong", str(error), f"{len(texts)} sentences spoken", cure, error.exit_code)
        return Spoken(tuple(texts), (), (), (step,))
    answers = tuple(found[request.key] for request in requests)
    lines = tuple(_line(text, one, store) for text, one in zip(texts, answers, strict=True))
    return Spoken(tuple(texts), answers, lines, tuple(_steps(lines, answers)))


def _request(used: VoiceInUse, text: str, language: str) -> TakeRequest:
    seed = seed_of(used.voice.seed, 0, text)
    return TakeRequest(take_key(text, language, used.fingerprint, seed, 0), text, language, used.name, seed, 0)


def _line(text: str, answer: Take | Failure, store: Store) -> SpokenLine:
    if isinstance(answer, Failure):
        return SpokenLine(text, answer.why)
    facts = answer.facts
    return SpokenLine(
        text, "", round(answer.duration_ms / 1000, 2), _number(facts, "tokens"), _number(facts, "phones"),
        level_of(answer, store),
    )  # fmt: skip


def _number(facts: Mapping[str, float | int | str], name: str) -> int:
    value = facts.get(name, 0)
    return int(value) if isinstance(value, int | float) else 0


def level_of(take: Take, store: Store) -> float:
    """Mean level over the whole take, dBFS."""
    samples = take_clip(store.read(take.digest)).samples
    power = float(np.mean(np.square(samples, dtype=np.float64))) if len(samples) else 0.0
    return round(10 * math.log10(max(1e-10, power)), 1)


def _steps(lines: Sequence[SpokenLine], answers: Sequence[Take | Failure]) -> list[Step]:
    takes = [one for one in answers if isinstance(one, Take)]
    failed = [line for line in lines if line.why]
    steps = [
        judged(
            "speaking", len(failed), (0, 1),
            f"{len(takes)} of {len(lines)} sentences have a sound{': ' + failed[0].why if failed else ''}",
            "all, and each ends of itself",
            "a GPT that does not stop is over-trained or belongs to another SoVITS: take an earlier epoch, or its pair",
        )
    ]  # fmt: skip
    if not takes:
        return steps
    return [*steps, _levels(lines), *_paces(lines), *_runs(takes), _cost(takes)]


def _levels(lines: Sequence[SpokenLine]) -> Step:
    levels = [line.level_dbfs for line in lines if not line.why]
    mean = sum(levels) / len(levels)
    said = f"{mean:.1f} dBFS, {min(levels):.1f} to {max(levels):.1f}"
    expected = f"{SILENT_DBFS:.0f} to {LOUD_DBFS:.0f} dBFS, alike from line to line"
    if not SILENT_DBFS <= mean <= LOUD_DBFS:
        cure = "silence or full scale is no speech: the weights are damaged, or overflow (`precision: fp32`)"
        return Step("level", "wrong", said, expected, cure)
    spread = max(levels) - min(levels)
    return judged("level", spread, (12, 60), said, expected, "listen: sentences of very different level drift")


def _paces(lines: Sequence[SpokenLine]) -> list[Step]:
    """By tokens and phones, where the engine tells them."""
    known = [line for line in lines if line.tokens and line.phones and line.seconds]
    if not known:
        return []
    pace = sum(line.phones for line in known) / sum(line.seconds for line in known)
    away = max(pace / 25, 4 / pace)  # a share of what speech has: 1 at either end
    return [
        judged(
            "pace", away, (1, 2), f"{pace:.1f} phones a second, "
            f"{sum(line.tokens for line in known) / sum(line.phones for line in known):.2f} tokens a phone",
            "4 to 25 phones a second, 1 to 6 tokens a phone",
            "the GPT has learned no speech, or is not of this SoVITS: hold both files against what their maker names",
        )
    ]  # fmt: skip


def _runs(takes: Sequence[Take]) -> list[Step]:
    longest = max((_number(take.facts, "longest_run") for take in takes), default=0)
    if not longest:
        return []
    cure = "the GPT gets stuck on one sound: an earlier epoch, another seed, or a cleaner reference"
    said = f"at most {longest} times the same token in a row"
    return [judged("stuck tokens", longest, (LONGEST_RUN, 10**6), said, f"below {LONGEST_RUN}", cure)]


def _cost(takes: Sequence[Take]) -> Step:
    sound = sum(take.duration_ms for take in takes) / 1000
    cost = sum(take.compute_ms for take in takes) / 1000
    rate = sound / max(cost, 1e-3)
    said = (
        f"{sound:.1f} s of sound in {cost:.1f} s, {rate:.2f} times real time; a book of ten hours {10 / rate:.1f} hours"
    )
    return Step("speed", "fine", said, "v2 and v2Pro: about real time on a core, hundreds of times on a GPU")
