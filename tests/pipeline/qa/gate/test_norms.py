"""Norms: what is usual for a voice, although up to half of its takes are wrong."""

import numpy as np
import pytest

from pipeline.listener import Hearing, Word
from pipeline.qa.gate.norms import learned, usual
from pipeline.qa.gate.records import HeardTake, Norms


def take(level_db: float, speaker: tuple[float, ...], duration_ms: int = 1000) -> HeardTake:
    words = Hearing("w", expected=(Word("late", ("l", "eɪ", "t")), Word("it", ("ɪ", "t"))))
    hearings = {
        "signal": Hearing("s", measures={"level_db": level_db}),
        "speaker": Hearing("v", speaker=speaker),
        "words": words,
    }
    return HeardTake("late it", "en", duration_ms, 0, hearings)  # type: ignore[arg-type]


def test_half_of_the_takes_may_be_softer_and_of_others() -> None:
    rng = np.random.default_rng(1)
    good = [take(-20 + float(rng.normal(0, 0.3)), (1.0, 0.0, 0.0)) for _ in range(11)]
    bad = [take(-30 + float(rng.normal(0, 3)), (0.0, float(np.cos(a)), float(np.sin(a)))) for a in range(10)]
    norms = learned([*bad, *good])
    assert norms.takes == 21
    assert norms.figures["level_db"] == pytest.approx(-20, abs=0.5)
    assert norms.speaker == pytest.approx((1.0, 0.0, 0.0), abs=1e-3)
    assert norms.figures["ms_per_sound"] == 200


def test_takes_by_several_speakers_have_no_norm() -> None:
    directions = np.eye(6)
    takes = [take(-20, tuple(directions[n % 6])) for n in range(30)]
    assert learned(takes) == Norms()


def test_one_take_and_none() -> None:
    assert usual([3.0]) == 3.0
    assert learned([]) == Norms()
    assert learned([HeardTake("a", "en", 100, 0, {})]) == Norms()


def test_a_handful_of_hearings_does_not_say_whose_voice_it_is() -> None:
    takes = [take(-20, (0.0, 1.0, 0.0) if n < 3 else ()) for n in range(30)]
    norms = learned(takes)
    assert (norms.takes, norms.speaker) == (30, ())
    assert "speaker_away" not in norms.figures
