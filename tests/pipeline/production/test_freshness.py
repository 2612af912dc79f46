"""Fresh means that what lies in the folder is this version; and one format's fault is its own."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pipeline.delivery import FORMATS, distrust
from pipeline.delivery.formats.captions import CAPTIONS
from pipeline.errors import DeliveryError, StoreError
from pipeline.manifests import Lock, read_yaml
from pipeline.production import LOCKED
from tests.factories import write_production
from tests.pipeline.production.test_production import TEXT, make, plan, production_parts, rewrite


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_production(tmp_path, "short", TEXT, deliver="[m4b, captions]", extra="spec: apple-books\n")


def out(path: Path) -> Path:
    return production_parts(path)[0].out


def m4b(path: Path) -> Path:
    return next(out(path).glob("*.m4b"))


def reasons(path: Path) -> list[str]:
    return [f"{stale.what}: {stale.reason}" for stale in plan(path).deliverables]


def test_a_change_that_is_taken_back_is_not_fresh_while_the_changed_book_lies_there(path: Path) -> None:
    first = make(path)
    original = first.deliverables[0].path.read_bytes()
    lock = path.with_name("production.lock.yaml").read_bytes()
    text = path.parent / "short.txt"
    before = text.read_text()
    text.write_text(before.replace("Nobody came.", "Somebody else came, and stayed for an hour."))
    make(path, LOCKED)
    assert m4b(path).read_bytes() != original
    text.write_text(before)
    path.with_name("production.lock.yaml").write_bytes(lock)  # as `git checkout .` does
    planned = plan(path)
    assert not planned.takes
    assert not planned.masters
    assert not planned.fresh
    assert [stale.what for stale in planned.deliverables] == ["m4b", "captions"]
    assert "another version" in planned.deliverables[0].reason
    assert make(path).made == 0
    assert m4b(path).read_bytes() == original
    assert plan(path).fresh


def test_a_pickup_that_is_removed_is_not_fresh_while_its_take_is_heard(path: Path) -> None:
    make(path)
    pickups = path.parent / "pickups.yaml"
    pickups.write_text('pickups: [{text: "Nobody came.", attempt: 1, reason: swallowed}]\n')
    make(path)
    assert plan(path).fresh
    pickups.unlink()
    assert "another version" in reasons(path)[0]
    make(path)
    assert plan(path).fresh


Damage = Callable[[Path], object]
DAMAGES: dict[str, tuple[Damage, str]] = {
    "four bytes": (lambda file: file.write_bytes(b"oops"), "was changed since it was put there"),
    "as long as it was": (lambda file: file.write_bytes(b"x" * file.stat().st_size), "was changed since"),
    "cut off": (lambda file: os.truncate(file, file.stat().st_size // 2), "was changed since"),
    "gone": (lambda file: file.unlink(), "is no longer in"),
    "a folder": (lambda file: (file.unlink(), file.mkdir()), "was changed since"),
    "empty": (lambda file: file.write_bytes(b""), "was changed since"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_file_that_is_not_what_was_put_there_is_not_fresh_and_is_put_right(path: Path, damage: str) -> None:
    make(path)
    whole = m4b(path).read_bytes()
    file = m4b(path)
    change, said = DAMAGES[damage]
    change(file)
    assert [stale.what for stale in plan(path).deliverables] == ["m4b"]
    assert said in reasons(path)[0]
    make(path)
    assert file.read_bytes() == whole
    assert plan(path).fresh


def test_a_copied_folder_is_fresh_for_its_files_are_read(path: Path) -> None:
    make(path)
    folder = out(path)
    shutil.copytree(folder, folder.with_name("copy"), copy_function=shutil.copyfile)  # with new times
    shutil.rmtree(folder)
    folder.with_name("copy").rename(folder)
    assert plan(path).fresh


@pytest.mark.parametrize("name", ["provenance.json", "report.html"])
def test_what_goes_with_the_files_is_missed(path: Path, name: str) -> None:
    make(path)
    (out(path) / name).unlink()
    assert reasons(path) == [f"{name}: it is no longer in {out(path)}; it is written again"]
    make(path)
    assert (out(path) / name).exists()
    assert plan(path).fresh


def test_a_lock_that_is_missing_is_missed(path: Path) -> None:
    make(path)
    path.with_name("production.lock.yaml").unlink()
    assert "nothing fixes" in reasons(path)[0]
    make(path)
    assert plan(path).fresh


def test_a_format_that_is_no_longer_asked_for_goes_when_the_book_changes_and_not_before(path: Path) -> None:
    make(path)
    rewrite(path, "[m4b, captions]", "[m4b]")
    assert plan(path).fresh
    make(path)
    assert list((out(path) / "captions").iterdir())
    rewrite(path.parent / "short.txt", "Nobody came.", "Somebody came.")
    make(path, LOCKED)
    assert not (out(path) / "captions").exists()


def test_rot_that_keeps_size_and_time_is_found_when_files_are_read(path: Path) -> None:
    make(path)
    file = m4b(path)
    whole, when = file.read_bytes(), file.stat().st_mtime_ns
    assert distrust(out(path)) == []
    file.write_bytes(whole[:500] + bytes([whole[500] ^ 1]) + whole[501:])
    os.utime(file, ns=(when, when))
    assert plan(path).fresh  # nothing that a stat shows
    assert distrust(out(path)) == [file.name]
    assert "was changed since" in reasons(path)[0]
    make(path)
    assert file.read_bytes() == whole


def test_a_file_system_without_locks_is_told_apart_from_another_run(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno
    import fcntl

    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    with pytest.raises(StoreError, match="keeps no locks"):
        make(path)


# ---------------------------------------------------------------- formats fail alone


@pytest.fixture
def raising(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Exception], None]:
    """Adds a format that is like captions until it is built."""

    def add(form: str, error: Exception) -> None:
        def build(*_: Any) -> Any:
            raise error

        module = ModuleType(f"raising_{form}")
        module.FORMAT = replace(CAPTIONS, name=form, build=build)  # type: ignore[attr-defined]
        monkeypatch.setitem(FORMATS, form, f"raising_{form}:FORMAT")
        monkeypatch.setitem(sys.modules, f"raising_{form}", module)

    return add


ERRORS = {
    "of ours": (DeliveryError("no line was found"), DeliveryError, "no line was found"),
    "of a library": (ZeroDivisionError("float division"), DeliveryError, "ZeroDivisionError: float division"),
    "of the machine": (StoreError("the disk is full"), StoreError, "the disk is full"),
}


@pytest.mark.parametrize("case", ERRORS)
@pytest.mark.parametrize("order", ["[bad, m4b, captions]", "[m4b, bad, captions]", "[m4b, captions, bad]"])
def test_a_format_that_raises_keeps_no_other_back(
    path: Path, raising: Callable[[str, Exception], None], case: str, order: str
) -> None:
    error, kind, said = ERRORS[case]
    raising("bad", error)
    rewrite(path, "[m4b, captions]", order)
    with pytest.raises(kind, match=said):
        make(path)
    folder = out(path)
    assert m4b(path).stat().st_size > 1000
    assert len(list((folder / "captions").iterdir())) == 3
    assert (folder / "provenance.json").exists()
    assert "d-017" in (folder / "report.json").read_text()
    assert read_yaml(path.with_name("production.lock.yaml"), Lock).gain_db is not None
    assert [stale.what for stale in plan(path).deliverables] == ["bad"]


def test_two_formats_that_raise_are_both_told(path: Path, raising: Callable[[str, Exception], None]) -> None:
    raising("bad", KeyError("x"))
    raising("worse", DeliveryError("no sound"))
    rewrite(path, "[m4b, captions]", "[bad, m4b, worse]")
    with pytest.raises(
        DeliveryError, match=r"(?s)bad could not be made: KeyError: 'x'.*worse could not be made: no sound"
    ):
        make(path)
    assert m4b(path).exists()


def test_a_codec_that_its_encoder_refuses_costs_its_own_format_alone(path: Path) -> None:
    """LAME knows 16 kHz and a few rates more: with another, the encoder does not open."""
    rewrite(path, "[m4b, captions]", "[mp3, m4b]")
    specs = path.parents[3] / "configs" / "specs"
    specs.mkdir(parents=True)
    source = Path(__file__).parents[3] / "configs" / "specs" / "apple-books.yaml"
    (specs / "odd.yaml").write_text(source.read_text().replace("rates:\n", "rates:\n  mp3_sample_rate_hz: 1000000\n"))
    rewrite(path, "spec: apple-books", "spec: odd")
    with pytest.raises(DeliveryError, match="mp3 could not be made"):
        make(path)
    assert m4b(path).exists()
    assert (out(path) / "report.json").exists()


# ---------------------------------------------------------------- what a plan says, and what a change costs


def test_a_changed_pause_of_scenes_makes_the_chapter_with_scenes_again_and_no_other(tmp_path: Path) -> None:
    scene = "* * *\n\n"
    text = "".join(
        f"CHAPTER {n}\n\nIt was the {n}th day of the march.\n\n{scene if n == 3 else ''}Nobody came.\n\n"
        for n in range(1, 6)
    )
    path = write_production(tmp_path, "short", text, extra="spec: mine\n")
    specs = path.parents[3] / "configs" / "specs"
    specs.mkdir(parents=True)
    shipped = Path(__file__).parents[3] / "configs" / "specs" / "apple-books.yaml"
    (specs / "mine.yaml").write_text(shipped.read_text())
    make(path)
    rewrite(path.parent / "short.txt", "the 2th day", "the second day")  # among the lines that set the level
    make(path, LOCKED)
    rewrite(specs / "mine.yaml", "scene: 2200", "scene: 2500")
    assert [stale.what for stale in plan(path).masters] == ["CHAPTER 3"]
    make(path, LOCKED)
    assert plan(path).fresh
    rewrite(specs / "mine.yaml", "integrated_lufs: -20.0", "integrated_lufs: -18.0")
    assert len(plan(path).masters) == 5
    assert "level is not set yet" in plan(path).masters[0].reason


def test_a_changed_cover_makes_only_what_shows_it(tmp_path: Path) -> None:
    path = write_production(tmp_path, "short", TEXT, deliver="[m4b, captions]", extra="cover: cover.svg\n")
    cover = path.parent / "cover.svg"
    cover.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"/>')
    make(path)
    cover.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 30"/>')
    assert [stale.what for stale in plan(path).deliverables] == ["m4b"]
