"""Records of timed scripts: cues, the turns in them, and what became of every character of the source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final, Literal

from pipeline.records import Coverage, Finding

# What a cue is. One cue stands for one event of the source, so that counts agree with every other tool; `kind` says
# whether it is spoken.
CueKind = Literal[
    "dialogue",
    "description",  # audio description: the picture in words
    "song",  # lyrics between notes; spoken only where a production orders it
    "sound",  # (door slams), [music], ♪ alone
    "caption",  # text that stands in the picture
    "drawing",  # shapes of an ASS script
    "duplicate",  # the same words at the same time again, in another style
    "empty",
]
SPOKEN: Final[frozenset[CueKind]] = frozenset(("dialogue", "description"))
OnScreen = Literal["on", "off", "on_off", "off_on", ""]  # "" where the source does not say


@dataclass(frozen=True, slots=True)
class Turn:
    """What one person says within a cue."""

    character: str  # "" where nobody is named
    text: str


@dataclass(frozen=True, slots=True)
class Cue:
    """A timed event of a script.

    Attributes:
        id: stays the same when other cues are inserted, removed or moved (see `ids`).
        character: of its only speaker; several are joined by " / ", and `turns` has them one by one.
        text: what is to be spoken; of a cue that is not, what stands there. A line per turn.
        language: BCP 47, "" where nothing tells.
        continues: its sentence goes on in the next cue.
    """

    id: str
    in_ms: int
    out_ms: int
    character: str
    text: str
    language: str
    on_screen: OnScreen
    kind: CueKind
    turns: tuple[Turn, ...] = ()
    continues: bool = False

    @property
    def spoken(self) -> bool:
        return self.kind in SPOKEN


@dataclass(frozen=True, slots=True)
class TimedScript:
    """A timed script as read, its cues in order of time."""

    format: str
    language: str
    cues: tuple[Cue, ...]
    findings: tuple[Finding, ...]
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a person says about a script that the script itself does not.

    Attributes:
        encoding: of its text, where it cannot be found out.
        language: to read where cues hold two, and of a script that names none.
        frame_rate: of scripts that count frames ("25", "23.976", "30000/1001", "29.97df"); "" where they do not.
        start: timecode of the picture's first frame, subtracted from timecodes; "" for none.
        columns: of a cue sheet, by field: {"in": "TC In", "text": "Deutsch"}.
        kind: the format, where the file's name and content do not tell; "" to find it out.
    """

    encoding: str = ""
    language: str = ""
    frame_rate: str = ""
    start: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Rate:
    """A frame rate: frames a second, and whether its timecode drops numbers."""

    fps: Fraction
    drop: bool = False

    @property
    def nominal(self) -> int:
        """Frames that the timecode counts in a second: 30 for 29.97."""
        return -(-self.fps.numerator // self.fps.denominator)
