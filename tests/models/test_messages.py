"""The messages between a pool and its workers: each comes out of the pipe as it went in."""

import io

import pytest

from models import ENGINES
from models.messages import (
    Batch,
    BatchDone,
    BatchFailed,
    FromWorker,
    PartBegun,
    Start,
    batches_from,
    encode,
    replies_from,
    start_from,
)
from pipeline.errors import EngineError, MachineError, StoreError, VoiceError, VoicepressError
from pipeline.records import Finding, Take
from pipeline.takes import Failure, TakeRequest
from tests.factories import tone_voice

REQUEST = TakeRequest("k", "Ein „Wort“.\nNoch eins, halb: \ud83d.", "de", "anna", 2**62, 1)
TAKE = Take("k", "d", 24_000, 24_000, 7, 12, 0.5, {"tokens": 3}, (Finding("t-003", "take k", "too long"),), 20_000)
RESULTS: list[Take | Failure] = [TAKE, Failure("it did not stop"), TAKE]


def test_what_a_worker_is_sent_arrives_line_by_line() -> None:
    anna = tone_voice(fail_on="X").voice
    start = Start.of({"anna": anna}, dict(ENGINES), "s3://bucket/store", 10)
    batches = [Batch(1, (REQUEST, REQUEST)), Batch(2, ())]
    pipe = io.BytesIO(b"".join(map(encode, [start, *batches])))
    there = start_from(pipe)
    assert there == start
    assert there.voice("anna") == anna
    assert list(batches_from(pipe)) == batches


def test_a_pool_that_is_gone_before_it_said_anything_sends_no_start() -> None:
    assert start_from(io.BytesIO()) is None


def test_what_a_worker_answers_arrives_line_by_line() -> None:
    replies: list[FromWorker] = [
        PartBegun(1, 0, 8),
        BatchFailed(1, 300, "StoreError", "the disk is full"),
        BatchDone.of(2, 301, RESULTS),
    ]
    *_, done = there = list(replies_from(io.BytesIO(b"".join(map(encode, replies)))))
    assert there == replies
    assert isinstance(done, BatchDone)
    assert done.results == RESULTS


@pytest.mark.parametrize(
    ("name", "kind", "text"),
    [
        ("StoreError", StoreError, "the disk is full"),
        ("MachineError", MachineError, "the disk is full"),
        ("VoiceError", VoiceError, "the disk is full"),
        ("ValueError", EngineError, "ValueError: the disk is full"),
    ],
)
def test_an_exception_is_found_again_by_its_class_name(name: str, kind: type[VoicepressError], text: str) -> None:
    error = BatchFailed(1, 0, name, "the disk is full").exception()
    assert type(error) is kind
    assert str(error) == text
