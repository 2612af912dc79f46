"""The gate's vocabulary: what is judged, by which limits, and what follows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from pipeline.codes import CODES
from pipeline.listener import Hearing, Role

# pass: nothing found. flag: a person should listen. fail: it is wrong, and performed again. inconclusive: it could not
# be judged (too short, a language that the listener does not know, nothing but marks); what `why` says.
State = Literal["pass", "flag", "fail", "inconclusive"]
PASS: Final = "pass"
FLAG: Final = "flag"
FAIL: Final = "fail"
INCONCLUSIVE: Final = "inconclusive"


@dataclass(frozen=True, slots=True)
class Limits:
    """The thresholds of one check: beyond `flag` a person should listen, beyond `fail` the take is performed again.

    Which direction is beyond is the check's own. None: the check never flags, or never fails.
    """

    flag: float | None = None
    fail: float | None = None


@dataclass(frozen=True, slots=True)
class Norms:
    """What is usual for a voice: learned from the first takes of the book at hand, or from a calibration.

    Learned from takes in the order of the lines, so that every run and every machine learns the same. By name with
    unit: "level_db", "ms_per_sound"; `speaker` is the mean direction of its takes, a unit vector.
    """

    takes: int = 0  # how many taught it; 0: nothing is known, and checks that compare with the voice pass
    figures: Mapping[str, float] = field(default_factory=dict)
    speaker: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class HeardTake:
    """Everything that is known of a take when it is judged. Roles that have not heard it are not in `hearings`."""

    spoken: str
    language: str
    duration_ms: int  # of the take, with the silence around
    expected_ms: int  # as its engine expects it, without
    hearings: Mapping[Role, Hearing]
    norms: Norms = Norms()
    facts: Mapping[str, float | int | str] = field(default_factory=dict)  # the engine's own: why it stopped ...
    reference_text: str = ""  # of the voice's reference clip, which can leak


@dataclass(frozen=True, slots=True)
class TakeFinding:
    """What a check found in a take.

    Attributes:
        state: "flag" or "fail", by the check's limits; "pass" for a quirk that is only shown on request (a spelling).
        score: how far beyond the limit it is, 1.0 at the limit; orders the list by risk.
        said, should: the words that were heard, and those that should be there.
    """

    code: str
    found: str
    state: State
    score: float = 1.0
    start_ms: int = -1
    end_ms: int = -1
    said: str = ""
    should: str = ""

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise ValueError(f"finding code {self.code!r} is not in codes.CODES")


@dataclass(frozen=True, slots=True)
class TakeVerdict:
    """The verdict on a take. `wanted` names roles that have to hear it before the verdict is final."""

    state: State
    findings: tuple[TakeFinding, ...] = ()
    risk: float = 0.0  # 0 is a clean pass; orders lines, and attempts of one line (the lowest is circled)
    wanted: tuple[Role, ...] = ()
    why: str = ""  # of "inconclusive"


@dataclass(frozen=True, slots=True)
class TakeCheck:
    """A check of takes: its code, the roles that it looks at, its limits as shipped, and the function.

    The function is given the take and the limits in force (configs/gates), and yields findings. It yields none where a
    role that it looks at has not heard the take. `cost` says in words what it costs beyond its roles' hearing.
    """

    name: str  # under which configs/gates/*.yaml names its limits
    code: str
    roles: tuple[Role, ...]
    limits: Limits
    check: Callable[[HeardTake, Limits], Iterable[TakeFinding]]
    cost: str = ""
