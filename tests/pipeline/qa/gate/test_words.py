"""What was said beside what should be said: verdicts on hearings that are written down here."""

from dataclasses import replace

import pytest

from pipeline.listener import Hearing
from pipeline.qa.gate.judging import judge
from pipeline.qa.gate.records import Norms, TakeVerdict
from tests.pipeline.qa.gate.heard import take

LINE = "the old captain walked slowly down to the harbour"


def codes(verdict: TakeVerdict) -> set[str]:
    return {finding.code for finding in verdict.findings if finding.state in ("flag", "fail")}


def test_a_line_that_was_heard_as_written_passes_and_asks_nobody_else() -> None:
    verdict = judge(take(LINE, LINE.upper(), second=None), {})
    assert (verdict.state, verdict.findings, verdict.wanted, verdict.risk) == ("pass", (), (), 0)


@pytest.mark.parametrize(
    ("heard", "code"),
    [
        ("the old captain slowly down to the harbour", "h-002"),
        ("old captain walked slowly down to the harbour", "h-002"),
        ("the old captain walked", "h-002"),
        (LINE + " with all his friends", "h-003"),
        (LINE.replace("slowly", "quickly"), "h-004"),
        (LINE.replace("slowly", "slowly slowly"), "h-005"),
        (LINE.replace("walked slowly", "walked slowly walked slowly"), "h-005"),
        (LINE + " down to the harbour down to the harbour", "h-007"),
        (" ".join([LINE] * 4), "h-007"),
        ("", "h-001"),
        ("you", "h-001"),
        ("my uncle never cooked fish on a Friday evening", "h-001"),
    ],
)
def test_a_fault_that_both_hear_fails(heard: str, code: str) -> None:
    verdict = judge(take(LINE, heard), {})
    assert verdict.state == "fail"
    assert code in codes(verdict)


def test_the_reference_clips_text_is_told_from_other_words() -> None:
    verdict = judge(take(LINE, "she lived near a forest " + LINE, reference_text="Once she lived near a forest."), {})
    assert codes(verdict) == {"h-006"}


def test_what_the_first_hears_alone_is_a_slip() -> None:
    assert judge(take(LINE, LINE.replace("to the", "to a"), second=LINE), {}).state == "pass"


def test_a_passage_that_one_hears_alone_is_flagged() -> None:
    assert judge(take(LINE, LINE + " " + LINE, second=LINE), {}).state == "flag"


def test_a_difference_wants_the_second_listener() -> None:
    assert judge(take(LINE, LINE.replace("slowly", "gladly"), second=None), {}).wanted == ("second",)
    assert judge(take(LINE, LINE.replace("slowly", "gladly")), {}).wanted == ()


@pytest.mark.parametrize(
    "heard", [LINE.replace("harbour", "har bour"), LINE.replace("captain", "captaine"), LINE.replace("old", "olld")]
)
def test_spelling_is_no_fault(heard: str) -> None:
    assert judge(take(LINE, heard, mend_2_3_nats=-2.0), {}).state == "pass"


def test_a_word_that_is_likely_twice_wants_the_second_and_fails_where_it_agrees() -> None:
    once = take(LINE, LINE, second=None, repeat_nats=-2.0, repeat_word=4.0)
    assert judge(once, {}).wanted == ("second",)
    verdict = judge(take(LINE, LINE, repeat_nats=-2.0, repeat_word=4.0), {})
    (found,) = verdict.findings
    assert (verdict.state, found.code, found.said, found.start_ms) == ("fail", "h-005", "slowly", 1200)


def test_a_finding_tells_where_it_is_and_what_should_be_said() -> None:
    (found,) = judge(take(LINE, LINE.replace("slowly", "quickly")), {}).findings
    assert (found.said, found.should, found.start_ms, found.end_ms) == ("quickly", "slowly", 1200, 1500)
    (missed,) = judge(take(LINE, LINE.replace("slowly ", "")), {}).findings
    assert (missed.said, missed.should, missed.start_ms) == ("", "slowly", 1200)


@pytest.mark.parametrize(
    ("spoken", "heard", "state"),
    [("Oh!", "ah", "inconclusive"), ("...", "", "inconclusive"), ("Oh!", "", "fail"), (LINE, None, "inconclusive")],
)
def test_what_cannot_be_judged_is_said(spoken: str, heard: str | None, state: str) -> None:
    verdict = judge(take(spoken, heard, second=None), {})
    assert verdict.state == state
    assert bool(verdict.why) == (state == "inconclusive")


def test_the_end_of_a_line_that_is_cut_off_is_found_although_it_is_likely() -> None:
    cut = LINE.removesuffix("harbour") + "har"
    verdict = judge(take(LINE, cut, mend_8_9_nats=-0.5), {})
    assert verdict.state == "fail"
    assert codes(verdict) == {"h-002"}


def test_a_little_word_at_the_beginning_is_often_not_heard() -> None:
    line = "a lamp stood in the hall"
    assert judge(take(line, line.removeprefix("a ")), {}).state == "pass"


def test_a_little_word_never_fails() -> None:
    line = "there was a lamp in the hall"
    assert judge(take(line, line.replace("was a", "was")), {}).state in ("pass", "flag")


def test_words_run_together_are_compared_by_their_letters() -> None:
    verdict = judge(take("this is the ne plus ultra of it", "this is the nepluultra of it"), {})
    assert verdict.state == "pass"


def test_another_ending_is_no_other_word() -> None:
    line = "they stayed at collins's for a week"
    assert judge(take(line, line.replace("collins's", "collins")), {}).state == "pass"


def test_words_that_the_first_does_not_hear_are_there_where_the_second_hears_them() -> None:
    assert judge(take(LINE, "the old captain", second=LINE), {}).state == "pass"


def test_a_little_slip_of_the_second_confirms_nothing_large() -> None:
    rest = LINE.replace("slowly", "slowy")
    assert judge(take(LINE, "the old captain", second=rest), {}).state == "pass"
    assert judge(take(LINE, "the old captain", second="the old captain walked"), {}).state == "fail"


def test_a_passage_is_not_said_again_where_the_sound_has_no_room_for_it() -> None:
    figures = {"length_ms": 0.0, "length_ms_per_character": 60.0, "length_ms_per_mark": 0.0}
    once = 60.0 * sum(map(str.isalnum, LINE))
    heard = replace(take(LINE, LINE + " " + LINE, second=LINE), norms=Norms(60, figures))
    for speech_ms, state in ((once, "pass"), (2 * once, "flag")):
        signal = Hearing("meter", (), measures={"speech_ms": speech_ms, "pause_total_ms": 0.0})
        whole = replace(heard, hearings={**heard.hearings, "signal": signal})
        found = [one.state for one in judge(whole, {}).findings if one.code == "h-005"]
        assert found == ([] if state == "pass" else [state])


def test_a_word_that_the_text_says_twice_is_not_soon_said_three_times() -> None:
    twice = LINE.replace("slowly", "slowly, slowly")
    assert judge(take(twice, twice, repeat_nats=-3.0, repeat_word=4.0), {}).state == "pass"
    assert judge(take(LINE, LINE, repeat_nats=-3.0, repeat_word=4.0), {}).state == "flag"
