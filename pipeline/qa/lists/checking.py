"""A list checked: files decoded, heard, compared with what is usual for their voice, and answered in place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.manifests import Gate
from pipeline.qa.examining import Asked, Ears, examine, heard_first
from pipeline.qa.examining.sounds import find_sound, keep_sounds
from pipeline.qa.gate.limits import limits_of, norms_of
from pipeline.qa.gate.records import Limits
from pipeline.qa.lists.answering import Answer, answer_of, refused
from pipeline.qa.lists.decoding import decoded
from pipeline.qa.lists.reading import Unreadable, Wanted
from pipeline.qa.lists.voices import norms_in
from pipeline.records import Missing, Take
from pipeline.store import digest_of_file, sound_key

DECODING = 1  # raise it when files are decoded otherwise


def expects_nothing(voice: str, spoken: str) -> int:
    """How long a text will sound, by nobody."""
    del voice, spoken
    return 0


@dataclass(frozen=True, slots=True)
class Checker:
    """What a list is checked with."""

    ears: Ears
    gate_of: Callable[[str, str], Gate | None]  # of a voice and a language
    threads: int = 1
    expected_ms: Callable[[str, str], int] = expects_nothing  # of a voice's engine, where it is known
    limits: Mapping[str, Limits] = field(default_factory=dict)  # in place of the gate files', by the checks' names
    told: list[str] = field(default_factory=list)  # what is worth saying of the whole list

    def check(self, lines: Sequence[Wanted | Unreadable]) -> list[Answer]:
        """The answers, in order. A line that cannot be examined is answered so, and stops no other."""
        answers: dict[int, Answer] = {
            i: refused(line.named, line.why) for i, line in enumerate(lines) if isinstance(line, Unreadable)
        }
        wanted = {i: line for i, line in enumerate(lines) if isinstance(line, Wanted)}
        takes = self._takes({i: line.audio for i, line in wanted.items()})
        for i, why in takes.items():
            if isinstance(why, str):
                answers[i] = refused(wanted[i].named, why)
        asked = {
            i: Asked(take, wanted[i].spoken, wanted[i].language, self.expected_ms(wanted[i].voice, wanted[i].spoken))
            for i, take in takes.items()
            if isinstance(take, Take)
        }
        answers |= self.examined(wanted, asked)
        return [answers[i] for i in range(len(lines))]

    def _takes(self, paths: Mapping[int, Path]) -> dict[int, Take | str]:
        """Each file as a take in the store, or why there is none. Files that are named twice are decoded once."""
        store = self.ears.store
        keys: dict[Path, str | None] = {}
        for path in dict.fromkeys(paths.values()):
            keys[path] = sound_key(digest_of_file(path), ["decoded", DECODING]) if _readable(path) else None
        found: dict[Path, Take | str] = {}
        missing = []
        for path, key in keys.items():
            take = find_sound(store, key) if key else Missing("no file")
            if isinstance(take, Take):
                found[path] = take
            else:
                missing.append(path)
        for path, data in zip(missing, decoded(missing, self.threads), strict=True):
            key = keys[path]
            if isinstance(data, str) or key is None:
                found[path] = data if isinstance(data, str) else f"{path} cannot be read"
            else:
                found[path] = keep_sounds(store, [(key, data)], {"file": path.name})[0]
        return {i: found[path] for i, path in paths.items()}

    def examined(self, wanted: Mapping[int, Wanted], asked: Mapping[int, Asked]) -> dict[int, Answer]:
        """The answers to takes that are in the store."""
        order = list(asked)
        heard = heard_first(self.ears, [asked[i] for i in order])
        groups: dict[tuple[str, str], list[int]] = defaultdict(list)
        for at, i in enumerate(order):
            groups[wanted[i].voice, wanted[i].language].append(at)
        limits: list[Mapping[str, Limits]] = [{} for _ in order]
        for (voice, language), places in groups.items():
            gate = self.gate_of(voice, language)
            norms = norms_in(norms_of(gate), [heard[at] for at in places], named=bool(voice))
            for at in places:
                limits[at] = {**limits_of(gate), **self.limits}
                heard[at] = replace(heard[at], norms=norms)
        examined = examine(self.ears, [asked[i] for i in order], heard, limits)
        return {i: answer_of(wanted[i].named, one, wanted[i].start_ms) for i, one in zip(order, examined, strict=True)}


def _readable(path: Path) -> bool:
    try:
        # What has no size is empty, or never ends: /proc/kmsg says that it is a file.
        if not path.is_file() or not path.stat().st_size:
            return False
        with path.open("rb"):
            return True
    except (OSError, ValueError):
        return False
