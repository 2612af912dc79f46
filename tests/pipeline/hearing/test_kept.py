"""Hearings are kept under take, text and listener, and found again without reading audio."""

from pathlib import Path

import numpy as np

from pipeline.hearing import HearRequest, ListenerInUse, find_hearings, hear_request, keep_hearings
from pipeline.listener import Hearing, Sound, Word
from pipeline.records import Missing
from pipeline.store import Store, hearing_key
from tests.factories import keep_take
from tests.models.telegraph import Reader, telegraphed

WHOLE = Hearing(
    "f" * 64,
    (Word("Ann’s", ("æ", "n", "z")),),
    (Word("Ann's", ("æ", "n", "z"), 20, 310, 0.75),),
    "en",
    (0.6, 0.8),
    4.25,
    {"tail_db": -61.5, "repeat_nats": -9.0},
)


def reader(**settings: str) -> ListenerInUse:
    listener = Reader(settings)
    return ListenerInUse("reader", "words", listener, listener.fingerprint())


def requested(store: Store, text: str = "Nobody came.") -> HearRequest:
    take = keep_take(store, telegraphed(text).samples, text)
    return hear_request(take, text, "en", reader())


def test_what_was_heard_is_found_again_whole(tmp_path: Path) -> None:
    store = Store(tmp_path)
    request = requested(store)
    assert isinstance(find_hearings(store, [request])[request.key], Missing)
    assert keep_hearings(store, [request], [WHOLE]) == [WHOLE]
    assert find_hearings(store, [request, request]) == {request.key: WHOLE}


def test_a_listener_that_hears_no_words_is_not_one_that_hears_none(tmp_path: Path) -> None:
    store = Store(tmp_path)
    one, two = requested(store), requested(store, "It was late.")
    keep_hearings(store, [one, two], [Hearing("f"), Hearing("f", words=())])
    found = find_hearings(store, [one, two])
    assert [hearing.words for hearing in found.values() if isinstance(hearing, Hearing)] == [None, ()]


def test_every_input_of_a_hearing_moves_its_key() -> None:
    base = ("take", "Oh.", "en", "listener")
    others = [("take2", *base[1:]), ("take", "Ah.", *base[2:]), ("take", "Oh.", "ja", "listener"), (*base[:3], "other")]
    assert len({hearing_key(*inputs) for inputs in [base, *others]}) == 5


def test_the_test_listener_reads_what_the_samples_say() -> None:
    text = "“Quite so,” said Zoë; and 3 others."
    heard = Reader({}).hear([Sound(telegraphed(text), text, "en"), Sound(telegraphed("Other."), text, "en")])
    assert heard[0].words is not None
    assert [word.sounds for word in heard[0].words] == [word.sounds for word in heard[0].expected]
    assert heard[0].words[1].text == "so,”"
    assert (heard[0].words[1].start_ms, heard[0].words[1].end_ms) == (20 + 90, 20 + 150)
    assert [word.text for word in heard[1].words or ()] == ["Other."]
    assert Reader({}).hear([Sound(telegraphed(""), text, "en")])[0].words == ()
    assert np.abs(telegraphed(text).samples).max() <= 0.1001
