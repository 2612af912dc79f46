"""Listener processes: they hear batches, and a take on which one raises, dies or hangs costs no other."""

import pickle
import time
from pathlib import Path
from typing import Any

import pytest

from models import ListenerRecord
from models.pool import PoolSpec, WorkerPool
from pipeline.errors import EngineError, WorkerDiedError
from pipeline.hearing import HearRequest, ListenerInUse, find_hearings, hear, hear_request
from pipeline.listener import Hearing
from pipeline.store import Store
from pipeline.takes import Failure
from tests.factories import keep_take
from tests.models.telegraph import Reader, telegraphed


def record(**settings: Any) -> dict[str, ListenerRecord]:
    return {"reader": ListenerRecord("tests.models.telegraph:Reader", ("words",), settings=settings)}


def requests(store: Store, *texts: str, said: str = "") -> list[HearRequest]:
    """Requests to hear takes of these texts, which say them, or what is said instead."""
    used = ListenerInUse("reader", "words", Reader({}), Reader({}).fingerprint())
    return [
        hear_request(keep_take(store, telegraphed(said or text).samples, said or text), text, "en", used)
        for text in texts
    ]


def said(hearing: Hearing | Failure) -> str:
    assert isinstance(hearing, Hearing)
    return " ".join(word.text for word in hearing.words or ())


def test_a_batch_is_heard_in_order_and_kept(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    texts = [f"Line {'x' * (7 * n % 5)} {n}." for n in range(20)]  # more than one part
    asked = requests(store, *texts) + requests(store, "It was late.", said="It was very late.")
    with WorkerPool({}, str(store.root), tmp_path / "logs", count=2, listeners=record()) as pool:
        heard = pool.hear(asked)
    assert [said(one) for one in heard] == [" ".join(text.split()) for text in texts] + ["It was very late."]
    assert list(find_hearings(store, asked).values()) == heard
    assert [path.name for path in (tmp_path / "logs").iterdir()] == ["listener-0.log"]


def test_several_devices_share_a_batch(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    texts = [f"Line {'x' * n}." for n in (9, 1, 30, 4, 17)]
    with WorkerPool({}, str(store.root), tmp_path / "logs", devices=["0", "1"], listeners=record()) as pool:
        assert [said(one) for one in pool.hear(requests(store, *texts))] == texts
    assert len(list((tmp_path / "logs").glob("listener-*.log"))) == 2


@pytest.mark.parametrize("trouble", ["raise_on", "die_on"])
def test_a_take_that_breaks_its_batch_is_not_heard_and_says_why(tmp_path: Path, trouble: str) -> None:
    store = Store(tmp_path / "store")
    asked = requests(store, *(f"Line {n}." for n in range(18)), "Line XXX.")
    with WorkerPool({}, str(store.root), tmp_path / "logs", listeners=record(**{trouble: "XXX"})) as pool:
        with pytest.raises(EngineError if trouble == "raise_on" else WorkerDiedError):
            pool.hear(asked)
        *others, last = hear(Described(pool), asked)
    assert [said(one) for one in others] == [f"Line {n}." for n in range(18)]
    assert isinstance(last, Failure)
    assert ("told to raise" if trouble == "raise_on" else "a listener's process ended with code 9") in last.why


def test_a_take_on_which_a_listener_hangs_is_not_heard(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    asked = requests(store, "Line 1.", "Line XXX.", "Line 2.")
    began = time.monotonic()
    with WorkerPool(
        {}, str(store.root), tmp_path / "logs", listeners=record(hang_on="XXX"), first_timeout_s=3.0
    ) as pool:
        one, other, two = hear(Described(pool), asked)
    assert (said(one), said(two)) == ("Line 1.", "Line 2.")
    assert isinstance(other, Failure)
    assert "a listener said nothing for" in other.why
    assert time.monotonic() - began < 30


def test_listeners_that_end_before_they_hear_are_no_takes_fault(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    asked = requests(store, *(f"Line {n}." for n in range(40)))
    with (
        WorkerPool({}, str(store.root), tmp_path / "logs", listeners=record(die_on="L")) as pool,
        pytest.raises(WorkerDiedError),
    ):
        hear(Described(pool), asked)


def test_a_pool_of_listeners_travels_as_a_description(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    spec = PoolSpec.of_listeners(["reader"], str(store.root), tmp_path / "logs", 3, listeners=record(role="words"))
    there: PoolSpec = pickle.loads(pickle.dumps(spec))
    assert there == spec
    assert there.capacity == 6
    assert [said(one) for one in hear(there, requests(store, "Nobody came."))] == ["Nobody came."]
    there.close()


class Described:
    """A pool as productions see it."""

    capacity = 2

    def __init__(self, pool: WorkerPool):
        self.hear = pool.hear
