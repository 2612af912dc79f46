"""Chapters: the timeline to the sample, the level, memory, and what is legal."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from pipeline.errors import DamagedError, RefusedError
from pipeline.manifests import Spec, read_yaml
from pipeline.masters import book_gain, book_needs, find_gain, find_master, make_master
from pipeline.records import Missing, Take
from pipeline.store import Store
from tests.factories import keep_take
from tests.pipeline.audio.test_audio import RATE, reference_lufs, reference_true_peak, speech

ROOT = Path(__file__).parents[3]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


@pytest.fixture(scope="module")
def acx() -> Spec:
    return read_yaml(ROOT / "configs/specs/acx.yaml", Spec)


def level_of(spec: Spec, **changes: object) -> Spec:
    return spec.model_copy(update={"level": spec.level.model_copy(update=changes)})


def takes(store: Store, count: int = 6) -> list[Take]:
    return [keep_take(store, speech(2.0 + n % 3, seed=n, level=0.2 + 0.1 * (n % 4)), f"take {n}") for n in range(count)]


def test_the_timeline_is_exact_and_pauses_are_silence(store: Store, acx: Spec) -> None:
    made = takes(store)
    pauses = [400, 150, 800, 0, 400, 0]
    acx = level_of(acx, room_tone_db=None)
    master = make_master(store, made, pauses, acx, 3.0)
    sound, rate = soundfile.read(store.file(master.digest), dtype="float32")
    assert rate == RATE
    assert len(sound) == master.samples
    assert master.timeline[0][0] == acx.pauses.head * RATE // 1000
    assert master.samples - master.timeline[-1][1] == acx.pauses.tail * RATE // 1000
    for (_, end), (start, _), pause in zip(master.timeline, master.timeline[1:], pauses, strict=False):
        assert start - end == pause * RATE // 1000
        assert not sound[end:start].any()
    for first, last in master.timeline:
        assert np.abs(sound[first:last]).max() > 0.05
        assert abs(sound[first]) < 1e-3  # faded in
        assert abs(sound[last - 1]) < 1e-3


def test_a_book_at_its_gain_meets_the_spec_and_no_peak_passes_the_ceiling(store: Store, acx: Spec) -> None:
    made = takes(store, 12)
    gain = book_gain(store, made, acx)
    assert find_gain(store, made, acx) == gain
    master = make_master(store, made, [400] * 12, acx, gain)
    sound, _ = soundfile.read(store.file(master.digest), dtype="float32")
    assert abs(reference_lufs(sound) - acx.level.integrated_lufs) < 0.5
    assert abs(master.levels.integrated_lufs - reference_lufs(sound)) < 0.1
    assert 20 * np.log10(reference_true_peak(sound)) < acx.level.true_peak_dbtp + 0.05
    assert abs(master.levels.true_peak_dbtp - 20 * np.log10(reference_true_peak(sound))) < 0.3
    assert book_needs(store, [master], acx, gain) is None
    quiet = make_master(store, made, [400] * 12, acx, gain - 2)
    needed = book_needs(store, [quiet], acx, gain - 2)
    assert needed is not None
    assert abs(needed - gain) < 0.7


def test_a_master_is_found_again_and_every_input_moves_it(store: Store, acx: Spec) -> None:
    made = takes(store, 3)
    assert find_master(store, made, [1, 2, 3], acx, 0.0) == Missing("not made yet")
    master = make_master(store, made, [1, 2, 3], acx, 0.0)
    assert find_master(store, made, [1, 2, 3], acx, 0.0) == master
    level = level_of(acx, true_peak_dbtp=-3.0)
    head = acx.model_copy(update={"pauses": acx.pauses.model_copy(update={"head": 751})})
    for other in ((made[::-1], [1, 2, 3], acx, 0.0), (made, [1, 2, 4], acx, 0.0), (made, [1, 2, 3], acx, 0.01),
                  (made, [1, 2, 3], level, 0.0), (made, [1, 2, 3], head, 0.0)):  # fmt: skip
        assert find_master(store, *other) == Missing("not made yet")


def test_lines_without_audio_and_chapters_without_sound_are_legal(store: Store, acx: Spec) -> None:
    one = takes(store, 1)[0]
    empty = keep_take(store, np.zeros(0, np.float32), "nothing")
    master = make_master(store, [None, one, empty, None], [400, 400, 400, 0], acx, 0.0)
    assert [last - first > 0 for first, last in master.timeline] == [False, True, False, False]
    silent = make_master(store, [None], [0], acx, 0.0)
    assert silent.timeline[0][0] == silent.timeline[0][1]
    assert silent.levels.integrated_lufs == -200.0
    assert book_gain(store, [empty], acx) == 0.0


def test_a_damaged_take_is_said_and_set_aside(store: Store, acx: Spec) -> None:
    made = takes(store, 2)
    path = store.objects / made[1].digest
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(DamagedError, match="does not match its digest"):
        make_master(store, made, [1, 1], acx, 0.0)
    assert not list((store.root / "making").iterdir())


def test_takes_of_different_rates_are_refused(store: Store, acx: Spec) -> None:
    other = keep_take(store, speech(), "other", rate=32_000)
    with pytest.raises(RefusedError, match="24000, 32000 Hz"):
        make_master(store, [*takes(store, 1), other], [1, 1], acx, 0.0)


def test_memory_does_not_grow_with_the_chapter(tmp_path: Path) -> None:
    code = """if True:
        import resource, sys
        from pathlib import Path
        from pipeline.manifests import Spec, read_yaml
        from pipeline.masters import make_master
        from pipeline.delivery import Encoding, encode
        from pipeline.delivery.encoding.codec import AAC
        from pipeline.store import Store
        from tests.factories import keep_take
        from tests.pipeline.audio.test_audio import speech
        store = Store(sys.argv[1])
        one = keep_take(store, speech(10.0), "one")
        acx = read_yaml(Path("configs/specs/acx.yaml"), Spec)
        count = int(sys.argv[2])
        master = make_master(store, [one] * count, [400] * count, acx, 0.0)
        encode(store, master, Encoding(AAC, 64_000))
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    """
    peaks = [
        float(
            subprocess.run(
                [sys.executable, "-c", code, str(tmp_path / str(n)), str(n)],
                cwd=ROOT,
                check=True,
                capture_output=True,
                text=True,
            ).stdout
        )
        for n in (6, 60)
    ]
    assert peaks[1] - peaks[0] < 12, peaks  # 10 minutes of float32 are 58 MB
