"""Lines of a script are found in what was heard, also where some are cut out, moved or said otherwise."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from pipeline.qa.finished.checking import _File
from pipeline.qa.finished.finding import HeardUnit, find_lines, units_of
from pipeline.qa.finished.quiet import FRAME_MS, Span, levels_of, lie_in_pauses, passages_in, pauses_in, quiet_frames
from pipeline.qa.finished.records import ScriptLine, Stretch

TEXTS = ["It was late.", "Nobody came to the door.", "Oh!", "The end of the day was near.", "He went away again."]
WORD_MS, PAUSE_MS = 300, 500


def line(text: str, number: int) -> ScriptLine:
    return ScriptLine(f"c001.l{number:04}", text, text, "en", "ann", WORD_MS * len(text.split()))


LINES = [line(text, number) for number, text in enumerate(TEXTS, start=1)]


def spoken(*texts: str) -> tuple[list[HeardUnit], list[Span], list[Span], int]:
    """What is heard of texts in a row: words, pauses, where each text lies, and the length."""
    words, pauses, spans, at = [], [], [], 0
    for text in texts:
        pauses.append((at, at + PAUSE_MS))
        at += PAUSE_MS
        start = at
        for unit in units_of(text):
            words.append(HeardUnit(unit, at, at + WORD_MS))
            at += WORD_MS
        spans.append((start, at))
    pauses.append((at, at + PAUSE_MS))
    return words, pauses, spans, at + PAUSE_MS


def inside(found: Span | None, wanted: Span) -> bool:
    """Whether a line was found with no more around it than its pauses."""
    return (
        found is not None
        and wanted[0] - PAUSE_MS <= found[0] <= wanted[0]
        and wanted[1] <= found[1] <= wanted[1] + PAUSE_MS
    )


def test_every_line_lies_between_its_pauses() -> None:
    words, pauses, spans, length = spoken(*TEXTS)
    found = find_lines(LINES, words, pauses, length)
    assert all(inside(one, wanted) for one, wanted in zip(found, spans, strict=True))


@pytest.mark.parametrize("gone", range(5))
def test_a_line_that_was_cut_out_is_not_there_and_moves_no_other(gone: int) -> None:
    left = [text for i, text in enumerate(TEXTS) if i != gone]
    words, pauses, spans, length = spoken(*left)
    found = find_lines(LINES, words, pauses, length)
    assert found.pop(gone) is None
    assert all(inside(one, wanted) for one, wanted in zip(found, spans, strict=True))


def test_a_line_of_which_nothing_is_understood_is_where_it_should_be() -> None:
    words, pauses, spans, length = spoken(*TEXTS)
    heard = [word for word in words if not spans[3][0] <= word.start_ms < spans[3][1]]
    found = find_lines(LINES, heard, pauses, length)
    assert all(inside(one, wanted) for one, wanted in zip(found, spans, strict=True))


def test_words_that_are_said_otherwise_or_too_early_move_no_boundary() -> None:
    words, pauses, spans, length = spoken(*TEXTS)
    early = [HeardUnit(word.text, word.start_ms - 250, word.end_ms - 100) for word in words]
    early[6] = HeardUnit("otherwise", early[6].start_ms, early[6].end_ms)
    found = find_lines(LINES, early, pauses, length)
    assert all(inside(one, wanted) for one, wanted in zip(found, spans, strict=True))


def test_what_nobody_wrote_belongs_to_a_neighbour_where_it_is_heard_as_added() -> None:
    words, pauses, spans, length = spoken(*TEXTS[:3], "And this was never written", *TEXTS[3:])
    found = find_lines(LINES, words, pauses, length)
    (at,) = [
        i for i, one in enumerate(found) if one and one[0] <= spans[3][0] + WORD_MS and one[1] >= spans[3][1] - WORD_MS
    ]
    assert at in (2, 3)


def test_nothing_heard_is_everything_expected_or_nothing() -> None:
    _, pauses, _, length = spoken(*TEXTS)
    assert None not in find_lines(LINES, [], pauses, length)
    assert find_lines(LINES, [], [], 200) == [None] * 5


def test_chinese_is_compared_by_characters() -> None:
    assert units_of("Der Ärger, Don’t! 我們走。") == ["der", "arger", "dont", "我", "們", "走"]


def sound(*spans: Span, length_ms: int) -> "np.ndarray[tuple[int], np.dtype[np.int16]]":
    pcm = np.zeros(length_ms * 8, np.int16)
    for start, end in spans:
        pcm[start * 8 : end * 8] = 8000 * np.sign(np.sin(np.arange((end - start) * 8) / 3))
    return pcm


def test_pauses_are_where_it_is_quiet_and_passages_end_in_them() -> None:
    spans = [(at, at + 3000) for at in range(500, 57_000, 3600)]
    quiet = quiet_frames(levels_of(sound(*spans, length_ms=61_000), 8000))
    pauses = pauses_in(quiet)
    assert pauses[1] == (3500, 4100)
    passages = passages_in(pauses, 61_000)
    assert passages[0][0] == 0
    assert passages[-1][1] == 61_000
    assert all(a[1] == b[0] and quiet[a[1] // FRAME_MS] for a, b in pairwise(passages))
    assert all(6000 <= end - start <= 24_000 for start, end in passages[:-1])
    assert lie_in_pauses(quiet, spans)
    assert not lie_in_pauses(quiet, [(start + 900, end + 900) for start, end in spans])
    assert passages_in([], 50_000) == [(0, 24_000), (24_000, 48_000), (48_000, 50_000)]


def test_lines_of_which_none_is_there_have_no_margins() -> None:
    source = _File(Path("book.flac"), "d", None)  # type: ignore[arg-type]
    assert source.with_margins([None, None], Stretch("", 0, 500)) == [None, None]
    spans = source.with_margins([(100, 200), None, (240, 400)], Stretch("", 0, 410))
    assert spans == [(50, 220), None, (220, 405)]
