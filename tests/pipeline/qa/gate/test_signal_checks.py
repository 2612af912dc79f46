"""The checks of the signal: each fault by its own code, no fault in clean takes, nothing where a role is missing."""

import numpy as np
import pytest

from pipeline.listener import Hearing
from pipeline.qa.gate.checks import TAKE_CHECKS
from pipeline.qa.gate.checks.beyond import beyond
from pipeline.qa.gate.judging import judge
from pipeline.qa.gate.marks import worst_pause
from pipeline.qa.gate.norms import expected_length_ms, learned, voiced_ms
from pipeline.qa.gate.records import FAIL, FLAG, PASS, HeardTake, Limits, Norms
from tests.pipeline.audio.measures.speechlike import silence
from tests.pipeline.qa.emitted.of_sounds import TEXT, clean, found_in, heard, voice


def test_clean_takes_pass_with_norms_and_without() -> None:
    assert not [found for seed in range(4) for found in found_in(clean(seed))]
    assert all(judge(take, {}).state == PASS for take in voice()[:6])


def test_the_state_follows_from_the_limits_and_the_score_from_the_first() -> None:
    assert not list(beyond("t-009", 0.9, Limits(1.0, 2.0), ""))
    (flagged,), (failed,) = (list(beyond("t-009", value, Limits(1.0, 2.0), "")) for value in (1.5, 3.0))
    assert (flagged.state, flagged.score) == (FLAG, 1.5)
    assert (failed.state, failed.score) == (FAIL, 3.0)
    assert not list(beyond("t-009", 3.0, Limits(None, None), ""))
    (only_fails,) = beyond("t-009", 3.0, Limits(None, 2.0), "")
    assert only_fails.state == FAIL


def test_a_check_yields_nothing_where_its_role_has_not_heard_the_take() -> None:
    take = HeardTake("a", "en", 1000, 0, {})
    assert judge(take, {}).state == PASS
    assert len({check.name for check in TAKE_CHECKS}) == len(TAKE_CHECKS)


def test_a_comma_explains_a_pause_and_a_word_does_not() -> None:
    take = heard(clean(3))  # it rests after the eighth of fourteen syllables
    measures = take.hearings["signal"].measures
    marked, unmarked = worst_pause(TEXT, measures), worst_pause(TEXT.replace(",", ""), measures)
    assert marked
    assert unmarked
    assert (marked[0], marked[2]) == (0, True)
    assert (unmarked[0], unmarked[2]) == (unmarked[1].ms, False)
    transcript = worst_pause(TEXT.replace(",", "").replace(".", ""), measures)
    assert transcript
    assert transcript[2]


def test_a_length_is_learned_although_half_of_the_takes_are_wrong() -> None:
    takes = voice()
    norms = learned(takes)
    expected = expected_length_ms(norms, TEXT)
    assert expected == pytest.approx(voiced_ms(takes[0].hearings["signal"].measures), rel=0.1)
    long = [heard(np.concatenate((clean(seed), clean(seed + 1)))) for seed in range(60, 78)]
    assert expected_length_ms(learned([*long, *takes]), TEXT) == pytest.approx(expected, rel=0.1)
    assert expected_length_ms(learned(takes[:5]), TEXT) is None


def test_silence_has_its_own_code_and_marks_alone_may_be_silent() -> None:
    assert "t-002" in {finding.code for finding in found_in(silence(3000))}
    others = [np.clip(clean(1) * np.float32(30), -1, 1), clean(1) * np.float32(0.1), np.tile(clean(1), 6)]
    silent = judge(heard(silence(3000)), {}).risk
    assert all(silent > judge(heard(one.astype(np.float32)), {}).risk for one in others)  # it is never the best attempt
    quiet = heard(silence(1000))
    marks = HeardTake("…", "en", 1000, 0, quiet.hearings)
    assert judge(marks, {}).state == PASS


@pytest.mark.parametrize(("speech_ms", "flagged"), [(260.0, False), (2000.0, True)])
def test_a_take_of_one_short_word_is_not_held_to_what_sentences_have(speech_ms: float, flagged: bool) -> None:
    signal = {"speech_ms": speech_ms, "duration_ms": 700.0, "tail_silence_ms": 180.0, "pile_ppm": 1800.0}
    hearings = {"signal": Hearing("meter", (), measures=signal), "naturalness": Hearing("mos", (), naturalness=2.6)}
    usual = Norms(60, {"tail_silence_ms": 475.0, "tail_silence_ms_spread": 12.0, "mos": 4.6, "mos_spread": 0.1})
    take = HeardTake("Oh!", "en", 700, 0, hearings, norms=usual)
    checks = [check for check in TAKE_CHECKS if check.name in ("tail_short", "piled_peaks", "unnatural")]
    found = [finding.code for check in checks for finding in check.check(take, check.limits)]
    assert sorted(found) == (["h-009", "t-007", "t-009"] if flagged else [])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It had rain when there was rain, so it had sun when there was sun.", []),
        ("Rain fell where there was none, and the sun shone when nobody looked.", ["t-014"]),
    ],
)
def test_words_that_the_text_says_again_may_sound_the_same(text: str, found: list[str]) -> None:
    signal = Hearing("meter", (), measures={"copy_ms": 320.0, "copy_lag_ms": 2600.0, "copy_at_ms": 2200.0})
    take = HeardTake(text, "en", 5000, 0, {"signal": signal})
    assert [finding.code for finding in judge(take, {}).findings] == found
