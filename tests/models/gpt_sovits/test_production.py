"""A whole production with a random voice of full architecture: noise, but every path runs, from YAML to deliverable."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

pytest.importorskip("torch", reason="GPT-SoVITS needs PyTorch: pip install 'voicepress[gpt-sovits]'")
pytest.importorskip("transformers", reason="GPT-SoVITS needs it: pip install 'voicepress[gpt-sovits]'")

from flows.repo import Repo
from models import ENGINES
from pipeline.production import produce
from tests.factories import write_production

pytestmark = pytest.mark.skipif("gpt-sovits" not in ENGINES, reason="gpt-sovits is not registered in models.ENGINES")
ROOT = Path(__file__).parents[3]
TEXT = (
    "CHAPTER I\n\nIt is a truth universally acknowledged. However little known the feelings of such a man may be! "
    "“My dear Mr. Bennet,” said his lady to him one day.\n\nCHAPTER II\n\nYes. Mr. Bennet was among the earliest.\n"
)


def with_voice(repo: Path, random_voice: dict[str, Any], slug: str) -> Path:
    """A production in `repo` whose narrator is the random voice, which lies in the repo too, by relative paths."""
    path = write_production(repo, slug, TEXT)
    path.write_text(path.read_text("utf-8") + "gate: off\n", "utf-8")  # random weights make noise
    shutil.copytree(Path(random_voice["gpt_path"]).parent, repo / "voices" / "random", dirs_exist_ok=True)
    manifest = repo / "manifests" / "voices" / "narrator.yaml"
    inside = {
        key: f"voices/random/{Path(value).name}" if key.endswith(("_path", "_folder")) else value
        for key, value in random_voice.items()
    }
    manifest.write_text(
        yaml.safe_dump(
            {
                "engine": "gpt-sovits",
                "version": 1,
                "languages": ["en"],
                "seed": 11,
                "settings": {**inside, "languages": ["en"]},
                "consent": {"kind": "own-voice", "of": "nobody", "uses": ["audiobook"]},
            }
        ),
        "utf-8",
    )
    return path


@contextmanager
def press(path: Path) -> Iterator[Callable[[], Any]]:
    """What makes the book, as often as it is called: one worker, for it takes seconds to start."""
    repo = Repo.at(path, "store", 1)
    job = repo.load(path)
    with repo.runtime(job) as runtime:
        yield lambda: produce(repo.load(path), runtime)


def test_a_book_is_produced_found_again_and_resumed(tmp_path: Path, random_voice: dict[str, Any]) -> None:
    path = with_voice(tmp_path, random_voice, "short")
    with press(path) as make:
        make()
        sheet = next(tmp_path.rglob("*takes*.csv"), None) or next(tmp_path.rglob("*sheet*.csv"))
        rows = list(csv.DictReader(sheet.read_text("utf-8").splitlines()))
        assert len(rows) >= 6
        assert {row["state"] for row in rows} == {"made"}
        book = next(tmp_path.rglob("*.m4b"))
        assert book.stat().st_size > 5000
        lock = (path.parent / "production.lock.yaml").read_text("utf-8")
        assert "gpt-sovits 2" in lock

        objects = {p: p.stat().st_mtime_ns for p in (tmp_path / "store").rglob("*") if p.is_file() and "take" in str(p)}
        make()  # nothing is performed again
        assert {p: p.stat().st_mtime_ns for p in objects} == objects

        entries = sorted((tmp_path / "store").rglob("slips/take/*.json"))
        entries[0].unlink()  # a night cut short: one take is missing
        make()
        assert entries[0].exists()


@pytest.mark.slow
def test_the_short_book_of_this_repository(tmp_path: Path, random_voice: dict[str, Any]) -> None:
    own = ROOT / "manifests" / "productions" / "pride-and-prejudice-opening"
    path = with_voice(tmp_path, random_voice, "opening")
    shutil.copy(own / "pride-and-prejudice-opening.epub", path.parent)
    path.write_text("manuscript: pride-and-prejudice-opening.epub\nvoice: narrator\ndeliver: [m4b]\ngate: off\n")
    with press(path) as make:
        make()
    assert next(tmp_path.rglob("*.m4b")).stat().st_size > 50_000
