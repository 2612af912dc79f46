"""What was heard of a clip is found again in the store; another listener is asked anew."""

from __future__ import annotations

from dataclasses import replace

from pipeline.enrolment.enrolling import Enrolling
from pipeline.enrolment.hearing import Said
from pipeline.enrolment.kept import remembering
from pipeline.store import Store
from tests.pipeline.enrolment.speech import ears, pause, recording, spoken


def test_a_second_run_asks_nobody(tmp_path) -> None:
    whole = recording(*(part for n in range(6) for part in (spoken(4.0 + n % 3, n), pause(0.7, n))))
    plain, asked = ears(), []

    def say(clip, language) -> Said:
        asked.append(language)
        return plain.say(clip, language)

    store = Store(tmp_path / "store")
    runs = [
        Enrolling(remembering(replace(plain, say=say), store, listener, "rater"), "en").run([whole])
        for listener in ("base", "base", "other")
    ]
    clips = sum(one.stretch.speech for one in runs[0].judged)
    assert len(asked) == 2 * clips
    assert runs[0].judged == runs[1].judged
    assert all(one.naturalness == 4.0 for one in runs[1].kept)
