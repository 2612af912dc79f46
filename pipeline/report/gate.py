"""What became of a production's lines in its gate, for the report, the morning and whoever asks how it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class GateSummary:
    """What became of the lines of a production in its gate.

    Attributes:
        lines: those that are judged; what an engine hums, or a person approved, is not.
        heard: those of which the words were heard.
        again: performances beside the first, by the machine.
        picked_up: lines that came out wrong, and right when they were performed again.
        waiting: lines that a person should listen to.
        listening_ms: how long that takes, each with a little of its neighbours.
    """

    level: str
    lines: int
    judged: int
    heard: int
    again: int
    picked_up: int
    wrong: int
    waiting: int
    listening_ms: int

    @classmethod
    def of(cls, written: Mapping[str, Any]) -> GateSummary:
        """As reports and answers have it; of a later version, what is known here."""
        return cls(**{one.name: written[one.name] for one in fields(cls)})

    @property
    def share(self) -> float:
        """Of the lines that are judged, those that were heard."""
        return self.heard / self.lines if self.lines else 1.0

    def in_words(self) -> str:
        """One sentence for people: how much was heard, what was performed again, what waits."""
        heard = "all" if self.heard >= self.lines else f"{self.heard:,}"
        said = f"{heard} of {self.lines:,} lines heard" if self.heard else f"{self.judged:,} lines measured, none heard"
        again = f"{self.picked_up:,} performed again by itself" if self.picked_up else "none performed again"
        return f"{said}, {again}; {self.waits()}"

    def waits(self) -> str:
        """What waits for a person."""
        if not self.waiting:
            return "nothing waits for a person"
        minutes = max(1, round(self.listening_ms / 60_000))
        lines = "1 line waits" if self.waiting == 1 else f"{self.waiting:,} lines wait"
        return f"{lines} for a person, {minutes} minute{'' if minutes == 1 else 's'} of listening"
