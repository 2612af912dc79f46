"""A list checked with a listener that reads telegraphed text: verdicts in place, whatever stands between."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.audio import take_bytes, take_clip
from pipeline.errors import ManifestError, MissingExtraError
from pipeline.hearing import HearRequest, ListenerInUse, keep_hearings
from pipeline.listener import Hearing, Role, Sound
from pipeline.manifests import find_voice, read_gate
from pipeline.qa.examining import Ears
from pipeline.qa.examining.ears import batches
from pipeline.qa.lists.answering import clock
from pipeline.qa.lists.checking import Checker
from pipeline.qa.lists.reading import Unreadable, Wanted
from pipeline.store import Store
from pipeline.takes import Failure
from tests.models.telegraph import Reader, telegraphed


def ears_of(folder: Path, counted: list[int]) -> Ears:
    store = Store(folder / "store")

    def listener_of(role: Role, _: str) -> ListenerInUse | None:
        if role == "speaker":
            raise MissingExtraError("the listener 'speaker' wants torch")
        reader = Reader({"role": role})
        return ListenerInUse(role, role, reader, reader.fingerprint())

    def hear(requests: Sequence[HearRequest]) -> list[Hearing]:
        counted.append(len(requests))
        reader = Reader({"role": requests[0].role})
        sounds = [Sound(take_clip(store.read(r.take)), r.spoken, r.language) for r in requests]
        return keep_hearings(store, requests, reader.hear(sounds))

    return Ears(store, listener_of, hear, 2)


def line(folder: Path, name: str, said: str, should: str) -> Wanted:
    path = folder / f"{name}.wav"
    path.write_bytes(take_bytes(telegraphed(said)))
    return Wanted(path, path.name, should, "en")


def test_answers_stand_in_order_and_a_second_check_hears_nothing(tmp_path: Path) -> None:
    lines = [
        line(tmp_path, "a", "it was late", "it was late"),
        Unreadable("this line is not JSON"),
        Wanted(tmp_path / "none.wav", "none.wav", "oh", "en"),
        line(tmp_path, "b", "nobody came", "nobody came"),
    ]
    counted: list[int] = []
    ears = ears_of(tmp_path, counted)
    answers = Checker(ears, lambda _voice, _language: None).check(lines)
    assert [answer.heard for answer in answers] == ["it was late", None, None, "nobody came"]
    assert [bool(answer.error) for answer in answers] == [False, True, True, False]
    assert answers[1].verdict == "inconclusive"
    assert "speaker" in ears.unready
    assert sum(counted) == 4
    again = Checker(ears_of(tmp_path, counted), lambda _voice, _language: None).check(lines)
    assert again == answers
    assert sum(counted) == 4


def test_an_answer_as_json_has_its_fields(tmp_path: Path) -> None:
    answer = Checker(ears_of(tmp_path, []), lambda _v, _l: None).check([line(tmp_path, "a", "oh", "oh")])[0].as_json()
    assert list(answer) == ["audio", "verdict", "notes", "heard", "scores", "risk"]


@pytest.mark.parametrize(("ms", "said"), [(0, "0:00.000"), (61_234, "1:01.234"), (600_001, "10:00.001")])
def test_times(ms: int, said: str) -> None:
    assert clock(ms) == said


def test_batches_are_of_one_listener_and_bounded() -> None:
    requests = [HearRequest(f"{i}", "t", "s", "en", "ab"[i % 2], "words", 7_000) for i in range(20)]
    made = batches(requests)
    assert sorted(r.key for batch in made for r in batch) == sorted(r.key for r in requests)
    assert all(len({r.listener for r in batch}) == 1 and sum(r.duration_ms for r in batch) <= 60_000 for batch in made)
    assert batches([]) == []


def test_a_line_on_which_the_listener_fails_does_not_pass(tmp_path: Path) -> None:
    wanted = line(tmp_path, "a", "it was late", "it was late")
    ears = ears_of(tmp_path, [])
    heard_by_others = ears.hear_batch

    def hear(requests: Sequence[HearRequest]) -> Sequence[Hearing | Failure]:
        failed = Failure("no place for so many tokens")
        return [failed] * len(requests) if requests[0].role == "words" else heard_by_others(requests)

    ears.hear_batch = hear
    (answer,) = Checker(ears, lambda _voice, _language: None).check([wanted])
    assert (answer.verdict, answer.heard) == ("inconclusive", None)
    assert answer.why == "no word was heard, for the listener failed: no place for so many tokens"


def test_a_voice_of_a_name_longer_than_a_file_s_is_nobody_s(tmp_path: Path) -> None:
    assert read_gate("a" * 500, "en", tmp_path) is None
    with pytest.raises(ManifestError, match="there is no voice"):
        find_voice("a" * 500, tmp_path)
