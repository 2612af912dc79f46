"""Norms of a list: its own levels, the calibrated voice, and no voice where a list without names has several."""

from pipeline.listener import Hearing
from pipeline.qa.gate.records import HeardTake, Norms
from pipeline.qa.lists.voices import norms_in, of_one_voice


def take(level: float, speaker: tuple[float, ...]) -> HeardTake:
    return HeardTake(
        "oh",
        "en",
        900,
        0,
        {"signal": Hearing("s", measures={"level_dbfs": level}), "speaker": Hearing("v", speaker=speaker)},
    )


KNOWN = Norms(100, {"level_dbfs": -20.0}, (1.0, 0.0, 0.0))


def test_few_takes_are_compared_with_the_calibration() -> None:
    assert norms_in(KNOWN, [take(-30, (0.0, 1.0, 0.0))] * 5, named=True) == KNOWN


def test_a_list_has_its_own_level_and_the_calibrated_voice() -> None:
    near = (0.95, 0.3122, 0.0)
    found = norms_in(KNOWN, [take(-30, near)] * 30, named=True)
    assert found.figures["level_dbfs"] == -30
    assert found.speaker == KNOWN.speaker
    other = norms_in(KNOWN, [take(-30, (0.0, 1.0, 0.0))] * 30, named=True)
    assert other.speaker == (0.0, 1.0, 0.0)


def test_takes_without_a_name_may_be_of_several_voices() -> None:
    voices = [(1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)]
    mixed = [take(-20, voices[i % 3]) for i in range(30)]
    assert norms_in(Norms(), mixed, named=False).speaker == ()
    assert norms_in(Norms(), mixed[:1] * 30, named=False).speaker == (1.0, 0.0, 0.0)
    assert not of_one_voice(mixed, ())
