"""Expected lengths: usual paces without a take, a voice's own with some."""

from __future__ import annotations

import random
import statistics

import pytest

from pipeline.dub import Lengths, Spoken, calibrated

TEXTS = {
    "en": "The quick brown fox, as they say, jumps over the lazy dog and goes home again. It was late when it came.",
    "zh": "在本视频中，我们将研究解码器架构。一种流行的仅包含解码器架构的例子，是大家都知道的模型。",
    "ja": "このビデオでは、デコーダーについて学びます。よく知られている例は、みなさんもご存じです。",
    "ko": "이 비디오에서는 디코더를 배웁니다. 잘 알려진 예는 여러분도 알고 있습니다.",
}


def takes(language: str, number: int, pace: float, rest: float, seed: int = 0) -> list[Spoken]:
    """Of a voice with a pace of its own; a sigma of 5 %."""
    chance = random.Random(seed)
    found = []
    for _ in range(number):
        start = chance.randrange(len(TEXTS[language]) // 2)
        text = TEXTS[language][start : start + chance.randrange(8, 60)]
        usual = Lengths().expected_ms(text, "", language) / 1000
        marks = sum(text[:-1].count(mark) for mark in ",.、。，")
        length = (usual * pace + rest * marks) * chance.lognormvariate(0, 0.05)
        found.append(Spoken(text, round(1000 * length), "ann", language))
    return found


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("pace", [0.8, 1.0, 1.3])
def test_after_fifty_takes_a_text_is_known_within_eight_percent(language: str, pace: float) -> None:
    lengths = calibrated(takes(language, 50, pace, 0.1))
    errors = [
        abs(lengths.expected_ms(take.text, "ann", language) / take.length_ms - 1)
        for take in takes(language, 200, pace, 0.1, seed=1)
    ]
    assert statistics.median(errors) <= 0.08


def test_a_few_takes_pull_and_an_odd_one_does_not_bend() -> None:
    some = takes("en", 30, 1.2, 0.0)
    laughed = [*some, Spoken("Yes, well.", 60_000, "ann", "en")]
    text = TEXTS["en"][:60]
    asked = [made.expected_ms(text, "ann", "en") for made in (Lengths(), calibrated(some[:2]), calibrated(some))]
    assert asked[0] < asked[1] <= asked[2] * 1.03
    assert calibrated(laughed).expected_ms(text, "ann", "en") == pytest.approx(asked[2], rel=0.05)


def test_another_voice_of_the_language_is_better_than_none() -> None:
    lengths = calibrated(takes("en", 40, 1.3, 0.0))
    text = TEXTS["en"][:50]
    assert lengths.expected_ms(text, "ben", "en") == lengths.expected_ms(text, "ann", "en")
    assert lengths.pace_of("ben", "fr").takes == 40
    assert Lengths().expected_ms(text) < lengths.expected_ms(text, "ben", "en")


def test_what_has_no_sound_takes_no_time() -> None:
    assert Lengths().expected_ms("") == 0
    assert Lengths().expected_ms(" \n") == 0
    assert calibrated([Spoken("", 500), Spoken("Yes.", 0)]) == Lengths()
    assert Lengths().expected_ms("1984") > Lengths().expected_ms("four")
