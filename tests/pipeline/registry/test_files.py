"""Files of voices: kept once by digest, fetched once to each machine, bounded, and whole."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from pipeline.errors import DamagedError, VoiceError
from pipeline.manifests import Voice, bare
from pipeline.manifests.gate import gate_files
from pipeline.registry import cache as caching
from pipeline.registry.cache import VoiceCache
from pipeline.registry.files import keep_files, localised, sizes, with_paths
from pipeline.registry.records import StoredFile
from pipeline.store import Store, digest_of_file
from tests.shelf import elsewhere

MEGABYTE = 1 << 20


class Counting(Store):
    """A store that counts what is fetched from it."""

    def __init__(self, root: str):
        super().__init__(root)
        self.fetched: Counter[str] = Counter()

    def copy(self, digest: str, to: Path) -> None:
        self.fetched[digest] += 1
        super().copy(digest, to)


@pytest.fixture(params=["a folder", "elsewhere"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Counting:
    return Counting(str(tmp_path / "store") if request.param == "a folder" else elsewhere(tmp_path))


def voice(repo: Path, number: int = 1) -> Voice:
    """A voice with weights of its own and a folder that it shares with others."""
    for name, text in {"w.safetensors": f"weights {number}", "base/a/1.bin": "one", "base/2.bin": "two"}.items():
        (repo / name).parent.mkdir(parents=True, exist_ok=True)
        (repo / name).write_text(text)
    settings = {"gpt_path": "w.safetensors", "pretrained_folder": "base", "unused_path": "", "speed": 1.0}
    return Voice(engine="x", version=number, languages=("en",), settings=settings, room_tone="base/2.bin")


def another_process(cache: VoiceCache) -> None:
    """From now on this process is as one that has fetched nothing."""
    import os

    for key in [key for key in caching._HELD if key[0].startswith(str(cache.folder))]:
        os.close(caching._HELD.pop(key))


def test_two_machines_fetch_each_file_once(store: Counting, tmp_path: Path) -> None:
    one = voice(tmp_path / "repo")
    files = keep_files(one, tmp_path / "repo", store)
    assert [(f.setting, f.name, f.of_folder) for f in files] == [
        ("gpt_path", "w.safetensors", False),
        ("pretrained_folder", "2.bin", True),
        ("pretrained_folder", "a/1.bin", True),
        ("room_tone", "2.bin", False),
    ]
    for machine in ("first", "second"):
        cache = VoiceCache(tmp_path / machine, 100 * MEGABYTE)
        assert sizes(files, cache) == (18, 18)
        store.fetched.clear()
        with ThreadPoolExecutor(20) as threads:
            outcome = list(threads.map(partial(localised, one, files, cache), [store] * 20))
        assert sum(store.fetched.values()) == len(files)
        assert sizes(files, cache)[1] == 0
        found = outcome[0]
        assert Path(found.settings["gpt_path"]).read_text() == "weights 1"
        assert Path(found.settings["gpt_path"]).name == "w.safetensors"
        assert (Path(found.settings["pretrained_folder"]) / "a" / "1.bin").read_text() == "one"
        assert Path(found.room_tone).read_text() == "two"
        assert found.settings["unused_path"] == ""
        assert str(found.settings["gpt_path"]).startswith(str(tmp_path / machine))


FETCH = """
import sys
from pathlib import Path
from pipeline.registry.cache import VoiceCache
from pipeline.registry.records import StoredFile
from pipeline.store import Store
class Told(Store):
    def copy(self, digest, to):
        print("fetched", flush=True)
        super().copy(digest, to)
root, cache, digest, size = sys.argv[1:]
print(sys.stdin.readline().strip(), flush=True)
VoiceCache(Path(cache), 1 << 30).bring([StoredFile("w_path", "w.bin", digest, int(size))], Told(root))
"""


def test_processes_of_one_machine_fetch_a_file_once(tmp_path: Path) -> None:
    (tmp_path / "w.bin").write_bytes(b"x" * 20 * MEGABYTE)
    one = Voice(engine="x", version=1, languages=("en",), settings={"w_path": "w.bin"})
    (file,) = keep_files(one, tmp_path, Store(tmp_path / "store"))
    command = [sys.executable, "-c", FETCH, str(tmp_path / "store"), str(tmp_path / "c"), file.digest, str(file.size)]
    processes = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    told = [process.communicate(timeout=60)[0].split() for process in processes]
    assert all(process.returncode == 0 for process in processes)
    assert sorted(told) == [["go"], ["go"], ["go"], ["go", "fetched"]]


def test_a_damaged_copy_is_found_by_its_digest_and_fetched_again(store: Counting, tmp_path: Path) -> None:
    one = voice(tmp_path / "repo")
    files = keep_files(one, tmp_path / "repo", store)
    cache = VoiceCache(tmp_path / "machine", 100 * MEGABYTE)
    path = Path(localised(one, files, cache, store).settings["gpt_path"])
    path.write_text("weights 2")  # as long as it was
    store.fetched.clear()
    another_process(cache)
    assert localised(one, files, cache, store).settings["gpt_path"] == str(path)
    assert path.read_text() == "weights 1"
    assert sum(store.fetched.values()) == 1
    path.unlink()
    assert localised(one, files, cache, store)
    assert path.read_text() == "weights 1"


def test_a_store_whose_copy_is_damaged_says_so_and_takes_it_again(store: Counting, tmp_path: Path) -> None:
    one = voice(tmp_path / "repo")
    files = keep_files(one, tmp_path / "repo", store)
    (store.objects / files[0].digest).write_bytes(b"weights 2")
    cache = VoiceCache(tmp_path / "machine", 100 * MEGABYTE)
    with pytest.raises(
        DamagedError, match=r"w.safetensors \(gpt_path\) cannot be fetched .* does not match its digest"
    ):
        localised(one, files, cache, store)
    assert not list((tmp_path / "machine").rglob("*.part"))
    assert keep_files(one, tmp_path / "repo", store) == files
    assert localised(one, files, cache, store)


def test_what_was_used_longest_ago_goes_first_and_nothing_in_use(tmp_path: Path) -> None:
    store, cache = Counting(str(tmp_path / "store")), VoiceCache(tmp_path / "machine", 25)
    parts: list[list[StoredFile]] = []
    for number in range(4):
        (tmp_path / "w.bin").write_text(f"ten bytes{number}")
        one = Voice(engine="x", version=1, languages=("en",), settings={"w_path": "w.bin"})
        parts.append(list(keep_files(one, tmp_path, store)))
    cache.bring(parts[0], store)
    cache.bring(parts[1], store)
    cache.bring(parts[2], store)  # beyond the bound, and all of them are in this process's hands
    assert all(cache.has(part) for part in parts[:3])
    another_process(cache)
    cache.bring(parts[0], store)  # used again: now the second is the oldest
    assert not cache.has(parts[1])
    another_process(cache)
    cache.bring(parts[3], store)
    assert [cache.has(part) for part in parts] == [True, False, False, True]
    assert sum(path.stat().st_size for path in cache.folder.rglob("*.bin")) <= 25


def test_files_that_are_missing_or_the_system_s_are_refused(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    lost = Voice(engine="x", version=1, languages=("en",), settings={"w_path": "lost.bin"})
    with pytest.raises(VoiceError, match=r"w_path: .*lost\.bin does not exist"):
        keep_files(lost, tmp_path, store)
    (tmp_path / "link").symlink_to("/etc/hostname")
    for named in ("/etc/passwd", "link"):
        stolen = Voice(engine="x", version=1, languages=("en",), settings={"w_path": named})
        with pytest.raises(VoiceError, match="which no voice may name"):
            keep_files(stolen, tmp_path, store)
    assert with_paths(lost, tmp_path).settings == {"w_path": str(tmp_path / "lost.bin")}


def test_gate_files_and_credits_know_a_voice_by_its_own_name(tmp_path: Path) -> None:
    names = [path.name for path in gate_files("ann@3", "en-GB", tmp_path)]
    assert list(dict.fromkeys(names)) == [
        "ann@3.en-GB.yaml",
        "ann@3.en.yaml",
        "ann.en-GB.yaml",
        "ann.en.yaml",
        "en-GB.yaml",
        "en.yaml",
    ]
    assert bare("ann@stable") == bare("ann") == "ann"


def test_a_machine_that_is_killed_while_it_fetches(tmp_path: Path) -> None:
    """Its half is not taken for the file, nothing of it stays, and another machine is not disturbed by it."""
    (tmp_path / "w.bin").write_bytes(b"x" * MEGABYTE)
    one = Voice(engine="x", version=1, languages=("en",), settings={"w_path": "w.bin"})
    (file,) = keep_files(one, tmp_path, Store(tmp_path / "store"))

    def started(machine: str, code: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", code, str(tmp_path / "store"), str(tmp_path / machine), file.digest]
        return subprocess.Popen([*command, str(file.size)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    # A store that gives half of the file, says so, and then nothing for as long as nobody asks.
    half = 'to.write_bytes(self.read(digest)[:1000]); print("half", flush=True); sys.stdin.read()'
    slow = FETCH.replace("super().copy(digest, to)", half).replace('print("fetched", flush=True)', "pass")
    killed = started("one", slow)
    assert killed.stdin
    killed.stdin.write("go\n")
    killed.stdin.flush()
    assert killed.stdout
    assert [killed.stdout.readline(), killed.stdout.readline()] == ["go\n", "half\n"]
    assert [path.stat().st_size for path in (tmp_path / "one").rglob(f"*{caching.PART}")] == [1000]
    waiting = [started(machine, FETCH) for machine in ("one", "one", "other")]  # two of them for the lock of the first
    killed.kill()
    told = [process.communicate("go\n", timeout=60)[0].split() for process in waiting]
    killed.communicate()
    assert [process.returncode for process in waiting] == [0, 0, 0]
    assert sorted(told[:2]) == [["go"], ["go", "fetched"]]
    assert told[2] == ["go", "fetched"]
    for machine in ("one", "other"):
        (found,) = (tmp_path / machine).rglob("w.bin")
        assert digest_of_file(found) == file.digest
        assert not list((tmp_path / machine).rglob(f"*{caching.PART}"))
