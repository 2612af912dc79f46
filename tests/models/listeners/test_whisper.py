"""Whisper as a listener: with its weights (marked qa), on lines that the embedded voice speaks."""

from functools import cache

import numpy as np
import pytest

from models.hibari import Hibari
from models.listeners.whisper import Whisper
from pipeline.audio import Clip
from pipeline.engine import Prompt
from pipeline.errors import VoiceError
from pipeline.listener import Hearing, Sound
from pipeline.qa.gate.judging import judge
from pipeline.qa.gate.records import HeardTake, TakeVerdict

LINE = "The gardener had left his ladder against the wall, and nobody thought of moving it before the storm."


@pytest.mark.qa  # its fingerprint names the version of its decoder
def test_a_language_that_it_does_not_know_is_not_heard() -> None:
    (heard,) = Whisper({"model": "tiny.en"}).hear([Sound(Clip(np.zeros(100, np.float32), 16_000), "Bonjour", "fr")])
    assert heard.words is None
    assert [word.text for word in heard.expected] == ["Bonjour"]


@pytest.mark.parametrize("settings", [{"model": "enormous"}, {"beam": 5}])
def test_settings_that_there_are_not_are_refused(settings: dict[str, object]) -> None:
    with pytest.raises(VoiceError, match="there are"):
        Whisper(settings)


@cache
def ears() -> tuple[Whisper, Whisper]:
    return Whisper({"model": "tiny.en"}), Whisper({"model": "base"})


def spoken(text: str) -> Clip:
    (performance,) = Hibari({}).perform([Prompt(text, "en", 7)])
    assert performance.clip
    return performance.clip


def verdict(text: str, said: str) -> TakeVerdict:
    """On a take of a text in which something else is said."""
    clip = spoken(said) if said else Clip(np.zeros(48_000, np.float32), 24_000)
    words, second = (ear.hear([Sound(clip, text, "en")])[0] for ear in ears())
    reference = "A heron stood in the shallow water near the old mill."
    return judge(
        HeardTake(text, "en", clip.duration_ms, 0, {"words": words, "second": second}, reference_text=reference), {}
    )


@pytest.mark.qa
@pytest.mark.parametrize(
    ("said", "code"),
    [
        (LINE, ""),
        (LINE.replace("ladder ", ""), "h-002"),
        (LINE.replace(", and nobody thought of moving it", ""), "h-002"),
        (LINE.replace("ladder", "kettle"), "h-004"),
        (LINE.replace("nobody thought", "nobody nobody thought"), "h-005"),
        (LINE.replace("left his ladder", "left his ladder left his ladder"), "h-005"),
        (LINE.replace("the storm.", "the storm, before the storm, before the storm, before the storm."), "h-007"),
        ("A heron stood in the shallow water. " + LINE, "h-006"),
        ("Dinner was served at eight o'clock in the long room above the river.", "h-001"),
        ("", "h-001"),
    ],
)
def test_faults_are_heard(said: str, code: str) -> None:
    found = verdict(LINE, said)
    codes = {finding.code for finding in found.findings if finding.state in ("flag", "fail")}
    assert found.state == ("fail" if code else "pass")
    assert code in codes if code else not codes


@pytest.mark.qa
def test_what_is_heard_does_not_depend_on_neighbours() -> None:
    def alone(clip: Clip) -> Hearing:
        return ears()[0].hear([Sound(clip, LINE, "en")])[0]

    one, other = spoken(LINE), spoken("Twelve of them had already gone home.")
    together = ears()[0].hear([Sound(other, LINE, "en"), Sound(one, LINE, "en")])
    assert together == [alone(other), alone(one)]


@pytest.mark.qa
def test_a_take_longer_than_a_window_is_heard_to_its_end() -> None:
    text = " ".join([LINE, "Twelve of them had gone home.", "The river was high, and the bridge was closed."] * 3)
    clip = spoken(text)
    assert clip.duration_ms > 30_000
    (heard,) = ears()[0].hear([Sound(clip, text, "en")])
    assert heard.words
    assert heard.words[-1].text == "closed"
    assert clip.duration_ms - 2_000 < heard.words[-1].end_ms <= clip.duration_ms
    assert judge(HeardTake(text, "en", clip.duration_ms, 0, {"words": heard}), {}).state == "pass"


@pytest.mark.qa
def test_words_have_times_and_probabilities() -> None:
    (heard,) = ears()[0].hear([Sound(spoken(LINE), LINE, "en")])
    assert heard.words
    starts = [word.start_ms for word in heard.words]
    assert starts == sorted(starts)
    assert all(0 <= word.start_ms <= word.end_ms and 0 < word.probability <= 1 for word in heard.words)
