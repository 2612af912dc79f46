"""Every field of the metadata reaches every writer, or is named here as one that the writer does not carry."""

from __future__ import annotations

import dataclasses
import json
import zipfile
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import mutagen
import pytest

from pipeline.delivery import Book, ChapterAudio, deliver, publish
from pipeline.delivery.provenance.record import Provenance
from pipeline.manifests import AudiobookProduction, Spec, read_yaml
from pipeline.masters import make_master
from pipeline.records import Block, Line, Metadata, Source, Span
from pipeline.report.record import as_json
from pipeline.store import Store
from tests.factories import keep_take
from tests.pipeline.audio.test_audio import speech
from tests.reports import report

ROOT = Path(__file__).parents[3]
ABOUT = Metadata("The Ttitle", ("First Ccreator", "Second Ccreator"), "de-AT", "urn:isbn:9783161484100", "2021-05-03",
                 "Ppublisher", "Ddescription.", "Rrights", "Sseries", "9461", "Nnarrator", "Ggenre", "Ccopyright")  # fmt: skip
FIELDS = {field.name for field in fields(Metadata)}
TAGGED = FIELDS - {"identifier", "rights"}
CARRIED = {
    "m4b": TAGGED,
    "m4a": TAGGED,
    "mp3": TAGGED,
    "mp3-book": TAGGED,
    "opus": TAGGED,
    "flac": TAGGED,
    "captions": {"title", "creators", "language"},
    "epub": FIELDS - {"rights", "series", "series_part", "genre", "copyright"},
    "lpf": FIELDS - {"rights", "series", "series_part", "genre"},
    "audiobookshelf": FIELDS - {"rights", "copyright"},
    "podcast": FIELDS - {"publisher", "rights", "series", "series_part", "genre"},
    "provenance": {"title", "creators", "language", "identifier"},
    "report": FIELDS - {"identifier", "date", "description", "rights", "genre", "copyright"},
    "production": FIELDS - {"identifier", "rights", "narrator"},  # the manuscript's own, and the voice's
}
# What is looked for, where it is not the field's own text.
SHOWN = {"date": ["2021"], "identifier": ["9783161484100"], "creators": list(ABOUT.creators)}


def shown(name: str) -> list[str]:
    return SHOWN.get(name, [str(getattr(ABOUT, name))])


@pytest.fixture(scope="module")
def acx() -> Spec:
    return read_yaml(ROOT / "configs/specs/acx.yaml", Spec)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory, acx: Spec) -> tuple[Store, list[ChapterAudio]]:
    store = Store(tmp_path_factory.mktemp("shelf"))
    master = make_master(store, [keep_take(store, speech(2.0), "one")], [0], acx, 6.0)
    lines = (Line("c001.l0001", Source(0, 0, 0, 5), "Words", "Words", "de", "heart"),)
    return store, [ChapterAudio("One", master, lines=lines, blocks=(Block("paragraph", (Span("Words"),)),))]


def _tags(path: Path) -> str:
    file: Any = mutagen.File(str(path))
    return " ".join(f"{value}" for value in file.tags.values()) if hasattr(file.tags, "values") else str(file.tags)


def _packed(name: str) -> Callable[[Path], str]:
    def text(path: Path) -> str:
        with zipfile.ZipFile(path) as package:
            return package.read(next(n for n in package.namelist() if n.endswith(name))).decode()

    return text


READ: dict[str, tuple[str, Callable[[Path], str]]] = {
    "m4b": ("*.m4b", _tags),
    "m4a": ("m4a/*.m4a", _tags),
    "mp3": ("mp3/*.mp3", _tags),
    "mp3-book": ("*.mp3", _tags),
    "opus": ("opus/*.opus", _tags),
    "flac": ("flac/*.flac", _tags),
    "captions": ("captions/*.lrc", Path.read_text),
    "epub": ("*.epub", _packed(".opf")),
    "lpf": ("*.lpf", _packed("publication.json")),
    "audiobookshelf": ("audiobookshelf/**/metadata.json", Path.read_text),
    "podcast": ("podcast/feed.xml", Path.read_text),
}


@pytest.mark.parametrize("form", READ)
def test_a_format_carries_what_it_is_said_to_carry(
    tmp_path: Path, acx: Spec, shelf: tuple[Store, list[ChapterAudio]], form: str
) -> None:
    store, chapters = shelf
    book = Book(ABOUT, "slug", url="https://example.org/", manuscript="0" * 64, manuscript_path="book.txt")
    publish(deliver(store, form, book, chapters, acx), store, tmp_path)
    pattern, read = READ[form]
    text = read(next(tmp_path.glob(pattern)))
    assert {name for name in FIELDS if all(one in text for one in shown(name))} == CARRIED[form]


def test_the_record_of_provenance_and_the_report_carry_theirs() -> None:
    record = json.dumps(Provenance(ABOUT, "", "", {}, ()).identity(), ensure_ascii=False)
    page = json.dumps(as_json(report(metadata=ABOUT)), ensure_ascii=False)
    for text, where in ((record, "provenance"), (page, "report")):
        assert {name for name in FIELDS if all(one in text for one in shown(name))} == CARRIED[where]


def test_a_production_says_every_field_but_three() -> None:
    assert set(AudiobookProduction.model_fields) & FIELDS == CARRIED["production"]


def test_a_field_without_a_value_leaves_keys_as_they_were() -> None:
    """Those of the first version are in every key; a later one only where it says something."""
    plain = Book(Metadata("A Book"), "slug")
    assert set(plain.tags()) == TAGGED | {"slug", "statement", "provenance"}

    @dataclasses.dataclass(frozen=True, slots=True)
    class Later(Metadata):
        translator: str = ""

    for later in (Later("A Book"), Later("A Book", translator="A. Nother")):
        tags = replace(plain, metadata=later).tags()
        assert {name: tags[name] for name in plain.tags()} == plain.tags()
        assert ("translator" in tags) == bool(later.translator)
