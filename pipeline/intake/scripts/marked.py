"""Text of a cue in which every character of the source knows its fate: spoken, replaced or skipped for a reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.records import visible_characters


@dataclass(slots=True)
class Marked:
    """Source characters side by side with what is said of them.

    `heard` is what is left to say; rules look at that, and `skip` marks a range of it with a reason. Nothing is ever
    removed, so that `tally` adds up to the source whatever the rules do.
    """

    source: list[str] = field(default_factory=list)
    says: list[str] = field(default_factory=list)
    why: list[str] = field(default_factory=list)
    voices: list[tuple[int, str]] = field(default_factory=list)  # (source index, who speaks from there; "": nobody)

    @classmethod
    def of(cls, text: str) -> Marked:
        marked = cls()
        marked.add(text)
        return marked

    def add(self, text: str, why: str = "") -> None:
        """Appends text of the source; `why` it is not spoken, "" where it is."""
        self.source.extend(text)
        self.says.extend([""] * len(text) if why else text)
        self.why.extend([why] * len(text))

    def replace(self, text: str, say: str, rule: str) -> None:
        """Appends text of the source for which something else is said."""
        self.source.extend(text)
        self.says.extend([say, *[""] * (len(text) - 1)])
        self.why.extend([rule] * len(text))

    def voice(self, name: str) -> None:
        """From here on `name` speaks."""
        self.voices.append((len(self.source), name))

    def extend(self, other: Marked) -> None:
        shift = len(self.source)
        self.source += other.source
        self.says += other.says
        self.why += other.why
        self.voices += [(at + shift, name) for at, name in other.voices]

    @property
    def heard(self) -> str:
        return "".join(self.says)

    def places(self) -> list[int]:
        """For each character of `heard`, its index in the source."""
        return [index for index, say in enumerate(self.says) for _ in say]

    def skip(self, begin: int, end: int, why: str) -> None:
        """Marks heard[begin:end] as not spoken."""
        for index in self.places()[begin:end]:
            self.says[index], self.why[index] = "", why

    def skip_all(self, why: str) -> None:
        self.skip(0, len(self.heard), why)

    def restore(self, why: str) -> None:
        """Says again what was skipped for a reason."""
        for index, reason in enumerate(self.why):
            if reason == why:
                self.says[index], self.why[index] = self.source[index], ""

    def voice_at(self, place: int) -> str | None:
        """Who speaks at a heard position by the source's own marks; None where they do not say."""
        places = self.places()
        index = places[place] if place < len(places) else len(self.source)
        return next((name for at, name in reversed(self.voices) if at <= index), None)

    def tally(self) -> Iterator[tuple[str, bool, int]]:
        """(reason or rule, whether something else is said, visible characters); spoken ones have the reason ""."""
        counts: Counter[tuple[str, bool]] = Counter()
        said_for: dict[str, bool] = {}
        for char, say, why in zip(self.source, self.says, self.why, strict=True):
            if why and say:
                said_for[why] = True
            if visible_characters(char):
                counts[why, False] += 1
        for (why, _), number in counts.items():
            yield why, said_for.get(why, False), number
