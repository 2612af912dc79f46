"""Caches of pure work in the store: manuscripts and scripts come back as they were, or are worked out again."""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

import pytest

from pipeline.errors import ManuscriptError
from pipeline.intake import read_manuscript
from pipeline.production.audiobook.cache import ScriptCache, cached_manuscript, key_of_source
from pipeline.records import Cover, Manuscript, Metadata, Missing, visible, visible_characters
from pipeline.script import CachedChapter
from pipeline.store import Store, digest_of_file, from_json, to_json
from tests.pipeline.intake.books import HERE

SOURCES = sorted(path for path in (HERE / "cases").glob("*/input*") if path.is_file())


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.parent.name)
def test_a_manuscript_comes_back_as_it_was_read(source: Path) -> None:
    try:
        manuscript = read_manuscript(source)
    except ManuscriptError:
        pytest.skip("refused")
    assert from_json(to_json(manuscript), Manuscript) == manuscript


def test_covers_and_lone_surrogates_come_back(tmp_path: Path) -> None:
    manuscript = Manuscript(Metadata("\ud800", ("a", "b"), "en", "id"), (), Cover(b"\x00\xff", "image/png"))
    assert from_json(to_json(manuscript), Manuscript) == manuscript


def test_a_source_is_read_once_and_again_when_it_or_its_name_changes(tmp_path: Path) -> None:
    store, source = Store(tmp_path / "store"), tmp_path / "book.txt"

    def read() -> tuple[Manuscript, int]:
        manuscript = cached_manuscript(store, source, digest_of_file(source))
        return manuscript, sum(1 for recipe, _ in store.entries() if recipe == "manuscript")

    source.write_text("One line.\n", "utf-8")
    first, entries = read()
    assert entries == 1
    assert read() == (first, 1)
    source.write_text("Another line.\n", "utf-8")
    assert read()[1] == 2
    assert read()[0] == read_manuscript(source)
    source = source.rename(tmp_path / "other.txt")  # the title of a text that names none
    assert read()[1] == 3


def test_a_source_that_is_replaced_while_it_is_read_is_not_cached_as_the_old_one(tmp_path: Path) -> None:
    store, source = Store(tmp_path / "store"), tmp_path / "book.txt"
    source.write_text("One line.\n", "utf-8")
    before = digest_of_file(source)
    source.write_text("Another line.\n", "utf-8")
    with pytest.raises(ManuscriptError, match="was changed while it was read"):
        cached_manuscript(store, source, before)
    assert not list(store.entries())


def test_a_damaged_cache_entry_is_worked_out_again(tmp_path: Path) -> None:
    store, source = Store(tmp_path / "store"), tmp_path / "book.txt"
    source.write_text("One line.\n", "utf-8")
    manuscript = cached_manuscript(store, source, digest_of_file(source))
    found = store.find("manuscript", key_of_source(source, digest_of_file(source)))
    assert not isinstance(found, Missing)
    path = store.objects / found.digest
    path.write_bytes(path.read_bytes().replace(b"One", b"Two"))
    assert cached_manuscript(store, source, digest_of_file(source)) == manuscript


def test_what_is_cached_together_is_one_object_and_each_comes_back(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    cache = ScriptCache(store)
    for n in range(20):
        cache.put(f"chapter {n}", CachedChapter((n,), ()))
    cache.keep()
    cache.put("a changed chapter", CachedChapter((21,), ()))
    cache.keep()
    assert len(list(store.objects.iterdir())) == 2
    again = ScriptCache(store)
    assert [again.get(f"chapter {n}") for n in range(20)] == [CachedChapter((n,), ()) for n in range(20)]
    assert again.get("a changed chapter") == CachedChapter((21,), ())
    assert again.get("chapter 20") is None


def test_a_damaged_object_of_a_script_is_worked_out_again(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    for _ in range(2):
        cache = ScriptCache(store)
        for n in range(3):
            cache.put(f"chapter {n}", CachedChapter((n,), ()))
        cache.keep()
        assert [ScriptCache(store).get(f"chapter {n}") for n in range(3)] == [CachedChapter((n,), ()) for n in range(3)]
        for path in store.objects.iterdir():
            path.write_bytes(path.read_bytes().replace(b"[1]", b"[9]"))
        assert [ScriptCache(store).get(f"chapter {n}") for n in range(3)] == [None] * 3


def test_the_list_of_what_is_not_seen_is_unicode_s() -> None:
    # Written out in records.py; the Unicode of a newer Python may know more.
    unseen = {
        c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c) in ("Cc", "Cf") and not c.isspace()
    }
    assert not any(map(visible, unseen))
    assert [c for c in map(chr, range(0x30000)) if unicodedata.category(c)[0] in "LNPS" and not visible(c)] == []
    assert visible_characters("a\u200bb \u00adc\ufe0f\U000e0101\td") == 4
