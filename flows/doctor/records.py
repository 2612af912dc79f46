"""What the doctor found: steps, each beside what is to be expected, and the verdict that follows from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.errors import RefusedError, VoiceError

# fine: as it should be. doubtful: listen before you use it. wrong: it will not do. unknown: nobody could say.
State = Literal["fine", "doubtful", "wrong", "unknown"]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was looked at. `cure` is what to do, where it is not fine."""

    name: str
    state: State
    found: str
    expected: str = ""
    cure: str = ""
    exit_code: int = VoiceError.exit_code  # where it is wrong


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """A sentence as it came out; `why` says why there is no sound."""

    text: str
    why: str = ""
    seconds: float = 0.0
    tokens: int = 0
    phones: int = 0
    level_dbfs: float = 0.0
    verdict: str = ""  # the gate's; "" where nobody listened
    heard: str = ""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    voice: str
    steps: tuple[Step, ...]
    lines: tuple[SpokenLine, ...] = ()

    @property
    def gravest(self) -> Step | None:
        """What decides: the first step that is wrong, else the first that nobody could judge, or that is doubtful."""
        for state in ("wrong", "unknown", "doubtful"):
            if found := [step for step in self.steps if step.state == state]:
                return found[0]
        return None

    @property
    def verdict(self) -> str:
        gravest = self.gravest
        return {"wrong": "not fit", "unknown": "not proved", "doubtful": "listen first"}.get(
            gravest.state if gravest else "fine", "fit"
        )

    @property
    def exit_code(self) -> int:
        """0: fit, or to be listened to. 15: nothing is wrong as far as could be seen. Else of what is wrong."""
        gravest = self.gravest
        if gravest is None or gravest.state == "doubtful":
            return 0
        return gravest.exit_code if gravest.state == "wrong" else RefusedError.exit_code


def judged(name: str, value: float, bounds: Sequence[float], found: str, expected: str, cure: str) -> Step:
    """A step by a figure: fine up to bounds[0], doubtful up to bounds[1], wrong beyond."""
    state: State = "fine" if value <= bounds[0] else "doubtful" if value <= bounds[1] else "wrong"
    return Step(name, state, found, expected, "" if state == "fine" else cure)
