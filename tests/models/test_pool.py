"""Engine processes: they speak, fail, die, are replaced, and never outlive their parent."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.messages import Batch
from models.pool import PoolSpec, WorkerPool
from models.worker_process import NICENESS
from pipeline.errors import EngineError, WorkerDiedError
from pipeline.records import Take
from pipeline.store import Store
from pipeline.takes import Failure, TakeRequest, VoiceInUse, perform, requests_for
from tests.factories import line, tone_voice


@pytest.fixture
def pool(tmp_path: Path) -> Iterator[WorkerPool]:
    voice = tone_voice(fail_on="XXX").voice
    with WorkerPool({"tone": voice}, str(tmp_path / "store"), tmp_path / "logs", count=2) as made:
        yield made


def requests(*texts: str, voice: VoiceInUse | None = None) -> list[TakeRequest]:
    voice = voice or tone_voice(fail_on="XXX")
    return [request for request in requests_for([line(text) for text in texts], {"tone": voice}, ()) if request]


def test_a_batch_comes_back_in_order_and_lies_in_the_store(pool: WorkerPool, tmp_path: Path) -> None:
    takes = pool.perform(requests("One.", "Two, two.", "Three, three, three."))
    assert all(isinstance(take, Take) for take in takes)
    store = Store(tmp_path / "store")
    lengths = [take.samples for take in takes if isinstance(take, Take) and store.read(take.digest)]
    assert lengths == sorted(lengths)
    assert len(set(lengths)) == 3


def test_several_devices_share_a_batch(tmp_path: Path) -> None:
    voice = tone_voice()
    texts = [f"Line {'x' * n}." for n in (9, 1, 30, 4, 17)]
    with WorkerPool({"tone": voice.voice}, str(tmp_path / "store"), tmp_path / "logs", devices=["0", "1"]) as pool:
        takes = pool.perform(requests(*texts, voice=voice))
    lengths = [take.samples for take in takes if isinstance(take, Take)]
    assert [sorted(lengths).index(n) for n in lengths] == [2, 0, 4, 1, 3]  # in their places
    assert len(list((tmp_path / "logs").glob("worker-*.log"))) == 2


def test_a_line_that_fails_fails_alone(pool: WorkerPool) -> None:
    one, two, three = pool.perform(requests("One.", "Two XXX.", "Three."))
    assert isinstance(one, Take)
    assert isinstance(three, Take)
    assert isinstance(two, Failure)
    assert "told to fail" in two.why


@pytest.mark.parametrize("trouble", ["raise_on", "die_on"])
def test_a_line_that_breaks_its_batch_is_found_by_halving(tmp_path: Path, trouble: str) -> None:
    voice = tone_voice(**{trouble: "XXX"})
    batch = requests(*(f"Line {n}." for n in range(6)), "Line XXX.", voice=voice)
    with WorkerPool({"tone": voice.voice}, str(tmp_path / "store"), tmp_path / "logs") as pool:
        with pytest.raises(EngineError if trouble == "raise_on" else WorkerDiedError):
            pool.perform(batch)
        said = perform(pool, batch)
    assert [isinstance(item, Take) for item in said] == [True] * 6 + [False]
    assert isinstance(said[6], Failure)


def test_a_worker_that_was_killed_is_replaced(pool: WorkerPool) -> None:
    pool.perform(requests("One."))
    for slot in pool._slots:
        if slot:
            slot._process.kill()
            slot._process.wait()
    assert isinstance(perform(pool, requests("Two."))[0], Take)


def test_a_worker_that_was_killed_before_it_was_written_to_can_be_stopped(tmp_path: Path) -> None:
    """What could not be sent stays in the pipe's buffer, and closing would send it again."""
    with WorkerPool({"tone": tone_voice().voice}, str(tmp_path / "s"), tmp_path / "logs") as pool:
        pool.perform(requests("One."))
        (worker,) = pool._slots
        assert worker
        worker._process.kill()
        worker._process.wait()
        worker._send(Batch(0, ()))


def test_a_silent_worker_is_stopped_and_said_to_be(tmp_path: Path) -> None:
    voices = {"tone": tone_voice().voice}
    with (
        WorkerPool(voices, str(tmp_path / "s"), tmp_path / "logs", first_timeout_s=0.0) as pool,
        pytest.raises(WorkerDiedError, match="said nothing for 0 s"),
    ):
        pool.perform(requests("One."))


def test_a_line_that_hangs_costs_two_silences_and_fails_alone(tmp_path: Path) -> None:
    """One for the lines that were begun with it, one for itself; what was spoken before is not spoken again."""
    voice = tone_voice(hang_on="XXX")
    texts = [*(f"Line {n}." for n in range(18)), "Line XXX.", *(f"Line {n}." for n in range(18, 24))]
    began = time.monotonic()
    with WorkerPool({"tone": voice.voice}, str(tmp_path / "store"), tmp_path / "logs", first_timeout_s=4.0) as pool:
        said = perform(pool, requests(*texts, voice=voice))
        assert isinstance(pool._slots[0], object)
    assert [isinstance(one, Take) for one in said] == [True] * 18 + [False] + [True] * 6
    assert isinstance(said[18], Failure)
    assert "said nothing for" in said[18].why
    assert time.monotonic() - began < 4 * 2 * 2 + 25  # not the 6 silences and more of halving


def test_an_engine_that_is_slow_but_alive_is_not_killed(tmp_path: Path) -> None:
    """Two batches wait in one worker: the second is not silent while the first is spoken."""
    from concurrent.futures import ThreadPoolExecutor

    voice = tone_voice(slow_s=0.12)
    with (
        WorkerPool({"tone": voice.voice}, str(tmp_path / "store"), tmp_path / "logs", first_timeout_s=2.5) as pool,
        ThreadPoolExecutor(2) as threads,
    ):
        batches = [requests(*(f"Batch {b}, line {n}." for n in range(20)), voice=voice) for b in range(2)]
        said = list(threads.map(pool.perform, batches))
    assert all(isinstance(one, Take) for batch in said for one in batch)


def test_engines_that_end_before_they_speak_are_no_lines_fault(tmp_path: Path) -> None:
    voice = tone_voice(die_on="e")  # in every line
    texts = [f"Line {n}." for n in range(40)]
    with (
        WorkerPool({"tone": voice.voice}, str(tmp_path / "store"), tmp_path / "logs") as pool,
        pytest.raises(WorkerDiedError),
    ):
        perform(pool, requests(*texts, voice=voice))


def test_what_a_dead_worker_had_kept_is_not_spoken_again(tmp_path: Path) -> None:
    voice = tone_voice(die_on="XXX")
    batch = requests(*(f"Line {n}, {'x' * n}." for n in range(24)), "Line XXX.", voice=voice)
    with WorkerPool({"tone": voice.voice}, str(tmp_path / "store"), tmp_path / "logs") as pool:
        with pytest.raises(WorkerDiedError) as died:
            pool.perform(batch)
        assert died.value.suspects == (batch[24].key,)
        before = {path: path.stat().st_ino for path in (tmp_path / "store" / "objects").iterdir()}
        assert 8 <= len(before) <= 24  # those of the first lines at least, whichever the disk was at
        assert sum(isinstance(one, Take) for one in perform(pool, batch)) == 24
        assert all(path.stat().st_ino == inode for path, inode in before.items())


@pytest.mark.parametrize(
    ("count", "devices", "processes"), [(8, ("0",), 1), (8, ("0", "1"), 2), (2, (), 2), (1, ("3",), 1)]
)
def test_there_is_one_process_a_device(tmp_path: Path, count: int, devices: tuple[str, ...], processes: int) -> None:
    spec = PoolSpec.of({"tone": tone_voice().voice}, str(tmp_path / "s"), tmp_path, count, devices)
    assert spec.capacity == 2 * processes
    with WorkerPool({"tone": tone_voice().voice}, str(tmp_path / "s"), tmp_path, count=count, devices=devices) as pool:
        assert len(pool._slots) == processes


def test_a_worker_that_grew_too_large_is_recycled_between_batches(tmp_path: Path) -> None:
    with WorkerPool({"tone": tone_voice().voice}, str(tmp_path / "s"), tmp_path / "logs", memory_limit_mb=1) as pool:
        pool.perform(requests("One."))
        assert pool._slots == [None]
        assert isinstance(pool.perform(requests("Two."))[0], Take)


@pytest.mark.parametrize(("devices", "niceness"), [((), NICENESS), (("0",), 0)])
def test_engines_on_the_cpu_give_way_and_those_that_feed_a_device_do_not(
    tmp_path: Path, devices: tuple[str, ...], niceness: int
) -> None:
    with WorkerPool({"tone": tone_voice().voice}, str(tmp_path / "s"), tmp_path / "logs", devices=devices) as pool:
        pool.perform(requests("One."))
        (worker,) = pool._slots
        assert worker
        mine = os.getpriority(os.PRIO_PROCESS, 0)
        assert os.getpriority(os.PRIO_PROCESS, worker._process.pid) == min(19, mine + niceness)


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's leash is Linux's")
def test_an_engine_that_hangs_in_native_code_leaves_with_its_parent(tmp_path: Path) -> None:
    """It holds the interpreter, so that no thread of its own can hear the end of stdin."""
    code = """if True:
        import sys, threading, time
        from pathlib import Path
        from models.pool import PoolSpec, _POOLS
        from tests.models.test_pool import requests
        from tests.factories import tone_voice
        voice = tone_voice(hang_on="XXX")
        spec = PoolSpec.of({"tone": voice.voice}, sys.argv[1] + "/store", Path(sys.argv[1]), 1)
        spec.perform(requests("One.", voice=voice))
        threading.Thread(target=spec.perform, args=(requests("Two XXX.", voice=voice),), daemon=True).start()
        worker = _POOLS[spec]._slots[0]
        while worker._timer.in_progress(2) == (0, 0):
            time.sleep(0.01)
        print(worker._process.pid, flush=True)
        sys.stdin.read()
    """
    _gone_with_its_parent(code, tmp_path)


def test_workers_leave_when_their_parent_is_killed(tmp_path: Path) -> None:
    code = """if True:
        import sys
        from pathlib import Path
        from models.pool import PoolSpec, _POOLS
        from tests.models.test_pool import requests
        from tests.factories import tone_voice
        spec = PoolSpec.of({"tone": tone_voice(fail_on="XXX").voice}, sys.argv[1] + "/store", Path(sys.argv[1]), 1)
        spec.perform(requests("One."))
        print(_POOLS[spec]._slots[0]._process.pid, flush=True)
        sys.stdin.read()
    """
    _gone_with_its_parent(code, tmp_path)


def _gone_with_its_parent(code: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", code, str(tmp_path)]
    parent = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert parent.stdout
    child = int(parent.stdout.readline())
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    deadline = time.monotonic() + 20
    while _alive(child) and time.monotonic() < deadline:
        os.sched_yield()
    assert not _alive(child)


def _alive(pid: int) -> bool:
    try:
        # A zombie is dead; its reaper (init in a container) may be slow.
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_pool_travels_as_a_description(tmp_path: Path) -> None:
    import pickle

    spec = PoolSpec.of({"tone": tone_voice(fail_on="XXX").voice}, str(tmp_path / "store"), tmp_path, 1)
    there: PoolSpec = pickle.loads(pickle.dumps(spec))
    assert there == spec
    assert isinstance(there.perform(requests("One."))[0], Take)
    there.close()
