"""A production as its reviewers see it: rows, a line in full, and the line between its neighbours."""

from pathlib import Path

import numpy as np
import pytest

from flows.repo import Repo
from models import ENGINES, LISTENERS, EngineRecord
from pipeline.audio import take_clip
from pipeline.errors import DeliveryError
from pipeline.masters import levelled
from pipeline.production.reviewing import Reviewed, excerpt, peaks, review, review_line, take_named, take_sound
from pipeline.qa.gate import judging
from pipeline.records import Take
from tests.factories import write_production
from tests.pipeline.production.test_gate import CHECK, book
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


# ---------------------------------------------------------------- with a gate


@pytest.fixture
def wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A production in which one line never comes out right."""
    monkeypatch.setitem(ENGINES, "faulty", EngineRecord("tests.models.faulty:Faulty"))
    for name in [name for name in LISTENERS if name != "signal"]:
        monkeypatch.delitem(LISTENERS, name)
    monkeypatch.setattr(judging, "TAKE_CHECKS", (CHECK,))
    voice = 'engine: faulty\nsettings: {"chance": 0, "never": "lantern number three", "kinds": ["hole"]}'
    path = write_production(tmp_path, "short", book(30, 1).replace("number 3 ", "lantern number 3 "), voice=voice)
    with pytest.raises(DeliveryError, match="h-020"):
        make(path)
    return path


def test_a_line_that_never_came_out_right_comes_first(wrong: Path) -> None:
    seen = reviewed(wrong)
    first = max(seen.book.rows, key=lambda row: row.risk)
    assert "lantern number 3" in first.text
    assert (first.state, first.open, first.attempts) == ("fail", True, 3)
    assert "t-003" in first.codes
    assert seen.book.gate == "standard"
    line = review_line(seen, seen.index_of[first.slate])
    assert [attempt.how for attempt in line.attempts][:2] == ["first take", "another seed"]
    assert sum(attempt.circled for attempt in line.attempts) == 1
    assert all(attempt.state == "fail" for attempt in line.attempts)
    for attempt in line.attempts:
        assert excerpt(seen.assembly, seen.index_of[first.slate], take_named(seen.assembly, 0, attempt.take)).spans


def test_who_waives_that_no_attempt_is_right_accepts_the_take(wrong: Path) -> None:
    text = max(reviewed(wrong).book.rows, key=lambda row: row.risk).text
    for code, state in (
        ("t-003", "fail"),
        ("h-020", "unheard"),
    ):  # no word was heard; the first alone does not let the book be published
        (wrong.parent / "waivers.yaml").write_text(
            f'waivers: [{{code: {code}, where: "{text}", reason: "a storm is meant"}}]\n'
        )
        row = next(row for row in reviewed(wrong).book.rows if row.text == text)
        assert (row.state, row.open, row.decided.waived) == (state, state == "fail", (code,))
