"""A production as its reviewers see it: rows, a line in full, and the line between its neighbours."""

from pathlib import Path

import numpy as np
import pytest

from flows.repo import Repo
from pipeline.audio import take_clip
from pipeline.masters import levelled
from pipeline.production.reviewing import Reviewed, excerpt, peaks, review, review_line, take_sound
from pipeline.records import Take
from tests.factories import write_production
from tests.pipeline.production.test_production import TEXT, make


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_production(tmp_path, "short", TEXT)


def reviewed(path: Path) -> Reviewed:
    return review(Repo.at(path).lay_out(path))


def test_before_anything_is_made_every_line_waits(path: Path) -> None:
    book = reviewed(path).book
    assert {row.state for row in book.rows} == {"missing"}
    assert [chapter.lines for chapter in book.chapters] == [chapter.open for chapter in book.chapters]


def test_rows_of_a_made_book(path: Path) -> None:
    make(path)
    seen = reviewed(path)
    assert {row.state for row in seen.book.rows} == {"unheard"}
    assert all(row.duration_ms > 0 and not row.open for row in seen.book.rows)
    assert seen.book.rows == reviewed(path).book.rows  # versions too
    assert len({row.version for row in seen.book.rows}) > 5


def test_a_line_in_full(path: Path) -> None:
    make(path)
    seen = reviewed(path)
    index = next(i for i, row in enumerate(seen.book.rows) if row.text.startswith("The clocks"))
    line = review_line(seen, index)
    assert line.before is not None
    assert line.before.text.startswith("It was a bright")
    assert [attempt.circled for attempt in line.attempts] == [True]
    assert line.at_ms > 0
    first = review_line(seen, seen.book.rows.index(next(row for row in seen.book.rows if row.chapter == 2)))
    assert first.before is None  # the last line of another chapter is not its context


def test_decisions_change_the_version(path: Path) -> None:
    make(path)
    before = reviewed(path).book.rows
    (path.parent / "pickups.yaml").write_text("pickups: [{text: Nobody came., attempt: 1, reason: flat}]\n")
    after = reviewed(path).book.rows
    changed = [(a, b) for a, b in zip(before, after, strict=True) if a.version != b.version]
    assert [(a.text, b.decided.pickup, b.state) for a, b in changed] == [("Nobody came.", "flat", "missing")]


def test_the_context_is_the_master_of_it(path: Path) -> None:
    make(path)
    seen = reviewed(path)
    assembly, index = seen.assembly, 3
    sound = excerpt(assembly, index)
    state = assembly.state
    (_, first, last) = sound.spans[1]
    take = state.take(index)
    assert isinstance(take, Take)
    assert [slate for slate, _, _ in sound.spans] == [line.slate for line in state.lines[index - 1 : index + 2]]
    assert sound.spans[1][1] - sound.spans[0][2] == pytest.approx(state.lines[index - 1].pause_after_ms, abs=1)
    assert assembly.whereabouts(index).gain_db is not None
    alone, _ = levelled(assembly.store, take, assembly.whereabouts(index).gain_db or 0, assembly.job.spec)
    rate = sound.clip.sample_rate_hz
    heard = sound.clip.samples[first * rate // 1000 :][: len(alone)]
    assert abs(last - first - 1000 * len(alone) // rate) <= 1
    assert np.sqrt(np.mean(heard**2)) == pytest.approx(float(np.sqrt(np.mean(alone**2))), rel=0.01)


def test_peaks_and_level(path: Path) -> None:
    make(path)
    assembly = reviewed(path).assembly
    take = assembly.state.take(2)
    assert isinstance(take, Take)
    raw = take_clip(assembly.store.read(take.digest))
    louder = take_sound(assembly, take.digest, 6.0)
    assert np.abs(louder.samples).max() == pytest.approx(2 * np.abs(raw.samples).max(), rel=0.01)
    drawn = peaks(raw)
    assert len(drawn) == 480
    assert max(drawn) == round(255 * float(np.abs(raw.samples).max()))
    assert peaks(type(raw)(raw.samples[:0], 24_000)) == ()
