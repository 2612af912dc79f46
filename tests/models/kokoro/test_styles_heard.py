"""Styles by strength, heard from the samples of one voice a language; the figures are in the decision."""

import pytest

from models.kokoro.engine import Kokoro
from pipeline.errors import MissingExtraError
from tests.models.kokoro.styles_heard import heard

pytestmark = pytest.mark.qa
ALIKE = 0.85  # of a voice at full strength to its own neutral mean


@pytest.mark.parametrize("voice", ["bf_emma", "zm_yunjian", "jm_kumo", "ef_dora"])
@pytest.mark.parametrize(("label", "sign"), [("tense", 1), ("calm", -1)])
def test_energy_and_pitch_range_move_with_strength_and_the_speaker_stays(voice: str, label: str, sign: int) -> None:
    try:
        Kokoro({"voice": voice}).check_ready()
        figures = heard(voice, label, (0.0, 0.5, 1.0))
    except MissingExtraError as error:
        pytest.skip(str(error))
    energies, ranges = ([sign * getattr(one, name) for one in figures] for name in ("energy_db", "pitch_range_st"))
    assert energies == sorted(energies)
    assert ranges == sorted(ranges)
    assert figures[-1].likeness > ALIKE
