"""A starter manifest says what the book says, also when its comments are taken away."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.manifests import AudiobookProduction, parse_yaml
from pipeline.production.starting.starter import slug_of, starter
from pipeline.records import Manuscript, Metadata


@pytest.mark.parametrize("title", ["Emma", "1984", "no", "It: a #1 “story”", "三國演義", "A {b}, [c] & *d"])
@pytest.mark.parametrize("creator", ["Jane Austen", "Austen, Jane", "O’Brien [ed.]", "羅貫中"])
def test_without_its_comments_it_says_the_same(title: str, creator: str) -> None:
    manuscript = Manuscript(Metadata(title, (creator, "Someone Else"), "en", "id"), ())
    text = re.sub(r"(?m)^# (?=title:|creators:|language:)", "", starter(manuscript, "a book.epub", "heart"))
    production = parse_yaml(text, Path("production.yaml"), AudiobookProduction)
    assert (production.title, production.creators) == (title, (creator, "Someone Else"))
    assert production.manuscript == "a book.epub"
    assert slug_of(title)
