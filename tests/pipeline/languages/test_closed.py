"""Chinese and Japanese without the typesetter's spaces: places lead back to the text as written, and nothing is lost."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.languages.spoken import spoken
from pipeline.languages.spoken.cjk.patterns import Closed, closed
from pipeline.records import Replacement

CASES = Path(__file__).parent / "cases" / "spoken"
TEXT = st.text("2 3的个日月A,.-/:%第　", max_size=24)


@pytest.mark.parametrize(("text", "shut"), [
    ("我有 2 个苹果", "我有2个苹果"), ("第 3 章 第 2 节", "第3章 第2节"), ("2 000 000 元", "2000000元"), ("12 000人", "12000人"),
    ("400 800 1234", "400 800 1234"), ("3 4 5", "3 4 5"), ("iPhone 15 Pro", "iPhone 15 Pro"), ("50 %", "50 %"),
    ("50% 的", "50%的"), ("10 日と 20 日", "10日と20日"), ("A 3", "A 3"), ("100 200人", "100 200人"), ("100 200 300", "100 200 300"),
])  # fmt: skip
def test_spaces_between_figures_and_words_close(text: str, shut: str) -> None:
    assert closed(text) == Closed(text).text == shut


@given(text=TEXT, start=st.integers(0, 24), length=st.integers(1, 6), language=st.sampled_from(["zh", "ja", "yue"]))
def test_ranges_are_in_order_inside_the_text_and_what_is_fixed_stays(
    text: str, start: int, length: int, language: str
) -> None:
    fixed = [Replacement(start, start + length, "甲", "lexicon")] if start + length <= len(text) else []
    form = spoken(text, language, fixed)
    assert all(0 <= r.start < r.end <= len(text) for r in form.replacements)
    assert all(a.end <= b.start for a, b in itertools.pairwise(form.replacements))
    assert all(r in form.replacements for r in fixed)


@pytest.mark.parametrize("language", ["zh", "ja"])
def test_a_line_is_said_the_same_within_its_chapter(language: str) -> None:
    """A chapter chooses rules for its lines by the text without these spaces, as the lines themselves do."""
    for source in CASES.glob(f"*/{language}.txt"):
        chapter = source.read_text("utf-8")
        for line in chapter.splitlines():
            assert spoken(line, language, within=chapter) == spoken(line, language)
            assert spoken(line, language, within=line) == spoken(line, language)
