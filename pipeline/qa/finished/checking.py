"""Checks a finished file: finds each line in it, cuts it out, hears it and judges it, as any take.

Where a line lies follows from its chapter's master, as long as the file's chapter is as long as the master and quiet
between the lines; else the sound itself is heard, passage by passage, and the lines are found by their words. Nothing
but the file is listened to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.audio import Clip
from pipeline.errors import MissingExtraError
from pipeline.hearing import hear_request
from pipeline.listener import Hearing
from pipeline.qa.examining import Asked, Ears
from pipeline.qa.examining.sounds import find_sound, keep_sounds
from pipeline.qa.finished.finding import HeardUnit, find_lines, units_of
from pipeline.qa.finished.opening import PIECE_MS, sound_of, stretches_of
from pipeline.qa.finished.quiet import FRAME_MS, Span, levels_of, lie_in_pauses, passages_in, pauses_in, quiet_frames
from pipeline.qa.finished.records import ScriptChapter, ScriptLine, Stretch
from pipeline.qa.gate.records import Limits
from pipeline.qa.lists.answering import Answer, Note, clock
from pipeline.qa.lists.checking import Checker
from pipeline.qa.lists.reading import Wanted
from pipeline.records import Take
from pipeline.store import digest_of_file, sound_key

CUTTING = 1  # raise it when lines are cut out otherwise
EQUAL_MS = 60  # a chapter as long as its master, within a frame and a rounding
# A master trims and fades beginnings: those of 194 lines climb in 4 to 84 ms, of takes in 6 to 27. Ends stay apart:
# none dies away in less than 26 ms, one that was cut in 9.
OF_MASTERS = {"head_cliff": Limits()}
MARGIN_MS = 80  # around a line; half of the pause where that is shorter


@dataclass(frozen=True, slots=True)
class LineAnswer:
    """The answer to a line of the script, with its place in the file; -1 where it is not there."""

    line: ScriptLine
    start_ms: int
    end_ms: int
    answer: Answer

    def as_json(self) -> dict[str, Any]:
        told = self.answer.as_json()
        del told["audio"]
        where = {"start": clock(self.start_ms), "end": clock(self.end_ms)} if self.start_ms >= 0 else {}
        return {"slate": self.line.slate, "text": self.line.text, **where, **told}


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of the file, the lines that ought to be in it, and where they lie by their masters, if anywhere."""

    stretch: Stretch
    lines: tuple[ScriptLine, ...]
    spans: tuple[Span, ...] = ()  # in the file


def check_finished(path: Path, chapters: Sequence[ScriptChapter], checker: Checker) -> list[LineAnswer]:
    """The answers to all lines, in order.

    Raises:
        RefusedError: the file cannot be read.
        MissingExtraError: lines have to be found by their words, and nobody hears words.
    """
    source = _File(path, digest_of_file(path), checker.ears)
    found: list[tuple[ScriptLine, Span | None]] = []
    for place, quiet in _settled(source, places_of(stretches_of(path), chapters)):
        spans = list(place.spans) or source.found(place, quiet)
        found += zip(place.lines, source.with_margins(spans, place.stretch), strict=True)
    return _judged(source, found, checker)


def places_of(stretches: Sequence[Stretch], chapters: Sequence[ScriptChapter]) -> list[Place]:
    """Which lines ought to be in which stretch of the file."""
    chapters = [chapter for chapter in chapters if chapter.lines]
    if len(stretches) == len(chapters):
        return [_place(stretch, chapter) for stretch, chapter in zip(stretches, chapters, strict=True)]
    whole = Stretch("", stretches[0].start_ms, stretches[-1].end_ms)
    if len(stretches) == 1:  # a file of one chapter
        for chapter in chapters:
            if abs(whole.end_ms - whole.start_ms - chapter.duration_ms) <= EQUAL_MS:
                return [_place(whole, chapter)]
    return [Place(whole, tuple(line for chapter in chapters for line in chapter.lines))]


def _place(stretch: Stretch, chapter: ScriptChapter) -> Place:
    as_long = abs(stretch.end_ms - stretch.start_ms - chapter.duration_ms) <= EQUAL_MS
    spans = chapter.spans_ms if as_long and len(chapter.spans_ms) == len(chapter.lines) else ()
    return Place(stretch, chapter.lines, tuple((stretch.start_ms + a, stretch.start_ms + b) for a, b in spans))


def _settled(source: _File, places: Sequence[Place]) -> Iterator[tuple[Place, NDArray[np.bool_]]]:
    """Places with their quiet frames. Those whose masters' times do not fit are joined with their neighbours: what was
    cut out of the one has moved the other."""
    waiting: Place | None = None
    for place in places:
        quiet = source.quiet(place.stretch)
        inside = [(a - place.stretch.start_ms, b - place.stretch.start_ms) for a, b in place.spans]
        if place.spans and lie_in_pauses(quiet, inside):
            if waiting:
                yield waiting, source.quiet(waiting.stretch)
                waiting = None
            yield place, quiet
        else:
            waiting = _joined(waiting, place) if waiting else replace(place, spans=())
    if waiting:
        yield waiting, source.quiet(waiting.stretch)


def _joined(one: Place, other: Place) -> Place:
    return Place(Stretch("", one.stretch.start_ms, other.stretch.end_ms), one.lines + other.lines)


def _judged(source: _File, found: Sequence[tuple[ScriptLine, Span | None]], checker: Checker) -> list[LineAnswer]:
    cut = source.takes([span for _, span in found if span])
    wanted, asked = {}, {}
    for i, (line, span) in enumerate(found):
        if span:
            wanted[i] = Wanted(source.path, line.slate, line.spoken, line.language, line.voice, span[0])
            asked[i] = Asked(cut[span], line.spoken, line.language, line.expected_ms, line.reference_text)
    answers = replace(checker, limits=OF_MASTERS).examined(wanted, asked)
    out, last_ms = [], 0
    for i, (line, span) in enumerate(found):
        answer = answers.get(i) or _absent(line, last_ms)
        out.append(LineAnswer(line, *(span or (-1, -1)), answer))
        last_ms = span[1] if span else last_ms
    return out


def _absent(line: ScriptLine, at_ms: int) -> Answer:
    note = Note("h-001", clock(at_ms), "the line is not in the file", "fail", "", line.spoken)
    return Answer(line.slate, "fail", (note,), "", {"h-001": 2.0}, risk=2.0)


@dataclass
class _File:
    """The file as it is cut up; what was cut out lies in the store of the ears."""

    path: Path
    digest: str
    ears: Ears

    def quiet(self, stretch: Stretch) -> NDArray[np.bool_]:
        """The quiet frames of a stretch."""
        levels = [
            levels_of(*sound_of(self.path, at, min(at + PIECE_MS, stretch.end_ms)))
            for at in range(stretch.start_ms, stretch.end_ms, PIECE_MS)
        ]
        return quiet_frames(np.concatenate(levels or [np.zeros(0, np.float32)]))

    def found(self, place: Place, quiet: NDArray[np.bool_]) -> list[Span | None]:
        """Where the lines of a place lie in the file, by their words."""
        start, length = place.stretch.start_ms, len(quiet) * FRAME_MS
        pauses = pauses_in(quiet)
        passages = [(start + a, start + b) for a, b in passages_in(pauses, length)]
        language = Counter(line.language for line in place.lines).most_common(1)[0][0]
        heard = [
            HeardUnit(unit.text, unit.start_ms - start, unit.end_ms - start) for unit in self._heard(passages, language)
        ]
        spans = find_lines(place.lines, heard, pauses, length)
        return [_tightened(quiet, span, start) if span else None for span in spans]

    def _heard(self, passages: Sequence[Span], language: str) -> Iterator[HeardUnit]:
        listener = self.ears.listener("words", language)
        if listener is None:
            why = self.ears.unready.get("words") or f"nobody hears words in {language!r}"
            raise MissingExtraError(f"{self.path.name} is not as its masters are, and its lines cannot be found: {why}")
        takes = self.takes(passages)
        requests = {span: hear_request(takes[span], "", language, listener) for span in passages}
        answers = self.ears.hear(requests.values())
        for span, request in requests.items():
            answer = answers[request.key]
            for word in (answer.words or ()) if isinstance(answer, Hearing) else ():
                for unit in units_of(word.text):
                    yield HeardUnit(unit, span[0] + word.start_ms, span[0] + word.end_ms)

    def with_margins(self, spans: Sequence[Span | None], stretch: Stretch) -> list[Span | None]:
        """The spans with MARGIN_MS on both sides, at most to the middle of the pause."""
        there = [span for span in spans if span]
        before = dict(zip(there, [stretch.start_ms, *(end for _, end in there)], strict=False))
        after = dict(zip(there, [*(start for start, _ in there[1:]), stretch.end_ms], strict=False))
        return [
            (
                max(span[0] - MARGIN_MS, min(span[0], (before[span] + span[0]) // 2)),
                min(span[1] + MARGIN_MS, max(span[1], (after[span] + span[1]) // 2)),
            )
            if span
            else None
            for span in spans
        ]

    def takes(self, spans: Sequence[Span]) -> dict[Span, Take]:
        """What lies between two times, as takes in the store."""
        store = self.ears.store
        keys = {span: sound_key(self.digest, ["finished", CUTTING, *span]) for span in spans}
        found: dict[Span, Take] = {}
        missing = []
        for span, key in keys.items():
            take = find_sound(store, key)
            if isinstance(take, Take):
                found[span] = take
            else:
                missing.append(span)
        for group in _groups(sorted(missing)):
            first = group[0][0]
            pcm, rate = sound_of(self.path, first, max(end for _, end in group))
            clips: list[tuple[str, bytes | Clip]] = [
                (keys[span], Clip(_floats(pcm, rate, span[0] - first, span[1] - first), rate)) for span in group
            ]
            found |= zip(group, keep_sounds(store, clips, {"file": self.path.name}), strict=True)
        return found


def _groups(spans: Sequence[Span]) -> Iterator[list[Span]]:
    """Spans in order, in groups that are decoded at once."""
    group: list[Span] = []
    for span in spans:
        if group and span[1] - group[0][0] > PIECE_MS:
            yield group
            group = []
        group.append(span)
    if group:
        yield group


def _floats(pcm: NDArray[np.int16], rate: int, start_ms: int, end_ms: int) -> NDArray[np.float32]:
    return pcm[start_ms * rate // 1000 : end_ms * rate // 1000].astype(np.float32) / np.float32(32767)


def _tightened(quiet: NDArray[np.bool_], span: Span, start_ms: int) -> Span:
    """A span without the quiet frames at its ends, in the file's time."""
    first, last = span[0] // FRAME_MS, -(-span[1] // FRAME_MS)
    loud = np.flatnonzero(~quiet[first:last])
    if not len(loud):
        return start_ms + span[0], start_ms + span[1]
    return start_ms + (first + int(loud[0])) * FRAME_MS, start_ms + (first + int(loud[-1]) + 1) * FRAME_MS
