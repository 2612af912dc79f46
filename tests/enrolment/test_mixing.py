"""Enrolment of the embedded voice with bad stretches mixed in: each is refused for its reason, the good are kept."""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np
import pytest
import soxr

from pipeline.enrolment.enrolling import Enrolling
from tests.enrolment.mixing import deaf_ears, mixture, scored
from tests.enrolment.spoiling import RATE_HZ, Sound

SENTENCES = (
    "It is a truth universally acknowledged, that a single man in possession of a good fortune must be in want of a wife.",
    "However little known the feelings or views of such a man may be on his first entering a neighbourhood.",
    "This truth is so well fixed in the minds of the surrounding families, that he is considered as their property.",
    "My dear Mr. Bennet, said his lady to him one day, have you heard that Netherfield Park is let at last?",
    "She had been married long enough to know that he would not answer before she had said it twice.",
    "Her mind was less difficult to develop, and the business of her life was to get her daughters married.",
    "The gentlemen pronounced him to be a fine figure of a man, and the ladies declared he was much handsomer.",
    "He looked at her with great admiration for about half the evening, and then he looked at nobody at all.",
)


def spoken(step: float) -> list[Sound]:
    """The embedded voice; with `step` other than 1 higher or lower as a whole, which is somebody else."""
    from hibari import Hibari

    voice = Hibari()
    rng = np.random.default_rng(1)
    sounds = [np.asarray(voice(text, seed=7), np.float32) for text in SENTENCES]
    at_rate = [soxr.resample(sound, 24_000 * step, RATE_HZ) for sound in sounds]
    return [np.asarray(x + 1e-4 * rng.standard_normal(len(x)), np.float32) for x in at_rate]


@pytest.mark.qa
def test_bad_stretches_are_refused_for_their_reason_and_good_ones_kept() -> None:
    own, other = spoken(1.0), spoken(0.75)
    table: dict[str, Counter[str]] = defaultdict(Counter)
    kinds = ("noise-10", "clipping", "telephone", "echo", "music", "another", "silence", "48-s")
    for seed in range(2):
        mixed = mixture("heart", own, other, seed, kinds)
        enrolled = Enrolling(deaf_ears(), "en").run([mixed.recording])
        (account,) = enrolled.accounts
        assert account.kept + sum(account.refused.values()) == account.samples == mixed.recording.samples
        for kind, counts in scored(enrolled.judged, mixed.truth).items():
            table[kind] += counts
    good = table.pop("good")
    assert good["kept"] >= 15
    assert good["wrong"] == 0
    assert {kind: counts["kept"] + counts["wrong"] for kind, counts in table.items()} == dict.fromkeys(table, 0)
    assert set(table) == set(kinds)
